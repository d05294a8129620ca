"""HTTP APIs: CORS, limits, and what becomes of a function that fails."""

import json

import pytest
from botocore.exceptions import ClientError
from conftest import Stage, unique, wait_for
from http_apis import API

INTERNAL, UNAVAILABLE = {"message": "Internal Server Error"}, {"message": "Service Unavailable"}
SITE = "https://www.example.com"
CORS = {"AllowOrigins": [SITE, "http://*"], "AllowMethods": ["GET", "POST"], "AllowHeaders": ["authorization", "content-type"],
        "ExposeHeaders": ["x-count"], "AllowCredentials": True, "MaxAge": 300}
ASKED = {"Access_Control_Request_Method": "POST"}


def answering(stage: Stage, **answer: object) -> str:
    return stage.function(stage.role(), ANSWER=json.dumps({"statusCode": 200, "body": "{}", **answer}))[1]


def cors_headers(headers: dict[str, str]) -> set[str]:
    return {name for name in headers if name.startswith("access-control-")}


def test_a_preflight_is_answered_without_a_route(stage: Stage) -> None:
    api = API(stage, answering(stage), CorsConfiguration=CORS)
    api.route("POST /commands")
    reply = api.call("OPTIONS", "/commands", Origin=SITE, **ASKED)
    assert (reply.status, reply.body) == (204, None)
    assert {name: reply.headers[name] for name in cors_headers(reply.headers)} == {
        "access-control-allow-origin": SITE, "access-control-allow-credentials": "true", "access-control-max-age": "300",
        "access-control-allow-methods": "GET,POST", "access-control-allow-headers": "authorization,content-type",
        "access-control-expose-headers": "x-count"}
    assert api.call("OPTIONS", "/commands", Origin="http://127.0.0.1:3000", **ASKED).headers[
        "access-control-allow-origin"] == "http://127.0.0.1:3000"
    for refused in ({"Origin": "https://elsewhere.example", **ASKED}, {"Origin": SITE}, ASKED):
        reply = api.call("OPTIONS", "/commands", **refused)
        assert reply.status == 204 and not cors_headers(reply.headers)


def test_an_integration_has_no_say_in_cors(stage: Stage) -> None:
    arn = answering(stage, headers={"Access-Control-Allow-Origin": "*", "access-control-max-age": "1", "X-Count": "7"})
    api = API(stage, arn, CorsConfiguration=CORS)
    api.route("GET /accounts")
    headers = api.call("GET", "/accounts", Origin=SITE).headers
    assert (headers["access-control-allow-origin"], headers["access-control-expose-headers"]) == (SITE, "x-count")
    assert headers["x-count"] == "7"
    assert "access-control-max-age" not in headers
    for origin in ({}, {"Origin": "https://elsewhere.example"}):
        assert not cors_headers(api.call("GET", "/accounts", **origin).headers)


def test_without_a_cors_configuration_the_function_speaks_for_itself(stage: Stage) -> None:
    api = API(stage, answering(stage, headers={"Access-Control-Allow-Origin": "*"}))
    api.route("GET /accounts")
    assert api.call("GET", "/accounts").headers["access-control-allow-origin"] == "*"
    reply = api.call("OPTIONS", "/accounts", Origin=SITE, **ASKED)
    assert (reply.status, reply.body) == (404, {"message": "Not Found"})


def test_a_route_for_every_method_wants_its_signature_from_a_preflight_too(stage: Stage) -> None:
    api = API(stage, answering(stage), CorsConfiguration=CORS)
    api.route("$default", AuthorizationType="AWS_IAM")
    assert api.call("OPTIONS", "/commands", Origin=SITE, **ASKED).status == 403
    api.route("OPTIONS /{proxy+}")
    assert api.call("OPTIONS", "/commands", Origin=SITE, **ASKED).status == 204


@pytest.mark.parametrize("environment", [
    {"FAIL_IF": "routeKey"}, {"CRASH": "0"}, {"ANSWER": '{"statusCode": "often", "body": ""}'},
    {"ANSWER": '{"statusCode": 200, "body": {"not": "text"}}'}])
def test_a_function_that_fails_is_an_internal_error(stage: Stage, environment: dict[str, str]) -> None:
    _name, arn = stage.function(stage.role(), **environment)
    api = API(stage, arn)
    api.route("GET /accounts")
    reply = api.call("GET", "/accounts")
    assert (reply.status, reply.body) == (500, INTERNAL)


def test_a_function_must_let_the_api_in(stage: Stage) -> None:
    arn = answering(stage)
    api = API(stage, arn, permitted=False)
    api.route("GET /accounts/{id}")
    assert api.call("GET", "/accounts/1").body == INTERNAL
    source = f"arn:aws:execute-api:us-east-1:000000000000:{api.identifier}"
    api.permit(arn, f"{source}/*/POST/*")
    assert api.call("GET", "/accounts/1").body == INTERNAL
    api.permit(arn, f"{source}/*/GET/accounts/{{id}}")
    assert api.call("GET", "/accounts/1").status == 200


