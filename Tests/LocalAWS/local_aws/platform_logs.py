"""The log of a function: Lambda's lines around the function's own, each with the level that is asked for.

https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html: with the JSON format the function's
lines go by their `level`, which is INFO where it or an RFC 3339 `timestamp` is missing; the levels default to INFO; the text
format is not filtered.
"""

import json
import subprocess
import time
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ministack.core import lambda_runtime
from ministack.core.responses import new_uuid
from ministack.services import cloudwatch_logs, lambda_svc

from . import platform_records
from .patching import replace

_LEVELS = ("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL")


@dataclass
class _Sandbox:
    """What happened to the sandbox during a run."""

    initialization: float | None = None
    exit_status: int | None = None


_sandbox: ContextVar[_Sandbox | None] = ContextVar("local_aws_sandbox", default=None)


def _logged(original: Callable[..., dict]) -> Callable[..., dict]:
    def dispatch(function: dict, config: dict, event: object, request_id: str, started: float) -> dict:
        sandbox = _Sandbox()
        token = _sandbox.set(sandbox)
        begun, clock = time.time(), time.monotonic()
        try:
            result = original(function, config, event, request_id, started)
        finally:
            _sandbox.reset(token)
        passed = (time.monotonic() - clock) * 1000 - (sandbox.initialization or 0)
        status, error_type = platform_records.outcome(result, sandbox.exit_status)
        run = platform_records.Run(request_id, config, begun, round(passed, 3), sandbox.initialization, status, error_type)
        _write(run, str(result.get("log") or "").splitlines())
        return result

    return dispatch


def _write(run: platform_records.Run, own: list[str]) -> None:
    asked = run.config.get("LoggingConfig") or {}
    if asked.get("LogFormat") == "JSON":
        system, application = asked.get("SystemLogLevel") or "INFO", asked.get("ApplicationLogLevel") or "INFO"
        lines = [json.dumps(record) for level, record in platform_records.before(run) if _reaches(level, system)]
        lines += [line for line in own if _reaches(_level(line), application)]
        lines += [json.dumps(record) for level, record in platform_records.after(run) if _reaches(level, system)]
    else:
        lines = [*platform_records.text_before(run), *own, *platform_records.text_after(run)]
    _append(run, asked.get("LogGroup") or f"/aws/lambda/{run.config['FunctionName']}", lines)


def _reaches(level: str, lowest: str) -> bool:
    return _LEVELS.index(level) >= _LEVELS.index(lowest)


def _level(line: str) -> str:
    try:
        document = json.loads(line)
    except ValueError:
        return "INFO"
    if not isinstance(document, dict) or not _is_moment(document.get("timestamp")):
        return "INFO"
    level = str(document.get("level", "")).upper()
    return level if level in _LEVELS else "INFO"


def _is_moment(text: object) -> bool:
    try:
        return isinstance(text, str) and datetime.fromisoformat(text.replace("Z", "+00:00")).tzinfo is not None
    except ValueError:
        return False


def _append(run: platform_records.Run, group: str, lines: list[str]) -> None:
    now = int(time.time() * 1000)
    if group not in cloudwatch_logs._log_groups:
        cloudwatch_logs._log_groups[group] = {
            "arn": cloudwatch_logs._make_group_arn(group), "creationTime": now, "retentionInDays": None, "tags": {},
            "subscriptionFilters": {}, "streams": {}}
    name = time.strftime("%Y/%m/%d/", time.gmtime(run.begun)) + f"[{run.version}]{new_uuid().replace('-', '')}"
    stream: dict[str, Any] = {"events": [], "uploadSequenceToken": "1", "creationTime": now, "firstEventTimestamp": None,
                              "lastEventTimestamp": None, "lastIngestionTime": None}
    cloudwatch_logs._log_groups[group]["streams"][name] = stream
    cloudwatch_logs._append_log_events(
        stream, [{"timestamp": now, "message": line, "ingestionTime": now} for line in lines])
    cloudwatch_logs._fanout_to_subscription_filters(
        group, name, [{"timestamp": now, "message": line} for line in lines])


def _timed_start(original: Callable[..., None]) -> Callable[..., None]:
    def spawn(worker: object, *arguments: object, **options: object) -> None:
        begun = time.monotonic()
        original(worker, *arguments, **options)
        sandbox = _sandbox.get()
        if sandbox:
            sandbox.initialization, sandbox.exit_status = round((time.monotonic() - begun) * 1000, 3), None

    return spawn


def _watched_end(original: Callable[..., None]) -> Callable[..., None]:
    def teardown(worker: Any) -> None:
        process: subprocess.Popen | None = worker._proc
        sandbox = _sandbox.get()
        if sandbox and process:
            sandbox.exit_status = process.poll()
        original(worker)

    return teardown


def install() -> None:
    replace(lambda_svc, "_emit_lambda_logs", lambda original: lambda *arguments, **options: None)
    replace(lambda_svc, "_execute_function_dispatch", _logged)
    for name, make in (("_spawn", _timed_start), ("_teardown", _watched_end)):
        replace(lambda_runtime.ProvidedWorker, name, make)
