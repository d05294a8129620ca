"""No message above 262,144 bytes, attributes included, on any way into a queue."""

import json

import pytest
from botocore.exceptions import ClientError
from conftest import EVENTS_MAY_SEND, Stage, wait_for
from test_events import Bus

MOST = 262_144


def test_text_and_attributes_count_together(stage: Stage) -> None:
    url, _queue = stage.queue()
    attributes = {"name": {"DataType": "String", "StringValue": "value"}}
    room = MOST - len("name" + "String" + "value")
    stage.sqs.send_message(QueueUrl=url, MessageBody="x" * room, MessageAttributes=attributes)
    with pytest.raises(ClientError, match="InvalidParameterValue") as refusal:
        stage.sqs.send_message(QueueUrl=url, MessageBody="x" * (room + 1), MessageAttributes=attributes)
    assert "shorter than 262144 bytes" in str(refusal.value)
    assert stage.depth(url) == 1


def test_a_text_is_measured_in_bytes(stage: Stage) -> None:
    url, _queue = stage.queue()
    stage.sqs.send_message(QueueUrl=url, MessageBody="ä" * (MOST // 2))
    with pytest.raises(ClientError, match="InvalidParameterValue"):
        stage.sqs.send_message(QueueUrl=url, MessageBody="ä" * (MOST // 2) + "x")


def test_a_batch_is_no_larger(stage: Stage) -> None:
    url, _queue = stage.queue()
    entries = [{"Id": str(number), "MessageBody": "x" * (MOST // 2)} for number in range(2)]
    assert len(stage.sqs.send_message_batch(QueueUrl=url, Entries=entries)["Successful"]) == 2
    entries[0]["MessageBody"] += "x"
    with pytest.raises(ClientError, match="BatchRequestTooLong"):
        stage.sqs.send_message_batch(QueueUrl=url, Entries=entries)
    assert stage.depth(url) == 2


def test_an_event_above_it_reaches_no_queue_and_no_dead_letter_queue(stage: Stage) -> None:
    """PutEvents counts the entry alone: with its envelope the event is too large for the target and what is behind it."""
    url, queue = stage.queue(EVENTS_MAY_SEND)
    dead_url, dead = stage.queue(EVENTS_MAY_SEND)
    bus = Bus(stage)
    rule, _arn = bus.rule(queue, dead_letter=dead)
    bus.put(Detail=json.dumps({"a": "x" * (MOST - 100)}))
    wait_for(lambda: bus.metric(rule, "InvocationsFailedToBeSentToDlq") == 1, "the metric")
    assert bus.metric(rule, "FailedInvocations") == 1
    bus.put(Detail=json.dumps({"a": "fits"}))
    assert json.loads(stage.message(url)["Body"])["detail"] == {"a": "fits"}
    assert (stage.depth(url), stage.depth(dead_url)) == (0, 0)
