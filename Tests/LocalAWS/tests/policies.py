"""What the tests of resources' own policies share."""

import json
from collections.abc import Callable

import pytest
from botocore.exceptions import ClientError
from conftest import ACCOUNT, REGION, LocalAWS
from dynamodb_tables import INDEX, item

ROOT_USER = f"arn:aws:iam::{ACCOUNT}:root"
EVERYBODY = {"AWS": "*"}


def table_arn(table: str) -> str:
    return f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{table}"


def deny(actions: str | list[str], resource: str | list[str], condition: dict | None = None, principal: object = "*") -> dict:
    return {"Sid": "No", "Effect": "Deny", "Principal": principal, "Action": actions, "Resource": resource,
            **({"Condition": condition} if condition else {})}


def document(*statements: dict) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def protect(aws: LocalAWS, table: str, *statements: dict) -> None:
    aws.client("dynamodb").put_resource_policy(ResourceArn=table_arn(table), Policy=document(*statements))


def denied(call: Callable[[], object]) -> str:
    """The message of the refusal that the call must end in."""
    with pytest.raises(ClientError) as refusal:
        call()
    assert refusal.value.response["Error"]["Code"] == "AccessDeniedException", refusal.value
    return refusal.value.response["Error"]["Message"]


def allowed(call: Callable[[], object]) -> None:
    """What the call does to the item does not matter."""
    try:
        call()
    except ClientError as error:
        assert error.response["Error"]["Code"] in ("ConditionalCheckFailedException", "DuplicateItemException"), error


def calls(client, table: str) -> dict[str, Callable[[], object]]:
    """Each action on the items of a table as a call."""
    key = {"Id": {"S": "a"}, "Number": {"N": "1"}}
    update = {"TableName": table, "Key": key, "UpdateExpression": "SET A = :a", "ExpressionAttributeValues": {":a": {"S": "x"}}}
    check = {"TableName": table, "Key": key, "ConditionExpression": "attribute_not_exists(Nothing)"}
    query = {"TableName": table, "KeyConditionExpression": "Id = :id", "ExpressionAttributeValues": {":id": {"S": "a"}}}
    indexed = {"TableName": table, "IndexName": INDEX, "KeyConditionExpression": "Kind = :k",
               "ExpressionAttributeValues": {":k": {"S": "k"}}}

    def write(**member: dict) -> object:
        return client.transact_write_items(TransactItems=[member])

    return {
        "PutItem": lambda: client.put_item(TableName=table, Item=item(1)),
        "GetItem": lambda: client.get_item(TableName=table, Key=key),
        "UpdateItem": lambda: client.update_item(**update),
        "DeleteItem": lambda: client.delete_item(TableName=table, Key=key),
        "Query": lambda: client.query(**query),
        "Query of the index": lambda: client.query(**indexed),
        "Scan": lambda: client.scan(TableName=table),
        "BatchGetItem": lambda: client.batch_get_item(RequestItems={table: {"Keys": [key]}}),
        "BatchWriteItem": lambda: client.batch_write_item(RequestItems={table: [{"PutRequest": {"Item": item(1)}}]}),
        "PutItem in a transaction": lambda: write(Put={"TableName": table, "Item": item(1)}),
        "UpdateItem in a transaction": lambda: write(Update=update),
        "DeleteItem in a transaction": lambda: write(Delete={"TableName": table, "Key": key}),
        "ConditionCheckItem in a transaction": lambda: write(ConditionCheck=check),
        "GetItem in a transaction": lambda: client.transact_get_items(TransactItems=[{"Get": {"TableName": table, "Key": key}}]),
        "PartiQLSelect": lambda: client.execute_statement(Statement=f"SELECT * FROM \"{table}\" WHERE Id = 'a'"),
        "PartiQLInsert": lambda: client.execute_statement(Statement=f"INSERT INTO \"{table}\" VALUE {{'Id': 'p', 'Number': 1}}"),
        "PartiQLUpdate": lambda: client.execute_statement(Statement=f"UPDATE \"{table}\" SET A = 'y' WHERE Id = 'p' AND Number = 1"),
        "PartiQLDelete": lambda: client.execute_statement(Statement=f"DELETE FROM \"{table}\" WHERE Id = 'p' AND Number = 1"),
    }
