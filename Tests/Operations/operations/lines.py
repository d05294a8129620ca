"""What the functions wrote into their log groups."""

import json

from harness.system import System, is_platform

FUNCTIONS = ("command", "publisher", "projection", "query")
_TEXT = ("START ", "END ", "REPORT ", "INIT_")


def messages(system: System, function: str, name: str | None = None) -> list[str]:
    """All lines of a function's log group, oldest first, Lambda's own among them."""
    pages = system.logs.get_paginator("filter_log_events").paginate(logGroupName=f"/aws/lambda/{name or system.name(function)}")
    return [event["message"].rstrip("\n") for page in pages for event in page["events"]]


def own(lines: list[str]) -> list[str]:
    """Without what Lambda itself writes around each invocation."""
    return [line for line in lines if not line.startswith(_TEXT) and not (line.startswith("{") and is_platform(json.loads(line)))]


def logged(system: System, function: str) -> list[dict]:
    """The log lines as JSON, without the metrics."""
    return [line for line in map(json.loads, own(messages(system, function))) if "_aws" not in line]


def metric_lines(system: System, function: str) -> list[dict]:
    """The lines in the embedded metric format."""
    return [line for line in map(json.loads, own(messages(system, function))) if "_aws" in line]
