"""What happens to the read model as a whole: it is lost, or made by an older fold."""

from collections.abc import Iterator

from botocore.exceptions import ClientError
from harness.system import System

_AT_ONCE = 25


def _keys(system: System) -> Iterator[dict]:
    for page in system.dynamodb.get_paginator("scan").paginate(
            TableName=system.read_model_table, ConsistentRead=True, ProjectionExpression="AccountId, ProjectionType"):
        yield from page["Items"]


def lose(system: System) -> None:
    """Everything in it, while the projection goes on writing into it."""
    left = [{"DeleteRequest": {"Key": key}} for key in _keys(system)]
    while left:
        several, left = left[:_AT_ONCE], left[_AT_ONCE:]
        answer = system.dynamodb.batch_write_item(RequestItems={system.read_model_table: several})
        left += answer.get("UnprocessedItems", {}).get(system.read_model_table, [])


def age(system: System) -> None:
    """All copies of states are of an older fold."""
    for key in _keys(system):
        if key["ProjectionType"]["S"] in ("AccountSummary", "TransferSummary"):
            _set_fold(system, key)


def _set_fold(system: System, key: dict) -> None:
    try:
        system.dynamodb.update_item(
            TableName=system.read_model_table, Key=key, UpdateExpression="SET ProjectionVersion = :old",
            ConditionExpression="attribute_exists(Version)", ExpressionAttributeValues={":old": {"N": "0"}})
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
