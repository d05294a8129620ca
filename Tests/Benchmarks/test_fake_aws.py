"""The fake AWS answers AWS's own client as AWS does, in what the bench asks it."""

import hashlib
import json
import urllib.request
import zlib
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from bench.fake_aws import FakeAWS
from bench.instruments import Instruments
from bench.tls import certificate
from botocore.config import Config
from botocore.exceptions import ClientError

TABLE, JOURNAL = "event-store", "command-journal"


def client(fake: FakeAWS, service: str, **options: object):
    """One attempt: an answer whose checksum is wrong is a failure, and no other try hides it."""
    return boto3.client(
        service, endpoint_url=fake.endpoint, region_name="eu-west-1", aws_access_key_id="key", aws_secret_access_key="secret",
        config=Config(retries={"max_attempts": 0}, proxies={}), **options)


def event(sequence: int, account: str = "a", text: str = "é\"\\") -> dict:
    return {"AggregateId": {"S": account}, "EventSequence": {"N": str(sequence)},
            "EventData": {"M": {"text": {"S": text}, "list": {"L": [{"BOOL": True}, {"NULL": True}, {"N": "1.5"}]}}}}


def entry(key: str) -> dict:
    return {"AggregateId": {"S": "a"}, "CommandId": {"S": key}}


@pytest.fixture
def fake(instruments: Instruments) -> Iterator[FakeAWS]:
    with FakeAWS(instruments.fake_aws, keep=True) as running:
        yield running


def query(dynamodb, condition: str, values: dict, **options: object) -> list[int]:
    output = dynamodb.query(TableName=TABLE, KeyConditionExpression=condition, ExpressionAttributeValues=values, **options)
    assert output["Count"] == len(output["Items"])
    return [int(item["EventSequence"]["N"]) for item in output["Items"]]


def test_what_is_written_is_read(fake: FakeAWS) -> None:
    dynamodb = client(fake, "dynamodb")
    dynamodb.put_item(TableName=TABLE, Item=event(1))
    dynamodb.batch_write_item(RequestItems={TABLE: [{"PutRequest": {"Item": event(2)}}, {"PutRequest": {"Item": event(9)}}]})
    dynamodb.batch_write_item(RequestItems={TABLE: [{"DeleteRequest": {"Key": {
        name: event(9)[name] for name in ("AggregateId", "EventSequence")}}}]})
    dynamodb.transact_write_items(TransactItems=[
        {"Put": {"TableName": TABLE, "Item": event(3)}}, {"Put": {"TableName": JOURNAL, "Item": entry("k")}}])
    key = {name: event(2)[name] for name in ("AggregateId", "EventSequence")}
    assert dynamodb.get_item(TableName=TABLE, Key=key)["Item"] == event(2)
    assert "Item" not in dynamodb.get_item(TableName=TABLE, Key={**key, "EventSequence": {"N": "9"}})
    found = dynamodb.batch_get_item(RequestItems={JOURNAL: {"Keys": [entry("k"), entry("none")]}, TABLE: {"Keys": [key]}})
    assert found["Responses"] == {JOURNAL: [entry("k")], TABLE: [event(2)]} and found["UnprocessedKeys"] == {}
    assert query(dynamodb, "AggregateId = :id", {":id": {"S": "a"}}) == [1, 2, 3]


def test_ranges_prefixes_and_pages(fake: FakeAWS) -> None:
    dynamodb = client(fake, "dynamodb")
    for sequence in (10, 9, 2, 1, 11):
        dynamodb.put_item(TableName=TABLE, Item=event(sequence))
    whole = {":id": {"S": "a"}}
    assert query(dynamodb, "AggregateId = :id", whole, ScanIndexForward=False, Limit=2) == [11, 10]
    assert query(dynamodb, "AggregateId = :id", whole, Limit=2, ExclusiveStartKey={
        "AggregateId": {"S": "a"}, "EventSequence": {"N": "2"}}) == [9, 10]
    assert query(dynamodb, "#id = :id AND #s BETWEEN :from AND :to", {
        **whole, ":from": {"N": "2"}, ":to": {"N": "10"}}, ExpressionAttributeNames={
        "#id": "AggregateId", "#s": "EventSequence"}) == [2, 9, 10]
    for key in ("Command#1", "Command#2", "Other"):
        dynamodb.put_item(TableName=JOURNAL, Item=entry(key))
    found = dynamodb.query(TableName=JOURNAL, KeyConditionExpression="AggregateId = :id AND begins_with(CommandId, :p)",
                           ExpressionAttributeValues={**whole, ":p": {"S": "Command#"}})
    assert [item["CommandId"]["S"] for item in found["Items"]] == ["Command#1", "Command#2"]


