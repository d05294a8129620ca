"""Which version runs when a function is invoked, and under which name.

- https://docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html: an alias with weights sends each invocation to one of its
  versions by chance, whoever invokes it; the answer's X-Amz-Executed-Version says which.
- https://docs.aws.amazon.com/lambda/latest/dg/configuration-aliases.html: an alias is a pointer. A retry of an asynchronous event and the
  next batch of a mapping run what it points to by then.
- https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html: reserved concurrency is the function's, whichever
  version runs.
- https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html: a run through a version or an alias counts for the function
  and for that resource, one through an alias with weights for the version too.
"""

import random
from collections.abc import Awaitable, Callable
from contextvars import ContextVar

from ministack.services import lambda_svc

from . import alias_requests
from .patching import replace
from .settings import Settings

_executed: ContextVar[list[str] | None] = ContextVar("local_aws_executed_version", default=None)
"""Where a request of Invoke learns which version has run for it."""


def qualifier(config: dict) -> str | None:
    """The version or the alias that an invocation has named: the end of the ARN in its configuration."""
    return config["FunctionArn"].split(":function:", 1)[1].partition(":")[2] or None


def dimensions(config: dict) -> list[dict[str, str]]:
    """The sets of dimensions that a metric of such an invocation has."""
    name, named = config["FunctionName"], qualifier(config)
    sets = [{"FunctionName": name}]
    if named:
        sets.append({"FunctionName": name, "Resource": f"{name}:{named}"})
        if _weights(lambda_svc._functions.get(name) or {}, named):
            sets.append({**sets[-1], "ExecutedVersion": config.get("Version", "$LATEST")})
    return sets


def _weights(function: dict, named: str) -> dict[str, float]:
    alias = (function.get("aliases") or {}).get(named) or {}
    return (alias.get("RoutingConfig") or {}).get("AdditionalVersionWeights") or {}


class Routing:
    """Draws the version of each invocation."""

    def __init__(self, settings: Settings) -> None:
        self._chance = random.Random(f"{settings.seed} aliases")

    def current(self, record: dict) -> dict:
        """What runs now for a function that was named when the record was made; the record itself where it is gone."""
        config = record.get("config") or record
        live = lambda_svc._functions.get(config["FunctionName"])
        if live is None:
            return record
        named = qualifier(config)
        found, current = lambda_svc._effective_func_record_for_qualifier(live, self._drawn(live, named))
        if found is None or current is None:
            found, current = record, config
        return {**found, "config": {**current, "FunctionArn": config["FunctionArn"]}, "concurrency": live.get("concurrency")}

    def _drawn(self, function: dict, named: str | None) -> str | None:
        """The version that an alias gives this time; anything else as it is."""
        for version, weight in _weights(function, named or "").items():
            if self._chance.random() < weight:
                return version
        return named

    def executed(self, original: Callable) -> Callable:
        """Every synchronous invocation comes by here."""

        def execute(function: dict, event: object) -> dict:
            config = function.get("config") or function
            if lambda_svc._function_config_scope_mismatch(config):
                return original(function, event)
            record = self.current(function)
            executed = _executed.get()
            if executed is not None:
                executed.append(record["config"].get("Version", "$LATEST"))
            return original(record, event)

        return execute


def _named(original: Callable) -> Callable:
    """The configuration under an alias has the alias's ARN, which its invocations carry on."""

    def effective(function: dict | None, named: str | None) -> tuple:
        record, config = original(function, named)
        if function is None or config is None or named not in (function.get("aliases") or {}):
            return record, config
        return record, {**config, "FunctionArn": f"{function['config']['FunctionArn']}:{named}"}

    return effective


def _told(original: Callable[..., Awaitable[tuple]]) -> Callable[..., Awaitable[tuple]]:
    """Writes the version that has run into the answer."""

    async def invoke(*arguments: object, **options: object) -> tuple:
        executed: list[str] = []
        token = _executed.set(executed)
        try:
            status, headers, body = await original(*arguments, **options)
        finally:
            _executed.reset(token)
        if executed and "X-Amz-Executed-Version" in headers:
            headers = {**headers, "X-Amz-Executed-Version": executed[0]}
        return status, headers, body

    return invoke


def install(settings: Settings) -> Routing:
    """Comes after the module that counts throttled requests, which must see what runs."""
    routing = Routing(settings)
    replace(lambda_svc, "_create_alias", alias_requests.created)
    replace(lambda_svc, "_update_alias", alias_requests.updated)
    replace(lambda_svc, "_effective_func_record_for_qualifier", _named)
    replace(lambda_svc, "_execute_function", routing.executed)
    replace(lambda_svc, "_invoke", _told)
    return routing
