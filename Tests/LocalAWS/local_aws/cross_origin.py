"""CORS of HTTP APIs.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html: with a CORS configuration, API Gateway answers
preflight requests itself, gives its own headers to answers of integrations and drops those of the integration; a request
without `Origin`, or a preflight without `Access-Control-Request-Method`, gets none. An OPTIONS request that reaches a route
with an authorizer ($default, ANY) is judged by that first. `http://*` and `https://*` are every origin of that scheme.
"""

from collections.abc import Callable

from ministack.services import apigateway

from .patching import replace

_PREFIX = "access-control-"


def headers(configuration: dict, origin: str) -> dict[str, str]:
    """What an answer to this origin gets; nothing where it is not allowed."""
    allowed = _allowed(configuration.get("allowOrigins") or [], origin)
    if not allowed:
        return {}
    found = {"access-control-allow-origin": allowed}
    if configuration.get("allowCredentials"):
        found["access-control-allow-credentials"] = "true"
    if configuration.get("exposeHeaders"):
        found["access-control-expose-headers"] = ",".join(configuration["exposeHeaders"])
    return found if allowed == "*" else {**found, "vary": "Origin"}


def preflight(configuration: dict, request: dict) -> tuple:
    """The answer to an OPTIONS request with these headers, by their names in small letters."""
    found = headers(configuration, request.get("origin", "")) if request.get("access-control-request-method") else {}
    if found:
        for name, value in (("methods", configuration.get("allowMethods")), ("headers", configuration.get("allowHeaders"))):
            if value:
                found[f"access-control-allow-{name}"] = ",".join(value)
        if configuration.get("maxAge") is not None:
            found["access-control-max-age"] = str(configuration["maxAge"])
    return 204, found, b""


def stripped(answer: tuple) -> tuple:
    """An integration's answer without its own CORS headers."""
    status, given, body = answer
    return status, {name: value for name, value in given.items() if not name.lower().startswith(_PREFIX)}, body


def _allowed(origins: list[str], origin: str) -> str | None:
    if not origin:
        return None
    if "*" in origins:
        return "*"
    schemes = tuple(each[:-1] for each in origins if each in ("http://*", "https://*"))
    known = origin.lower() in (each.lower() for each in origins)
    return origin if known or (schemes and origin.lower().startswith(schemes)) else None


def _ours(_original: Callable) -> Callable:
    return headers


def install() -> None:
    replace(apigateway, "_cors_response_headers", _ours)
