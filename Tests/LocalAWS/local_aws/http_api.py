"""What an HTTP API does before a route's authorizer and integration, and its metrics.

- https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html: at most 10 MB in a request.
- https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html: a route's requests by the stage's rate and
  burst, or by its own; above them 429.
- https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html: Count, 4xx, 5xx, Latency and
  IntegrationLatency of the API, and of each of its stages.
"""

import json
import time
from collections.abc import Callable

from ministack import app
from ministack.services import apigateway

from . import clock, cross_origin, http_api_functions, metrics
from .patching import replace
from .scope import scope
from .token_bucket import TokenBucket

_MOST_BYTES = 10 * 1024 * 1024
_Limits = tuple[float, float]
"""Requests a second, and how many at once."""


class _Throttles:
    def __init__(self) -> None:
        self._buckets: dict[tuple[str, str, str], tuple[_Limits, TokenBucket]] = {}

    def refuses(self, api: str, stage: str, route_key: str) -> bool:
        """Counts one request of a route."""
        limits = _limits((apigateway._stages.get(api) or {}).get(stage) or {}, route_key)
        if limits is None:
            return False
        rate, burst = limits
        if rate <= 0 or burst <= 0:
            return True
        now, key = clock.monotonic(), (api, stage, route_key)
        known, bucket = self._buckets.get(key, (None, None))
        if bucket is None or known != limits:
            bucket = TokenBucket(rate, burst / rate, now)
            self._buckets[key] = (limits, bucket)
        if not bucket.has(1, now):
            return True
        bucket.take(1, now)
        return False


def _limits(stage: dict, route_key: str) -> _Limits | None:
    settings = {**(stage.get("defaultRouteSettings") or {}), **((stage.get("routeSettings") or {}).get(route_key) or {})}
    if "throttlingRateLimit" not in settings and "throttlingBurstLimit" not in settings:
        return None
    return float(settings.get("throttlingRateLimit", 10_000)), float(settings.get("throttlingBurstLimit", 5_000))


def _guarded(original: Callable) -> Callable:
    throttles = _Throttles()

    async def handle(api: str, stage: str, path: str, method: str, headers: dict, body: bytes, query: dict,
                     *arguments: object) -> tuple:
        if len(body or b"") > _MOST_BYTES:
            return _refusal(413, "Request Entity Too Large")
        route = apigateway._match_route(api, method, "/" + path.lstrip("/"))
        if route and throttles.refuses(api, stage, route["routeKey"]):
            return _refusal(429, "Too Many Requests")
        if method != "OPTIONS":
            return await original(api, stage, path, method, headers, body, query, *arguments)
        configuration = (apigateway._apis.get(api) or {}).get("corsConfiguration")
        if route is None and not configuration:
            return apigateway._http_api_not_found()
        given = {name.lower(): value for name, value in headers.items()}
        if route and (refused := await _refused(api, route, given, query)):
            return refused
        if configuration:
            return cross_origin.preflight(configuration, given)
        return await original(api, stage, path, method, headers, body, query, *arguments)

    return handle


async def _refused(api: str, route: dict, headers: dict, query: dict) -> tuple | None:
    """What the authorizer of a route says to an OPTIONS request that nothing else judges."""
    kind = (route.get("authorizationType") or "NONE").upper()
    if kind == "AWS_IAM" and "authorization" not in headers:
        return apigateway._jwt_forbidden()
    authorizer = (apigateway._authorizers.get(api) or {}).get(route.get("authorizerId"))
    if kind == "JWT" and authorizer:
        return (await apigateway._validate_jwt_authorizer(route, authorizer, headers, query or {}))[2]
    return None


def _refusal(status: int, message: str) -> tuple:
    return status, {"Content-Type": "application/json"}, json.dumps({"message": message}).encode()


def _measured(original: Callable) -> Callable:
    async def handle(host: str, path: str, *arguments: object, **options: object) -> tuple | None:
        parsed = app._parse_execute_api_url(host, path)
        owner = apigateway.find_api_scope(parsed[0]) if parsed else None
        if parsed is None or owner is None:
            return await original(host, path, *arguments, **options)
        token, begun = http_api_functions.latencies.set([]), time.monotonic()
        try:
            answer = await original(host, path, *arguments, **options)
            integration = list(http_api_functions.latencies.get() or [])
        finally:
            http_api_functions.latencies.reset(token)
        with scope(*owner):
            _record(parsed[0], app._resolve_stage_and_path(*parsed)[0], answer[0], (time.monotonic() - begun) * 1000, integration)
        return answer

    return handle


def _record(api: str, stage: str, status: int, latency: float, integration: list[float]) -> None:
    points = [("Count", 1.0, "Count"), ("4xx", float(400 <= status < 500), "Count"), ("5xx", float(status >= 500), "Count"),
              ("Latency", latency, "Milliseconds"), *(("IntegrationLatency", each, "Milliseconds") for each in integration)]
    for dimensions in ({"ApiId": api}, {"ApiId": api, "Stage": stage}):
        for name, value, unit in points:
            metrics.record("AWS/ApiGateway", name, value, unit, dimensions)


def install() -> None:
    replace(apigateway, "_handle_execute_in_scope", _guarded)
    replace(app, "_handle_execute_api_request", _measured)
