"""The lengths that attribute names may have."""

import pytest
from botocore.exceptions import ClientError
from conftest import LocalAWS
from dynamodb_tables import create_table, item, puts

LONGEST = "n" * 65_535
TOO_LONG = "é" * 32_768
TOO_LARGE = "Attribute name is too large, must be less than 65536 bytes"


@pytest.fixture(scope="module")
def table(aws: LocalAWS) -> str:
    return create_table(aws)


def nested(name: str) -> dict:
    return {"L": [{"M": {"inner": {"M": {name: {"S": "v"}}}}}]}


@pytest.mark.parametrize("attributes", [{LONGEST: {"S": "v"}}, {"outer": nested(LONGEST)}])
def test_the_longest_name_is_taken_at_every_depth(aws: LocalAWS, table: str, attributes: dict) -> None:
    aws.client("dynamodb").put_item(TableName=table, Item=item(1, **attributes))


@pytest.mark.parametrize(("name", "message"), [(TOO_LONG, TOO_LARGE), ("", "Empty attribute name")])
@pytest.mark.parametrize("is_nested", [False, True])
def test_other_names_are_refused_by_every_write(aws: LocalAWS, table: str, name: str, message: str, is_nested: bool) -> None:
    dynamodb = aws.client("dynamodb")
    written = item(2, **({"outer": nested(name)} if is_nested else {name: {"S": "v"}}))
    update = {"TableName": table, "Key": item(2), "UpdateExpression": "SET #n = :v",
              "ExpressionAttributeNames": {"#n": "outer" if is_nested else name},
              "ExpressionAttributeValues": {":v": nested(name) if is_nested else {"S": "v"}}}
    for write in (lambda: dynamodb.put_item(TableName=table, Item=written),
                  lambda: dynamodb.update_item(**update),
                  lambda: dynamodb.batch_write_item(RequestItems={table: [{"PutRequest": {"Item": written}}]}),
                  lambda: dynamodb.transact_write_items(TransactItems=puts(table, written)),
                  lambda: dynamodb.transact_write_items(TransactItems=[{"Update": update}])):
        with pytest.raises(ClientError, match=f"ValidationException.*{message}"):
            write()
    assert "Item" not in dynamodb.get_item(TableName=table, Key=item(2), ConsistentRead=True)