def test_who_waits_too_long_hears_that_the_service_is_unavailable(stage: Stage) -> None:
    name, arn = stage.function(stage.role(), SLEEP="3")
    api = API(stage, arn, timeout=200)
    api.route("POST /commands")
    reply = api.call("POST", "/commands", b"{}")
    assert (reply.status, reply.body) == (503, UNAVAILABLE)
    wait_for(lambda: stage.seen(name), "the run that nobody waited for")


def test_a_function_without_a_sandbox_is_unavailable(stage: Stage) -> None:
    name, arn = stage.function(stage.role())
    stage.functions.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=0)
    api = API(stage, arn)
    api.route("GET /accounts")
    reply = api.call("GET", "/accounts")
    assert (reply.status, reply.body) == (503, UNAVAILABLE)


@pytest.mark.parametrize(("size", "status"), [(5, 200), (7, 500), (11, 413)])
def test_six_megabytes_reach_a_function_and_ten_the_api(stage: Stage, size: int, status: int) -> None:
    api = API(stage, answering(stage))
    api.route("POST /commands")
    assert api.call("POST", "/commands", b"x" * (size * 1024 * 1024), Content_Type="text/plain").status == status


def test_an_answer_above_six_megabytes_is_an_internal_error(stage: Stage) -> None:
    _name, arn = stage.function(stage.role(), ECHO="1")
    api = API(stage, arn)
    api.route("POST /commands")
    body = b'{"x": "' + b'\\"' * (2 * 1024 * 1024) + b'"}'
    assert api.call("POST", "/commands", body, Content_Type="application/json").body == INTERNAL


def test_a_stage_throttles_each_route(stage: Stage) -> None:
    api = API(stage, answering(stage), settings={"ThrottlingRateLimit": 0.001, "ThrottlingBurstLimit": 2})
    for route in ("/a", "/b"):
        api.route(f"GET {route}")
    assert [api.call("GET", "/a").status for _ in range(3)] == [200, 200, 429]
    assert api.call("GET", "/a").body == {"message": "Too Many Requests"}
    assert api.call("GET", "/b").status == 200
    stage.aws.clock(1000)
    assert api.call("GET", "/a").status == 200


def test_an_alias_leads_to_its_version(stage: Stage) -> None:
    name, arn = stage.function(stage.role(), ANSWER='{"statusCode": 200, "body": "{\\"version\\": 1}"}')
    version = stage.functions.publish_version(FunctionName=name)["Version"]
    alias = stage.functions.create_alias(FunctionName=name, Name="live", FunctionVersion=version)["AliasArn"]
    environment = {"SEEN": str(stage.directory / name), "ANSWER": '{"statusCode": 200, "body": "{\\"version\\": 2}"}'}
    stage.functions.update_function_configuration(FunctionName=name, Environment={"Variables": environment})
    stage.functions.get_waiter("function_updated_v2").wait(FunctionName=name, WaiterConfig={"Delay": 0.1})
    for called, found in ((alias, 1), (arn, 2)):
        uri = f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{called}/invocations"
        api = API(stage, uri, permitted=False)
        api.permit(called, f"arn:aws:execute-api:us-east-1:000000000000:{api.identifier}/*/*")
        api.route("GET /")
        assert api.call("GET", "/").body == {"version": found}


def test_what_is_counted(stage: Stage) -> None:
    _name, arn = stage.function(stage.role(), FAIL_IF="wrong", ANSWER='{"statusCode": 422, "body": "{}"}')
    api = API(stage, arn)
    api.route("GET /accounts/{id}")
    api.route("GET /signed", AuthorizationType="AWS_IAM")
    paths = {"/accounts/1": 422, "/accounts/wrong": 500, "/signed": 403, "/nothing": 404}
    assert {path: api.call("GET", path).status for path in paths} == paths
    for dimensions in ({"ApiId": api.identifier}, {"ApiId": api.identifier, "Stage": "$default"}):
        found = [stage.total("AWS/ApiGateway", metric, **dimensions) for metric in ("Count", "4xx", "5xx")]
        assert found == [4, 3, 1]
        assert stage.total("AWS/ApiGateway", "Latency", **dimensions) > stage.total(
            "AWS/ApiGateway", "IntegrationLatency", **dimensions) > 0


@pytest.mark.parametrize("settings", [
    {"timeout": 30_001}, {"CorsConfiguration": {"AllowOrigins": ["*"], "AllowCredentials": True}}])
def test_settings_that_cannot_be(stage: Stage, settings: dict) -> None:
    with pytest.raises(ClientError, match="BadRequestException"):
        API(stage, f"arn:aws:lambda:us-east-1:000000000000:function:{unique('none')}", permitted=False, **settings)
