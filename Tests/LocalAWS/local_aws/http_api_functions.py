"""Functions behind an HTTP API.

- https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html and
  https://docs.aws.amazon.com/lambda/latest/dg/services-apigateway.html: API Gateway needs a permission in the function's policy
  for the API; whatever goes wrong in the function or in the invocation is an internal error, of which the caller learns
  nothing.
- https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html: 30 s at most, after which the function runs on
  and nobody hears of it. That this, and a function without a free sandbox, is "Service Unavailable" is what users report.
- https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html: 6 MB for the event and for the answer.
"""

import asyncio
import json
import logging
import time
from collections.abc import Callable
from contextvars import ContextVar

from ministack.services import apigateway, lambda_svc

from . import cross_origin, permissions
from .patching import replace
from .scope import current

_logger = logging.getLogger("local_aws.http_api")
_MOST_BYTES = 6 * 1024 * 1024
_serving: ContextVar[bool] = ContextVar("serving_http_api", default=False)
latencies: ContextVar[list[float] | None] = ContextVar("integration_latencies", default=None)
"""Where the milliseconds of the integration are noted, while a request is served."""


def failed(status: int) -> tuple:
    """API Gateway's own answer where the integration gave none."""
    message = {500: "Internal Server Error", 503: "Service Unavailable"}[status]
    return status, {"Content-Type": "application/json"}, json.dumps({"message": message}).encode()


def _integrated(original: Callable) -> Callable:
    async def invoke(integration: dict, api: str, stage: str, path: str, method: str, headers: dict, body: bytes | None,
                     query: dict, route_key: str = "$default", *arguments: object, **options: object) -> tuple:
        arn = apigateway._extract_lambda_ref_from_integration_uri(integration.get("integrationUri", ""))
        if not _may_invoke(arn, api, stage, method, route_key) or _event_bytes(headers, body) > _MOST_BYTES:
            return failed(500)
        token, begun = _serving.set(True), time.monotonic()
        try:
            answer = await _within(integration.get("timeoutInMillis", 30_000) / 1000, original(
                integration, api, stage, path, method, headers, body, query, route_key, *arguments, **options))
        finally:
            _serving.reset(token)
            (latencies.get() if latencies.get() is not None else []).append((time.monotonic() - begun) * 1000)
        configured = (apigateway._apis.get(api) or {}).get("corsConfiguration")
        return cross_origin.stripped(answer) if configured else answer

    return invoke


def _may_invoke(arn: str, api: str, stage: str, method: str, route_key: str) -> bool:
    function, _config, name = lambda_svc._get_func_record_for_ref(arn)
    if function is None:
        _logger.warning("API %s: no function %s", api, arn)
        return False
    account, region = current()
    resource = "/$default" if route_key == "$default" else f"/{method}{route_key.split(' ', 1)[1]}"
    source = f"arn:aws:execute-api:{region}:{account}:{api}/{stage}{resource}"
    live = lambda_svc._functions.get(name) or {}
    allowed = permissions.service_may(live.get("policy"), "apigateway.amazonaws.com", "lambda:InvokeFunction", arn, source)
    if not allowed:
        _logger.warning("API %s: %s may not be invoked for %s", api, arn, source)
    return allowed


def _event_bytes(headers: dict, body: bytes | None) -> int:
    size = len(body or b"")
    return size if apigateway._v2_request_body_is_text(headers.get("content-type")) else (size + 2) // 3 * 4


async def _within(seconds: float, invocation: object) -> tuple:
    task = asyncio.ensure_future(invocation)
    done, _pending = await asyncio.wait({task}, timeout=seconds)
    if done:
        return task.result()
    task.add_done_callback(lambda late: late.cancelled() or late.exception())
    return failed(503)


def _converted(original: Callable) -> Callable:
    def convert(result: dict) -> tuple:
        if not _serving.get():
            return original(result)
        if result.get("throttle"):
            return _proxied(failed(503)), None
        answer, error = (None, None) if result.get("error") else original(result)
        if answer is None or not _is_well_formed(answer):
            return _proxied(failed(500)), None
        return answer, error

    return convert


def _is_well_formed(answer: dict) -> bool:
    status, body = answer.get("statusCode"), answer.get("body", "")
    if body is not None and not isinstance(body, str):
        return False
    return str(status).isdigit() and 100 <= int(status) <= 599 and len((body or "").encode()) <= _MOST_BYTES


def _proxied(answer: tuple) -> dict:
    status, headers, body = answer
    return {"statusCode": status, "headers": headers, "body": body.decode()}


def install() -> None:
    replace(apigateway, "_invoke_lambda_proxy", _integrated)
    replace(lambda_svc, "lambda_execute_result_to_api_proxy_response", _converted)
