"""A queue that feeds a function."""

import json

import pytest
from conftest import Stage, allow, wait_for

HIDDEN_SECONDS = 60
RECEIVES = 2
READ = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]


def fed(stage: Stage, responses: tuple[str, ...] = ("ReportBatchItemFailures",), **environment: str):
    """A function's name, its queue and the queue's dead-letter queue."""
    dead_url, dead = stage.queue()
    redrive = json.dumps({"deadLetterTargetArn": dead, "maxReceiveCount": str(RECEIVES)})
    url, queue = stage.queue(VisibilityTimeout=str(HIDDEN_SECONDS), RedrivePolicy=redrive)
    name, _arn = stage.function(stage.role(allow(READ, queue)), **environment)
    stage.functions.create_event_source_mapping(
        FunctionName=name, EventSourceArn=queue, BatchSize=10, FunctionResponseTypes=list(responses))
    return name, url, dead_url


def send(stage: Stage, url: str, *bodies: str) -> None:
    entries = [{"Id": str(number), "MessageBody": body} for number, body in enumerate(bodies)]
    assert not stage.sqs.send_message_batch(QueueUrl=url, Entries=entries).get("Failed")


def receipts(stage: Stage, name: str, body: str) -> int:
    return sum(record["body"] == body for each in stage.seen(name) for record in each["event"]["Records"])


def used_up(stage: Stage, name: str, url: str, dead: str, body: str) -> None:
    """Winds the clock until the message, alone in its queue, has come back as often as it may and ended in the other one."""
    for count in range(1, RECEIVES + 1):
        wait_for(lambda: receipts(stage, name, body) == count and stage.depth(url) == 1, f"receipt {count}")
        stage.aws.clock(HIDDEN_SECONDS)
    assert stage.message(dead)["Body"] == body
    assert stage.depth(url) == 0
    assert receipts(stage, name, body) == RECEIVES


def test_only_the_reported_message_comes_back_until_its_receive_count_is_used_up(stage: Stage) -> None:
    name, url, dead = fed(stage, REPORT_IF="rotten")
    send(stage, url, "good-1", "rotten", "good-2")
    used_up(stage, name, url, dead, "rotten")
    assert [receipts(stage, name, body) for body in ("good-1", "rotten", "good-2")] == [1, 2, 1]


def test_a_failed_run_brings_all_messages_back(stage: Stage) -> None:
    name, url, dead = fed(stage, FAIL_IF="rotten")
    send(stage, url, "rotten")
    used_up(stage, name, url, dead, "rotten")


@pytest.mark.parametrize("answer", [
    '{"batchItemFailures": [{"itemIdentifier": "unknown"}]}',
    '{"batchItemFailures": [{"itemIdentifier": ""}]}',
    '{"batchItemFailures": [{"itemIdentifier": null}]}',
    '{"batchItemFailures": [{"id": "x"}]}',
])
def test_an_answer_that_names_no_message_fails_the_batch(stage: Stage, answer: str) -> None:
    name, url, dead = fed(stage, ANSWER=answer)
    send(stage, url, "a")
    used_up(stage, name, url, dead, "a")


@pytest.mark.parametrize("answer", ["null", "{}", '{"batchItemFailures": []}', '{"batchItemFailures": null}'])
def test_an_answer_without_failures_is_success(stage: Stage, answer: str) -> None:
    name, url, dead = fed(stage, ANSWER=answer)
    send(stage, url, "a")
    wait_for(lambda: stage.depth(url) == 0, "the deletion")
    assert (receipts(stage, name, "a"), stage.depth(dead)) == (1, 0)


def test_without_the_response_type_the_answer_is_not_read(stage: Stage) -> None:
    name, url, dead = fed(stage, responses=(), REPORT_IF="rotten")
    send(stage, url, "rotten")
    wait_for(lambda: stage.depth(url) == 0, "the deletion")
    assert (receipts(stage, name, "rotten"), stage.depth(dead)) == (1, 0)


def test_a_mapping_needs_a_role_that_may_read_the_queue(stage: Stage) -> None:
    _url, queue = stage.queue()
    name, _arn = stage.function(stage.role(allow("sqs:ReceiveMessage", queue)))
    with pytest.raises(stage.functions.exceptions.InvalidParameterValueException, match="DeleteMessage"):
        stage.functions.create_event_source_mapping(FunctionName=name, EventSourceArn=queue)
