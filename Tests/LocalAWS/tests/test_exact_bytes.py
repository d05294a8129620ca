"""What is sent is what arrives: 38 digits, and numbers and texts in whatever notation, on every way there is."""

import json

import pytest
from conftest import EVENTS_MAY_SEND, Stage, allow, unique, wait_for
from test_events import Bus
from test_queues import READ as READ_QUEUE
from test_streams import Feed

NUMBERS = ["0.1000000000000000055511151231257827", "999999999999999.9999", "12345678901234567890123456789012345678",
           "-0", "1.0", "1E400", "1e-7", "0.00", "-0.0", "100000000000000000000000"]
DETAIL = '{"numbers": [' + ", ".join(NUMBERS) + '], "in": {"amount": 0.10}}'
PAYLOAD = '{ "b":1.0,"a" : [' + ",".join(NUMBERS) + '],\t"c": "\\u00e9 é \\ud800", "c": 2 }'
"""Also spaces, escapes, half a surrogate pair, and a name that stands twice."""




def first_text(stage: Stage, name: str) -> str:
    return wait_for(lambda: stage.seen(name), "the event")[0]["text"]


@pytest.mark.parametrize("payload", [PAYLOAD, *NUMBERS, f"[{NUMBERS[0]}, 1.0]", '"\\u00e9"', "null"])
def test_a_payload_and_its_answer(stage: Stage, payload: str) -> None:
    name, _arn = stage.function(stage.role(), ECHO="1")
    answer = stage.functions.invoke(FunctionName=name, Payload=payload.encode())
    assert stage.seen(name)[0]["text"] == payload
    assert answer["Payload"].read().decode() == payload


def test_an_asynchronous_payload_and_its_destination(stage: Stage) -> None:
    url, queue = stage.queue()
    name, _arn = stage.function(stage.role(allow("sqs:SendMessage", queue)), ECHO="1")
    stage.functions.put_function_event_invoke_config(
        FunctionName=name, DestinationConfig={"OnSuccess": {"Destination": queue}})
    stage.functions.invoke(FunctionName=name, InvocationType="Event", Payload=PAYLOAD.encode())
    assert first_text(stage, name) == PAYLOAD
    record = stage.message(url)["Body"]
    for part in ("requestPayload", "responsePayload"):
        assert ", ".join(NUMBERS) in record[record.index(part):]


def test_a_dead_letter_is_the_payload(stage: Stage) -> None:
    url, queue = stage.queue()
    name, _arn = stage.function(stage.role(allow("sqs:SendMessage", queue)), FAIL_IF="b")
    stage.functions.update_function_configuration(FunctionName=name, DeadLetterConfig={"TargetArn": queue})
    stage.functions.put_function_event_invoke_config(FunctionName=name, MaximumRetryAttempts=0)
    stage.functions.invoke(FunctionName=name, InvocationType="Event", Payload=PAYLOAD.encode())
    assert stage.message(url)["Body"] == PAYLOAD


def test_a_destination_that_is_a_function(stage: Stage) -> None:
    second, second_arn = stage.function(stage.role())
    first, _arn = stage.function(stage.role(allow("lambda:InvokeFunction", second_arn)), ECHO="1")
    stage.functions.put_function_event_invoke_config(
        FunctionName=first, DestinationConfig={"OnSuccess": {"Destination": second_arn}})
    stage.functions.invoke(FunctionName=first, InvocationType="Event", Payload=DETAIL.encode())
    assert first_text(stage, second).count(", ".join(NUMBERS)) == 2


def test_an_event_to_a_function_a_queue_and_through_an_archive(stage: Stage) -> None:
    url, queue = stage.queue(EVENTS_MAY_SEND)
    name, arn = stage.function(stage.role())
    bus = Bus(stage)
    archive = stage.events.create_archive(ArchiveName=unique("archive"), EventSourceArn=bus.arn)["ArchiveArn"]
    _rule, rule_arn = bus.rule(arn)
    bus.rule(queue)
    start = 1_700_000_000
    bus.put(Detail=DETAIL, Time=start)
    assert DETAIL[:-1] in first_text(stage, name)
    assert DETAIL[:-1] in stage.message(url)["Body"]
    stage.events.start_replay(ReplayName=unique("replay"), EventSourceArn=archive, EventStartTime=start,
                              EventEndTime=start, Destination={"Arn": bus.arn, "FilterArns": [rule_arn]})
    wait_for(lambda: len(stage.seen(name)) == 2, "the replayed event")
    assert DETAIL[:-1] in stage.seen(name)[1]["text"]


def test_an_event_that_cannot_be_delivered(stage: Stage) -> None:
    url, queue = stage.queue(EVENTS_MAY_SEND)
    _name, arn = stage.function(stage.role())
    bus = Bus(stage)
    bus.rule(arn, dead_letter=queue, permitted=False)
    bus.put(Detail=DETAIL)
    assert DETAIL[:-1] in stage.message(url)["Body"]


def test_a_message_to_a_function(stage: Stage) -> None:
    url, queue = stage.queue(VisibilityTimeout="60")
    name, _arn = stage.function(stage.role(allow(READ_QUEUE, queue)))
    stage.functions.create_event_source_mapping(FunctionName=name, EventSourceArn=queue)
    text = PAYLOAD.replace("\t", " ")
    stage.sqs.send_message(QueueUrl=url, MessageBody=text)
    assert json.loads(first_text(stage, name))["Records"][0]["body"] == text


def test_an_item_its_stream_record_and_a_number_in_a_text(stage: Stage) -> None:
    feed = Feed(stage, {"BatchSize": 1})
    digits = ["12345678901234567890123456789012345678", "0.12345678901234567890123456789012345678", "999999999999999.9999"]
    item = {"id": {"S": "a"}, "n": {"N": "1"}, "numbers": {"L": [{"N": each} for each in digits]}, "text": {"S": PAYLOAD}}
    stage.dynamodb.put_item(TableName=feed.table, Item=item)
    kept = stage.dynamodb.get_item(TableName=feed.table, Key={"id": {"S": "a"}, "n": {"N": "1"}}, ConsistentRead=True)
    assert kept["Item"] == item
    feed.start()
    image = wait_for(feed.records, "the record")[0]["dynamodb"]["NewImage"]
    assert image == item


def test_constants_that_are_not_json_are_refused(stage: Stage) -> None:
    entry = {"Source": "s", "DetailType": "Made", "Detail": '{"a": NaN}'}
    assert stage.events.put_events(Entries=[entry])["Entries"][0]["ErrorCode"] == "MalformedDetail"
