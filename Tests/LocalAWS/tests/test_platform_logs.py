"""Lambda's own lines in a function's log."""

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from conftest import Stage, wait_for

JSON = {"LogFormat": "JSON"}


def run(stage: Stage, logging: dict, times: int = 1, timeout: int = 60, **environment: str) -> tuple[str, list[str]]:
    """The request id of the last run, and all lines."""
    name, _arn = stage.function(stage.role(), timeout=timeout, **environment)
    stage.functions.update_function_configuration(FunctionName=name, LoggingConfig=logging)
    for _number in range(times):
        stage.functions.invoke(FunctionName=name, Payload=b'{"rotten": 1}')
    seen = wait_for(lambda: len(stage.seen(name)) == times and stage.seen(name), "the runs")
    pages = stage.logs.get_paginator("filter_log_events").paginate(logGroupName=f"/aws/lambda/{name}")
    return seen[-1]["requestId"], [event["message"] for page in pages for event in page["events"]]


def records(lines: list[str]) -> dict[str, dict]:
    return {line["type"]: line["record"] for line in map(json.loads, lines) if "type" in line}


def test_a_run_begins_and_is_reported(stage: Stage) -> None:
    request, lines = run(stage, JSON, PRINT='{"level": "INFO", "message": "own"}')
    assert [json.loads(line).get("type", "own") for line in lines] == [
        "platform.initStart", "platform.start", "own", "platform.report"]
    found = records(lines)
    assert found["platform.initStart"]["initializationType"] == "on-demand"
    assert found["platform.start"] == {"requestId": request, "version": "$LATEST"}
    report = found["platform.report"]
    assert (report["requestId"], report["status"], report["metrics"]["memorySizeMB"]) == (request, "success", 128)
    assert report["metrics"]["durationMs"] >= 0 and report["metrics"]["initDurationMs"] > 0
    assert "errorType" not in report


def test_only_the_first_run_of_a_sandbox_has_an_initialization(stage: Stage) -> None:
    _request, lines = run(stage, JSON, times=2)
    kinds = [json.loads(line)["type"] for line in lines]
    assert kinds.count("platform.initStart") == 1 and kinds.count("platform.start") == 2
    assert ["initDurationMs" in json.loads(line)["record"]["metrics"] for line in lines if "platform.report" in line] == [
        True, False]


@pytest.mark.parametrize(("environment", "status", "error"), [
    ({"FAIL_IF": "rotten"}, "error", "Runtime.Unknown"),
    ({"SLEEP": "30"}, "timeout", None),
    ({"CRASH": "0"}, "failure", "Runtime.ExitError"),
    ({"CRASH": "9"}, "failure", "Runtime.OutOfMemory"),
    ({"CRASH": "11"}, "failure", "Runtime.ExitError"),
])
def test_how_a_run_failed(stage: Stage, environment: dict[str, str], status: str, error: str | None) -> None:
    request, lines = run(stage, JSON, timeout=2 if "SLEEP" in environment else 60, **environment)
    found = records(lines)
    for kind in ("platform.runtimeDone", "platform.report"):
        assert (found[kind]["requestId"], found[kind]["status"], found[kind].get("errorType")) == (request, status, error)


def test_the_levels_that_are_asked_for(stage: Stage) -> None:
    own = '{"level": "info", "message": "own"}'
    _request, lines = run(stage, {**JSON, "SystemLogLevel": "WARN", "ApplicationLogLevel": "INFO"}, PRINT=own)
    assert lines == [own]
    timed = '{"level": "ERROR", "timestamp": "2024-11-02T16:51:31.587199Z"}'
    for line, kept in ((timed, [timed]), ('{"level": "ERROR"}', []), ("no level", [])):
        _request, lines = run(stage, {**JSON, "SystemLogLevel": "WARN", "ApplicationLogLevel": "WARN"}, PRINT=line)
        assert lines == kept
    _request, lines = run(stage, {**JSON, "SystemLogLevel": "DEBUG", "ApplicationLogLevel": "ERROR"}, PRINT=own)
    assert [json.loads(line)["type"] for line in lines] == [
        "platform.initStart", "platform.initReport", "platform.start", "platform.runtimeDone", "platform.report"]


def test_the_function_learns_format_and_level(stage: Stage) -> None:
    name, _arn = stage.function(stage.role())
    stage.functions.update_function_configuration(FunctionName=name, LoggingConfig={**JSON, "ApplicationLogLevel": "WARN"})
    stage.functions.invoke(FunctionName=name, Payload=b"{}")
    assert {"AWS_LAMBDA_LOG_FORMAT", "AWS_LAMBDA_LOG_LEVEL"} <= set(stage.seen(name)[0]["names"])


def test_the_log_of_a_run_has_all_that_was_written_before_its_answer(stage: Stage) -> None:
    """Also where many run at once, and the launcher hardly gets to reading."""
    name, _arn = stage.function(stage.role(), PRINT="line 1\nline 2\nline 3")
    with ThreadPoolExecutor(16) as callers:
        list(callers.map(lambda _number: stage.functions.invoke(FunctionName=name, Payload=b"{}"), range(400)))
    pages = stage.logs.get_paginator("filter_log_events").paginate(logGroupName=f"/aws/lambda/{name}")
    lines = Counter(event["logStreamName"] for page in pages for event in page["events"] if event["message"].startswith("line "))
    assert len(lines) == 400 and set(lines.values()) == {3}


def test_the_text_format(stage: Stage) -> None:
    request, lines = run(stage, {"LogFormat": "Text"}, PRINT="own")
    assert lines[:3] == [f"START RequestId: {request} Version: $LATEST", "own", f"END RequestId: {request}"]
    assert lines[3].startswith(f"REPORT RequestId: {request}\tDuration: ") and "\tInit Duration: " in lines[3]
    assert "Status" not in lines[3]


def test_a_time_out_in_the_text_format(stage: Stage) -> None:
    request, lines = run(stage, {"LogFormat": "Text"}, timeout=1, SLEEP="30")
    assert f" {request} Task timed out after 1.00 seconds" in "\n".join(lines)
    assert lines[-1].endswith("\tStatus: timeout")
