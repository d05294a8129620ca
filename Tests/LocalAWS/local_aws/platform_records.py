"""What Lambda itself writes about a run, as JSON or as text.

- https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html (the records),
  https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html (their levels, "System log level
  event mapping") and https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html
- https://github.com/aws/aws-lambda-runtime-interface-emulator, `fatalerror`: the error types that are passed on
"""

import re
import signal
from dataclasses import dataclass
from typing import Any

from .invocations import milliseconds

_PASSED_ON = re.compile(r"(Runtime|Function)\.[A-Z][a-zA-Z]+")


@dataclass(frozen=True)
class Run:
    """One run; durations in milliseconds. `initialization` is set when the sandbox was made for it."""

    request_id: str
    config: dict[str, Any]
    begun: float
    duration: float
    initialization: float | None
    status: str
    """success, error (the function says so), failure (its process ended) or timeout."""
    error_type: str | None

    @property
    def version(self) -> str:
        return str(self.config.get("Version", "$LATEST"))

    @property
    def memory(self) -> int:
        return int(self.config.get("MemorySize", 128))


def outcome(result: dict[str, Any], exit_status: int | None) -> tuple[str, str | None]:
    """The status and the error type. Nobody but the kernel, for want of memory, kills a sandbox's process."""
    if not result.get("error"):
        return "success", None
    body = result.get("body")
    given = str(body.get("errorType", "")) if isinstance(body, dict) else ""
    if given == "Sandbox.Timedout":
        return "timeout", None
    if given == "Runtime.ExitError":
        return "failure", "Runtime.OutOfMemory" if exit_status == -signal.SIGKILL else given
    if given == "Runtime.InvalidEntrypoint":
        return "failure", given
    if _PASSED_ON.fullmatch(given):
        return "error", given
    return "error", "Function.Unknown" if given.startswith("Function.") else "Runtime.Unknown"


def before(run: Run) -> list[tuple[str, dict[str, Any]]]:
    """The level and the record of what is written before the function's own lines."""
    records = [("INFO", _record(run.begun, "platform.start", {"requestId": run.request_id, "version": run.version}))]
    if run.initialization is not None:
        phase = {"initializationType": "on-demand", "phase": "init"}
        started = {**phase, "runtimeVersion": f"{str(run.config.get('Runtime', '')).replace('.', ':')}.v1",
                   "functionName": run.config["FunctionName"], "functionVersion": run.version}
        report = {**phase, "status": "success", "metrics": {"durationMs": run.initialization}}
        records[:0] = [("INFO", _record(run.begun, "platform.initStart", started)),
                       ("DEBUG", _record(run.begun, "platform.initReport", report))]
    return records


def after(run: Run) -> list[tuple[str, dict[str, Any]]]:
    """The level and the record of what is written after them."""
    ended = run.begun + run.duration / 1000
    error = {"errorType": run.error_type} if run.error_type else {}
    metrics = {"durationMs": run.duration, "billedDurationMs": int(run.duration) + 1, "memorySizeMB": run.memory,
               "maxMemoryUsedMB": run.memory if run.error_type == "Runtime.OutOfMemory" else min(run.memory, 32)}
    if run.initialization is not None:
        metrics["initDurationMs"] = run.initialization
    done = {"requestId": run.request_id, "status": run.status, **error, "metrics": {"durationMs": run.duration}}
    report = {"requestId": run.request_id, "metrics": metrics, "status": run.status, **error}
    good = run.status == "success"
    return [("DEBUG" if good else "WARN", _record(ended, "platform.runtimeDone", done)),
            ("INFO" if good else "WARN", _record(ended, "platform.report", report))]


def _record(moment: float, kind: str, record: dict[str, Any]) -> dict[str, Any]:
    return {"time": milliseconds(moment), "type": kind, "record": record}


def text_before(run: Run) -> list[str]:
    """The same before the function's lines, with the text format."""
    return [f"START RequestId: {run.request_id} Version: {run.version}"]


def text_after(run: Run) -> list[str]:
    """The same after them. A time-out has a line of its own."""
    report = (f"REPORT RequestId: {run.request_id}\tDuration: {run.duration:.2f} ms\tBilled Duration: {int(run.duration) + 1} ms"
              f"\tMemory Size: {run.memory} MB\tMax Memory Used: {min(run.memory, 32)} MB")
    if run.initialization is not None:
        report += f"\tInit Duration: {run.initialization:.2f} ms"
    if run.status != "success":
        report += f"\tStatus: {'timeout' if run.status == 'timeout' else 'error'}"
    if run.error_type:
        report += f"\tError Type: {run.error_type}"
    lines = [f"END RequestId: {run.request_id}", report]
    if run.status == "timeout":
        lines.insert(0, f"{milliseconds(run.begun + run.duration / 1000)} {run.request_id} Task timed out after "
                     f"{int(run.config.get('Timeout', 3))}.00 seconds")
    return lines
