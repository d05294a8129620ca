"""One run of a function's code: metrics of each run, one request id for all attempts, AWS's environment.

https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html: Invocations counts every run of the
code, successful or not, retries included, and no throttled request; Errors those that failed; Throttles the
requests that were refused.
"""

import os
import time
from collections.abc import Callable

from ministack.services import lambda_svc

from . import metrics
from .patching import replace
from .scope import scope

_INHERITED = ("PATH", "LANG", "LC_ALL", "TZ", "AWS_ENDPOINT_URL", "SSL_CERT_FILE", "SSL_CERT_DIR")


def run(function: dict, event: object, request_id: str) -> dict:
    """Runs the function in its own account and region, within its reserved concurrency."""
    config = function["config"]
    with scope(*lambda_svc._account_region_from_function_config(config)):
        slot, _limit = lambda_svc._acquire_execution_slot(function, config)
        if slot is None:
            metrics.count_function(config, "Throttles")
            return {"throttle": True, "error": True, "body": {"errorType": "TooManyRequestsException"}}
        try:
            return lambda_svc._execute_function_dispatch(function, config, event, request_id, time.time())
        finally:
            lambda_svc._release_execution_slot(slot)


def _measured(original: Callable) -> Callable:
    def dispatch(func: dict, config: dict, event: object, request_id: str, started: float) -> dict:
        begun = time.monotonic()
        result = original(func, config, event, request_id, started)
        metrics.count_function(config, "Invocations")
        metrics.count_function(config, "Errors", 1 if result.get("error") else 0)
        metrics.count_function(config, "Throttles", 0)
        metrics.count_function(config, "Duration", (time.monotonic() - begun) * 1000, "Milliseconds")
        return result

    return dispatch


def _counting_throttles(original: Callable) -> Callable:
    def execute(func: dict, event: object) -> dict:
        result = original(func, event)
        config = func.get("config") or func
        if result.get("throttle") and not lambda_svc._function_config_scope_mismatch(config):
            metrics.count_function(config, "Throttles")
        return result

    return execute


def _silent(_original: Callable) -> Callable:
    """MiniStack's own count misses all runs but those of synchronous requests, and counts accepted ones."""
    return lambda *arguments, **options: None


def _logging(config: dict) -> dict[str, str]:
    """https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-advanced.html: with the JSON format only."""
    asked = config.get("LoggingConfig") or {}
    if asked.get("LogFormat") != "JSON":
        return {}
    return {"AWS_LAMBDA_LOG_FORMAT": "JSON", "AWS_LAMBDA_LOG_LEVEL": asked.get("ApplicationLogLevel") or "INFO"}


def _without_ours(original: Callable) -> Callable:
    """A function sees AWS's variables and its own, none of the launcher's."""

    def environment(config: dict, code_directory: str, port: int) -> dict:
        own = (config.get("Environment") or {}).get("Variables") or {}
        made = {**original(config, code_directory, port), **_logging(config), **own}
        return {name: value for name, value in made.items()
                if name in own or name in _INHERITED or os.environ.get(name) != value}

    return environment


def install() -> None:
    replace(lambda_svc, "_emit_lambda_metrics", _silent)
    replace(lambda_svc, "_execute_function_dispatch", _measured)
    replace(lambda_svc, "_execute_function", _counting_throttles)
    replace(lambda_svc, "_provided_worker_env", _without_ours)
