"""What API Gateway refuses in the settings of an HTTP API.

- An issuer without a discovery document: the words are those of https://github.com/haandol/cognito-kakao-example/issues/1.
- A JWT route without its authorizer: https://github.com/anomalyco/ion/issues/1104.
- An integration's time-out that is not from 50 ms to 30 s: https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/
  apis-apiid-integrations.html.
- Credentials for any origin: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html.
"""

import json
from collections.abc import Callable

from ministack.services import apigateway

from .issuers import IssuerFailed, Issuers
from .patching import replace


class _Refused(Exception):
    pass


def _checked(issuers: Issuers) -> Callable[[Callable], Callable]:
    def replacement(original: Callable) -> Callable:
        async def handle(method: str, path: str, headers: dict, body: bytes, query: dict) -> tuple:
            try:
                if method in ("POST", "PATCH"):
                    await _check(issuers, method, path.strip("/").split("/"), _settings(body))
            except _Refused as refusal:
                return apigateway._apigw_error("BadRequestException", str(refusal), 400)
            return await original(method, path, headers, body, query)

        return handle

    return replacement


async def _check(issuers: Issuers, method: str, parts: list[str], data: dict) -> None:
    match parts:
        case ["v2", "apis"] | ["v2", "apis", _]:
            _check_origins(data.get("corsConfiguration") or {})
        case ["v2", "apis", _, "authorizers", *_]:
            await _check_issuer(issuers, (data.get("jwtConfiguration") or {}).get("issuer"))
        case ["v2", "apis", _, "integrations", *_]:
            if not 50 <= data.get("timeoutInMillis", 30_000) <= 30_000:
                raise _Refused("Timeout should be between 50 ms and 30000 ms")
        case ["v2", "apis", api, "routes", *_]:
            known = (apigateway._authorizers.get(api) or {}).get(data.get("authorizerId")) or {}
            if data.get("authorizationType") == "JWT" and known.get("authorizerType") != "JWT" and method == "POST":
                raise _Refused("Invalid authorizer ID specified. Setting the authorization type to JWT requires a valid JWT "
                               "authorizer.")


def _check_origins(configuration: dict) -> None:
    if configuration.get("allowCredentials") and "*" in (configuration.get("allowOrigins") or []):
        raise _Refused("allowCredentials is not supported for origin *")


async def _check_issuer(issuers: Issuers, issuer: object) -> None:
    if not isinstance(issuer, str):
        return
    try:
        await issuers.check(issuer)
    except IssuerFailed:
        raise _Refused(
            f"Caught exception when connecting to {issuer}/.well-known/openid-configuration for issuer {issuer}. Please try again "
            f"later. Error: Invalid issuer: {issuer}. Issuer must have a valid discovery endpoint ended with "
            "'/.well-known/openid-configuration'") from None


def _settings(body: bytes) -> dict:
    try:
        found = json.loads(body or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def install(issuers: Issuers) -> None:
    replace(apigateway, "handle_request", _checked(issuers))
