"""Good requests pass, and the same requests with one fault each are refused for that fault alone."""

import copy
import dataclasses

import pytest
from judge.request import Request
from requests_of_aws import PUBLISH, QUERY, SEND, WRITE, dynamodb, events, sqs

GOOD = [dynamodb("TransactWriteItems", WRITE), dynamodb("Query", QUERY), events(PUBLISH), sqs(SEND)]
ITEM = "TransactItems.0.Put.Item"


def changed(body: dict, path: str, value: object) -> dict:
    """The body with another value at a path; ... takes the member away."""
    found = copy.deepcopy(body)
    *parents, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    place = found
    for part in parents:
        place = place[part]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return found


@pytest.mark.parametrize("request_of_aws", GOOD, ids=lambda request: request.target)
def test_what_aws_documents_is_good(request_of_aws: Request) -> None:
    assert request_of_aws.violations() == []


@pytest.mark.parametrize(("fault", "changes"), [
    ("no such operation", {"target": "DynamoDB_20120810.QueryItems"}),
    ("no such operation", {"target": "DynamoDB_20111205.Query"}),
    ("no such operation", {"target": ""}),
    ("content type 'application/json', not 'application/x-amz-json-1.0'", {"content_type": "application/json"}),
    ("content type 'application/x-amz-json-1.1', not 'application/x-amz-json-1.0'",
     {"content_type": "application/x-amz-json-1.1"}),
    ("the body is not JSON: a member twice: Limit", {"body": b'{"Limit": 1, "Limit": 2, "TableName": "t"}'}),
    ("the body is not JSON: NaN is not JSON", {"body": b'{"TableName": "t", "Limit": NaN}'}),
    ("$: not an object", {"body": b"[]"}),
])
def test_a_fault_of_the_whole_request(fault: str, changes: dict) -> None:
    assert dataclasses.replace(dynamodb("Query", QUERY), **changes).violations() == [fault]


@pytest.mark.parametrize("body", [b"", b"{", b'{"TableName": "\xff"}'])
def test_a_body_that_cannot_be_read(body: bytes) -> None:
    (found,) = dataclasses.replace(dynamodb("Query", QUERY), body=body).violations()
    assert found.startswith("the body is not JSON: ")


@pytest.mark.parametrize(("path", "value", "fault"), [
    ("TableNames", "events", "$.TableNames: unknown member"),
    ("TransactItems", ..., "$.TransactItems: required, and missing"),
    ("TransactItems.0.Put.TableName", ..., "$.TransactItems[0].Put.TableName: required, and missing"),
    ("TransactItems", [], "$.TransactItems: a list of 0, at least 1 are asked for"),
    ("TransactItems", WRITE["TransactItems"] * 101, "$.TransactItems: a list of 101, at most 100 are allowed"),
    ("TransactItems", {}, "$.TransactItems: not a list"),
    ("ClientRequestToken", "", "$.ClientRequestToken: 0 characters, at least 1 are asked for"),
    ("ClientRequestToken", "e" * 37, "$.ClientRequestToken: 37 characters, at most 36 are allowed"),
    ("ClientRequestToken", None, "$.ClientRequestToken: not a string"),
    ("TransactItems.0.Put.ReturnValuesOnConditionCheckFailure", "ALL",
     "$.TransactItems[0].Put.ReturnValuesOnConditionCheckFailure: 'ALL' is none of ALL_OLD, NONE"),
    (f"{ITEM}.EventSequence", {"N": "1", "S": "1"}, "$.TransactItems[0].Put.Item.EventSequence: a union of 2 members"),
    (f"{ITEM}.EventSequence", {}, "$.TransactItems[0].Put.Item.EventSequence: a union of 0 members"),
    (f"{ITEM}.EventSequence", {"N": 1}, "$.TransactItems[0].Put.Item.EventSequence.N: not a string"),
    (f"{ITEM}.EventSequence", "1", "$.TransactItems[0].Put.Item.EventSequence: not an object"),
    (f"{ITEM}.Raw", {"B": "AAE"}, "$.TransactItems[0].Put.Item.Raw.B: not Base64"),
    (f"{ITEM}.Data.M.list.L.0", {"BOOL": "true"}, "$.TransactItems[0].Put.Item.Data.M.list.L[0].BOOL: not true or false"),
    (f"{ITEM}.Data.M.names", {"SS": [1]}, "$.TransactItems[0].Put.Item.Data.M.names.SS[0]: not a string"),
    (f"{ITEM}.Data", {"M": []}, "$.TransactItems[0].Put.Item.Data.M: not an object"),
])
def test_a_fault_in_a_transaction(path: str, value: object, fault: str) -> None:
    assert dynamodb("TransactWriteItems", changed(WRITE, path, value)).violations() == [fault]


@pytest.mark.parametrize(("path", "value", "fault"), [
    ("Limit", 0, "$.Limit: 0, at least 1 are asked for"),
    ("Limit", 1.5, "$.Limit: not a whole number"),
    ("Limit", True, "$.Limit: not a whole number"),
    ("Limit", 2**31, "$.Limit: 2147483648 does not fit integer"),
])
def test_a_fault_in_a_query(path: str, value: object, fault: str) -> None:
    assert dynamodb("Query", changed(QUERY, path, value)).violations() == [fault]


@pytest.mark.parametrize(("path", "value", "fault"), [
    ("Entries.0.Time", "2024-01-01T00:00:00Z", "$.Entries[0].Time: not a number"),
    ("Entries.0.TraceHeader", "", "$.Entries[0].TraceHeader: 0 characters, at least 1 are asked for"),
    ("Entries", [], "$.Entries: a list of 0, at least 1 are asked for"),
    ("Entries", PUBLISH["Entries"] * 11, "$.Entries: a list of 11, at most 10 are allowed"),
])
def test_a_fault_in_a_publication(path: str, value: object, fault: str) -> None:
    assert events(changed(PUBLISH, path, value)).violations() == [fault]


def test_a_name_that_the_pattern_does_not_allow() -> None:
    (found,) = events(changed(PUBLISH, "Entries.0.EventBusName", "a bus")).violations()
    assert found.startswith("$.Entries[0].EventBusName: 'a bus' does not match ")


def test_a_fault_in_a_message() -> None:
    without_type = changed(SEND, "MessageAttributes.Reason.DataType", ...)
    assert sqs(without_type).violations() == ["$.MessageAttributes.Reason.DataType: required, and missing"]