@pytest.mark.parametrize("forward", [True, False])
def test_a_page_ends_at_a_megabyte_and_none_is_lost(fake: FakeAWS, forward: bool) -> None:
    dynamodb = client(fake, "dynamodb")
    for sequence in range(1, 9):
        dynamodb.put_item(TableName=TABLE, Item=event(sequence, text="x" * 300_000))
    pages = list(dynamodb.get_paginator("query").paginate(
        TableName=TABLE, KeyConditionExpression="AggregateId = :id", ExpressionAttributeValues={":id": {"S": "a"}},
        ScanIndexForward=forward))
    assert [page["Count"] for page in pages] == [4, 4]
    seen = [int(item["EventSequence"]["N"]) for page in pages for item in page["Items"]]
    assert seen == (list(range(1, 9)) if forward else list(range(8, 0, -1)))


def test_the_checksum_is_that_of_the_body(fake: FakeAWS) -> None:
    client(fake, "dynamodb").put_item(TableName=TABLE, Item=event(1, text="x" * 1_001))
    request = urllib.request.Request(
        fake.endpoint, headers={"X-Amz-Target": "DynamoDB_20120810.Query"}, data=json.dumps({
            "TableName": TABLE, "KeyConditionExpression": "AggregateId = :id",
            "ExpressionAttributeValues": {":id": {"S": "a"}}}).encode())
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=60) as answer:
        body = answer.read()
        assert int(answer.headers["x-amz-crc32"]) == zlib.crc32(body)
    assert json.loads(body)["Items"] == [event(1, text="x" * 1_001)]


def test_events_and_messages_are_taken(fake: FakeAWS) -> None:
    entries = [{"Source": "s", "DetailType": "t", "Detail": "{}", "EventBusName": "bus"}] * 3
    output = client(fake, "events").put_events(Entries=entries)
    assert output["FailedEntryCount"] == 0 and len({each["EventId"] for each in output["Entries"]}) == 3
    sent = client(fake, "sqs").send_message(QueueUrl=f"{fake.endpoint}/queue", MessageBody="letter")
    assert sent["MD5OfMessageBody"] == hashlib.md5(b"letter").hexdigest() and sent["MessageId"]
    assert fake.calls() == {"PutEvents": 1, "SendMessage": 1}


def test_what_it_does_not_know_is_refused(fake: FakeAWS) -> None:
    dynamodb = client(fake, "dynamodb")
    with pytest.raises(ClientError, match="UnknownOperation"):
        dynamodb.scan(TableName=TABLE)
    with pytest.raises(dynamodb.exceptions.ResourceNotFoundException):
        dynamodb.put_item(TableName="another", Item=event(1))
    with pytest.raises(ClientError, match="Validation"):
        query(dynamodb, "AggregateId = :id", {":id": {"S": "a"}}, IndexName="EventType-Timestamp-index")


def test_items_are_kept_for_a_fake_that_forgets_writes(fake: FakeAWS, instruments: Instruments, tmp_path: Path) -> None:
    client(fake, "dynamodb").put_item(TableName=TABLE, Item=event(1))
    items = tmp_path / "items"
    items.write_bytes(fake.items())
    tls = certificate(tmp_path)
    with FakeAWS(instruments.fake_aws, items=items, tls=tls) as other:
        dynamodb = client(other, "dynamodb", verify=str(tls[0]))
        dynamodb.put_item(TableName=TABLE, Item=event(2))
        assert query(dynamodb, "AggregateId = :id", {":id": {"S": "a"}}) == [1]
        assert other.items() == items.read_bytes()
