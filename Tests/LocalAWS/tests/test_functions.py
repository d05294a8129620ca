"""Invocation: asynchronous retries and destinations, metrics, processes, embedded metrics."""

import json
import os
import time

from conftest import Stage, allow, unique, wait_for


def invoke(stage: Stage, name: str, event: dict) -> None:
    answer = stage.functions.invoke(FunctionName=name, InvocationType="Event", Payload=json.dumps(event))
    assert answer["StatusCode"] == 202


def configure(stage: Stage, name: str, **options) -> None:
    stage.functions.put_function_event_invoke_config(FunctionName=name, **options)


def test_success_goes_to_the_on_success_destination(stage: Stage) -> None:
    url, queue = stage.queue()
    name, arn = stage.function(stage.role(allow("sqs:SendMessage", queue)), FAIL_IF="flaky", FAIL_TIMES="1")
    configure(stage, name, DestinationConfig={"OnSuccess": {"Destination": queue}})
    invoke(stage, name, {"flaky": 1})
    stage.wind(name, 60)
    record = json.loads(stage.message(url)["Body"])
    assert record["requestContext"]["condition"] == "Success"
    assert record["requestContext"]["approximateInvokeCount"] == 2
    assert record["requestContext"]["functionArn"] == f"{arn}:$LATEST"
    assert (record["requestPayload"], record["responsePayload"]) == ({"flaky": 1}, {"ok": True})
    assert record["responseContext"] == {"statusCode": 200, "executedVersion": "$LATEST"}


def test_retry_attempts_are_honoured_and_every_run_is_counted(stage: Stage) -> None:
    url, queue = stage.queue()
    name, _arn = stage.function(stage.role(allow("sqs:SendMessage", queue)), FAIL_IF="x")
    configure(stage, name, MaximumRetryAttempts=1, DestinationConfig={"OnFailure": {"Destination": queue}})
    invoke(stage, name, {"x": 1})
    stage.wind(name, 60)
    assert json.loads(stage.message(url)["Body"])["requestContext"]["approximateInvokeCount"] == 2
    assert len(stage.seen(name)) == 2
    counted = {metric: stage.total("AWS/Lambda", metric, FunctionName=name)
               for metric in ("Invocations", "Errors", "AsyncEventsReceived", "AsyncEventsDropped", "Throttles")}
    assert counted == {"Invocations": 2, "Errors": 2, "AsyncEventsReceived": 1, "AsyncEventsDropped": 1, "Throttles": 0}


def test_a_synchronous_run_is_counted_once(stage: Stage) -> None:
    name, _arn = stage.function(stage.role())
    stage.functions.invoke(FunctionName=name, Payload=b"{}")
    assert stage.total("AWS/Lambda", "Invocations", FunctionName=name) == 1
    assert stage.total("AWS/Lambda", "Errors", FunctionName=name) == 0


def test_a_destination_needs_the_role_to_be_allowed(stage: Stage) -> None:
    url, queue = stage.queue()
    name, _arn = stage.function(stage.role(), FAIL_IF="x")
    configure(stage, name, MaximumRetryAttempts=0, DestinationConfig={"OnFailure": {"Destination": queue}})
    invoke(stage, name, {"x": 1})
    wait_for(lambda: stage.total("AWS/Lambda", "DestinationDeliveryFailures", FunctionName=name) == 1, "the metric")
    assert stage.depth(url) == 0


def test_the_functions_own_dead_letter_queue_gets_the_event_itself(stage: Stage) -> None:
    url, queue = stage.queue()
    name, _arn = stage.function(stage.role(allow("sqs:SendMessage", queue)), FAIL_IF="x")
    stage.functions.update_function_configuration(FunctionName=name, DeadLetterConfig={"TargetArn": queue})
    configure(stage, name, MaximumRetryAttempts=0)
    invoke(stage, name, {"x": 1})
    message = stage.message(url)
    assert json.loads(message["Body"]) == {"x": 1}
    assert message["MessageAttributes"]["ErrorMessage"]["StringValue"] == "as asked"


def test_zero_reserved_concurrency_goes_to_the_destination_without_a_run(stage: Stage) -> None:
    url, queue = stage.queue()
    name, _arn = stage.function(stage.role(allow("sqs:SendMessage", queue)))
    configure(stage, name, DestinationConfig={"OnFailure": {"Destination": queue}})
    stage.functions.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=0)
    invoke(stage, name, {})
    assert json.loads(stage.message(url)["Body"])["requestContext"]["condition"] == "ZeroReservedConcurrency"
    assert stage.seen(name) == []


def test_many_events_all_run_once(stage: Stage) -> None:
    name, _arn = stage.function(stage.role())
    for number in range(60):
        invoke(stage, name, {"n": number})
    wait_for(lambda: len(stage.seen(name)) == 60, "60 runs", 240)
    assert {each["event"]["n"] for each in stage.seen(name)} == set(range(60))


def test_a_function_sees_awss_environment_and_its_own(stage: Stage) -> None:
    name, _arn = stage.function(stage.role(), OWN="1")
    stage.functions.invoke(FunctionName=name, Payload=b"{}")
    names = set(stage.seen(name)[0]["names"])
    assert {"OWN", "AWS_ENDPOINT_URL", "AWS_SESSION_TOKEN", "AWS_REGION", "_HANDLER", "PATH"} <= names
    assert not names & {"AUTH", "BIND_HOST", "GATEWAY_PORT", "TMPDIR", "HOME", "STATE_DIR"}


def test_embedded_metrics_of_a_log_become_metrics(stage: Stage) -> None:
    outcome = unique("outcome")
    line = {"_aws": {"Timestamp": int(time.time() * 1000), "CloudWatchMetrics": [
        {"Namespace": "EventSourcing", "Dimensions": [["Outcome"], ["Outcome", "Absent"]],
         "Metrics": [{"Name": "Commands", "Unit": "Count"}, {"Name": "Lag", "Unit": "Milliseconds"}]}]},
        "Outcome": outcome, "Commands": 3, "Lag": [10, 20]}
    name, _arn = stage.function(stage.role(), PRINT=json.dumps(line))
    stage.functions.invoke(FunctionName=name, Payload=b"{}")
    assert stage.total("EventSourcing", "Commands", Outcome=outcome) == 3
    assert stage.total("EventSourcing", "Lag", Outcome=outcome) == 30


def test_what_a_function_started_ends_with_it(stage: Stage) -> None:
    name, _arn = stage.function(stage.role(), CHILD="sleep 98765", FAIL_IF="never")
    stage.functions.invoke(FunctionName=name, Payload=b"{}")
    assert running("98765")
    stage.functions.delete_function(FunctionName=name)
    wait_for(lambda: not running("98765"), "the end of the function's processes")


def running(argument: str) -> bool:
    for number in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{number}/cmdline", "rb") as file:
                if argument.encode() in file.read().split(b"\0"):
                    return True
        except OSError:
            continue
    return False


def test_a_function_has_as_many_open_files_as_on_aws(stage: Stage) -> None:
    """However many the launcher itself has. What the child prints may be in the log of a later run."""
    name, _arn = stage.function(stage.role(), CHILD="cat /proc/self/limits")

    def limits() -> list[str]:
        stage.functions.invoke(FunctionName=name, Payload=b"{}")
        events = stage.logs.filter_log_events(logGroupName=f"/aws/lambda/{name}")["events"]
        return [event["message"] for event in events if event["message"].startswith("Max open files")]
    assert wait_for(limits, "the limits")[0].split()[3:5] == ["1024", "1024"]
