"""JWT authorizers of HTTP APIs: which tokens are let in, and what the function learns of them."""

import time
from collections.abc import Iterator

import pytest
from botocore.exceptions import ClientError
from conftest import Stage
from http_apis import API, Reply
from token_issuer import Issuer, Key, issuing

UNAUTHORIZED, FORBIDDEN = {"message": "Unauthorized"}, {"message": "Forbidden"}


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    with issuing() as running:
        yield running


@pytest.fixture
def api(stage: Stage, issuer: Issuer) -> API:
    """`GET /any` for every good token, `GET /scoped` for those with a scope, and a function that answers with its event."""
    _name, arn = stage.function(stage.role(), ECHO="1")
    api = API(stage, arn, CorsConfiguration={"AllowOrigins": ["*"], "AllowMethods": ["GET"]})
    authorizer = api.authorizer(issuer.address)
    api.route("GET /any", AuthorizationType="JWT", AuthorizerId=authorizer)
    api.route("GET /scoped", AuthorizationType="JWT", AuthorizerId=authorizer,
              AuthorizationScopes=["accounts/read", "accounts/write"])
    return api


def call(api: API, token: str, path: str = "/any", prefix: str = "Bearer ") -> Reply:
    return api.call("GET", path, Authorization=prefix + token)


@pytest.mark.parametrize("prefix", ["Bearer ", ""])
def test_a_function_learns_the_claims(api: API, issuer: Issuer, prefix: str) -> None:
    reply = call(api, issuer.token(groups=["admin", "dev"], verified=True, level=3), prefix=prefix)
    assert reply.status == 200
    claims = reply.body["requestContext"]["authorizer"]["jwt"]["claims"]
    assert claims.items() >= {"iss": issuer.address, "sub": "user-1", "aud": "accounts", "groups": "[admin dev]",
                              "verified": "true", "level": "3"}.items()


@pytest.mark.parametrize(("fault", "claims"), [
    ("expired", {"exp": int(time.time()) - 60}), ("expired", {"exp": None}), ("not valid yet", {"nbf": int(time.time()) + 3600}),
    ("not valid yet", {"iat": int(time.time()) + 3600}), ("another issuer", {"iss": "https://elsewhere.example"}),
    ("audience", {"aud": "others"}), ("audience", {"aud": None}), ("audience", {"aud": "others", "client_id": "accounts"})])
def test_a_token_with_a_wrong_claim_is_refused(api: API, issuer: Issuer, fault: str, claims: dict) -> None:
    reply = call(api, issuer.token(**claims))
    assert (reply.status, reply.body) == (401, UNAUTHORIZED)
    assert fault in reply.headers["www-authenticate"] and 'error="invalid_token"' in reply.headers["www-authenticate"]


@pytest.mark.parametrize("claims", [{"aud": ["others", "accounts"]}, {"aud": None, "client_id": "accounts"}])
def test_an_audience_may_be_one_of_several_or_the_client(api: API, issuer: Issuer, claims: dict) -> None:
    assert call(api, issuer.token(**claims)).status == 200


def test_only_the_issuers_keys_sign(api: API, issuer: Issuer) -> None:
    stranger = Key()
    known = issuer.keys[0].identifier
    good = issuer.token()
    head, claims, signature = good.split(".")
    other = issuer.token(sub="user-2").split(".")[1]
    for token in (issuer.token(stranger), issuer.token(stranger, {"kid": known}), issuer.token(header={"kid": None}),
                  issuer.token(header={"alg": "none"}), issuer.token(header={"alg": "HS256"}), f"{head}.{other}.{signature}",
                  f"{head}.{claims}.", f"{head}.{claims}", "x.y.z", "x"):
        reply = call(api, token)
        assert (reply.status, reply.body) == (401, UNAUTHORIZED), token
    assert call(api, good).status == 200


def test_nobody_gets_in_without_a_token(api: API) -> None:
    reply = api.call("GET", "/any")
    assert (reply.status, reply.body, reply.headers["www-authenticate"]) == (401, UNAUTHORIZED, "Bearer")


@pytest.mark.parametrize(("scopes", "status"), [
    ({}, 403), ({"scope": "accounts/delete"}, 403), ({"scope": "accounts/read profile"}, 200), ({"scp": ["accounts/write"]}, 200)])
def test_a_token_needs_one_of_the_scopes(api: API, issuer: Issuer, scopes: dict, status: int) -> None:
    reply = call(api, issuer.token(**scopes), "/scoped")
    assert reply.status == status
    if status == 403:
        assert reply.body == FORBIDDEN and 'error="insufficient_scope"' in reply.headers["www-authenticate"]
    else:
        assert reply.body["requestContext"]["authorizer"]["jwt"]["scopes"]


def test_a_preflight_needs_no_token(api: API) -> None:
    headers = {"Origin": "https://www.example.com", "Access_Control_Request_Method": "GET"}
    assert api.call("OPTIONS", "/any", **headers).headers["access-control-allow-origin"] == "*"
    api.route("ANY /all", AuthorizationType="JWT", AuthorizerId=api.gateway.get_authorizers(
        ApiId=api.identifier)["Items"][0]["AuthorizerId"])
    assert api.call("OPTIONS", "/all", **headers).status == 401


def test_keys_are_kept_for_two_hours(stage: Stage, api: API, issuer: Issuer) -> None:
    old = issuer.keys[0]
    assert call(api, issuer.token()).status == 200
    issuer.keys = [Key()]
    assert [call(api, issuer.token(key)).status for key in (old, issuer.keys[0])] == [200, 401]
    stage.aws.clock(7201)
    assert [call(api, issuer.token(key)).status for key in (old, issuer.keys[0])] == [401, 200]


def test_an_issuer_must_name_itself(api: API, issuer: Issuer) -> None:
    issuer.document["issuer"] = "https://elsewhere.example"
    assert "another issuer" in call(api, issuer.token()).headers["www-authenticate"]


@pytest.mark.parametrize("address", ["http://localhost:1", "http://127.0.0.1:1", "https://127.0.0.1:1", "ftp://127.0.0.1"])
def test_an_issuer_that_does_not_answer_is_refused_from_the_first(api: API, address: str) -> None:
    with pytest.raises(ClientError, match="BadRequestException.*Invalid issuer"):
        api.authorizer(address)


def test_a_route_needs_its_authorizer(api: API) -> None:
    with pytest.raises(ClientError, match="BadRequestException.*valid JWT authorizer"):
        api.route("GET /other", AuthorizationType="JWT", AuthorizerId="nothing")
