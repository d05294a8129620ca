"""Key conditions: what a query of a long partition finds."""

from collections.abc import Iterator

import pytest
from botocore.exceptions import ClientError
from conftest import LocalAWS, unique

NUMBERS = ["-7", "0", "2", "9.5", "10", "100", "1E3"]
TEXTS = ["", "#", "A", "a", "a#1", "b", "\u00e9", "\uffff", "\U0001f600"]


@pytest.fixture(scope="module", params=["N", "S"])
def table(aws: LocalAWS, request: pytest.FixtureRequest) -> Iterator[tuple]:
    dynamodb, name = aws.client("dynamodb"), unique("keys")
    dynamodb.create_table(
        TableName=name, BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "Id", "AttributeType": "S"},
                              {"AttributeName": "Place", "AttributeType": request.param}],
        KeySchema=[{"AttributeName": "Id", "KeyType": "HASH"}, {"AttributeName": "Place", "KeyType": "RANGE"}])
    values = NUMBERS if request.param == "N" else TEXTS[1:]
    for owner in ("a", "b"):
        for value in values:
            dynamodb.put_item(TableName=name, Item={"Id": {"S": owner}, "Place": {request.param: value}})
    yield dynamodb, name, request.param, values
    dynamodb.delete_table(TableName=name)


def places(table: tuple, condition: str, **values: str) -> list[str]:
    dynamodb, name, kind, _values = table
    attribute_values = {":id": {"S": "a"}} | {f":{key}": {kind: value} for key, value in values.items()}
    answer = dynamodb.query(TableName=name, KeyConditionExpression=condition, ExpressionAttributeValues=attribute_values,
                            ConsistentRead=True, ExpressionAttributeNames={"#p": "Place"} if "#p" in condition else {"#i": "Id"})
    assert all(item["Id"] == {"S": "a"} for item in answer["Items"])
    return [item["Place"][kind] for item in answer["Items"]]


def test_a_whole_partition(table: tuple) -> None:
    assert len(places(table, "#i = :id")) == len(table[3])


def test_every_range(table: tuple) -> None:
    values = table[3]
    for low in range(len(values)):
        for high in range(low, len(values)):
            found = places(table, "Id = :id AND #p BETWEEN :low AND :high", low=values[low], high=values[high])
            assert len(found) == high - low + 1


@pytest.mark.parametrize("sign", ["=", "<", "<=", ">", ">="])
def test_other_comparisons(table: tuple, sign: str) -> None:
    values = table[3]
    expected = {"=": 1, "<": 3, "<=": 4, ">": len(values) - 4, ">=": len(values) - 3}
    assert len(places(table, f"Id = :id AND #p {sign} :place", place=values[3])) == expected[sign]


def test_a_condition_that_is_wrong_is_refused(table: tuple) -> None:
    with pytest.raises(ClientError, match="ValidationException"):
        places(table, "Id = :id AND #p BETWEEN :low AND :high", low=table[3][3], high=table[3][0])
