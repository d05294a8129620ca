"""Tables for the tests of DynamoDB's rules."""

from conftest import LocalAWS, unique

INDEX = "Kind-index"


def create_table(aws: LocalAWS, units: int | None = None, index_units: int | None = None, **options: object) -> str:
    """A table with the keys `Id` and `Number` and an index of everything on `Kind` and `Time`; its name.

    Units a second for reading and for writing, or paid by request. It has a projection of everything.
    """
    def throughput(given: int | None) -> dict:
        if units is None:
            return {}
        value = given or units
        return {"ProvisionedThroughput": {"ReadCapacityUnits": value, "WriteCapacityUnits": value}}

    name = unique("table")
    aws.client("dynamodb").create_table(
        TableName=name, BillingMode="PROVISIONED" if units else "PAY_PER_REQUEST", **throughput(units),
        AttributeDefinitions=[{"AttributeName": key, "AttributeType": kind}
                              for key, kind in (("Id", "S"), ("Number", "N"), ("Kind", "S"), ("Time", "S"))],
        KeySchema=[{"AttributeName": "Id", "KeyType": "HASH"}, {"AttributeName": "Number", "KeyType": "RANGE"}],
        GlobalSecondaryIndexes=[{
            "IndexName": INDEX, "Projection": {"ProjectionType": "ALL"}, **throughput(index_units),
            "KeySchema": [{"AttributeName": "Kind", "KeyType": "HASH"}, {"AttributeName": "Time", "KeyType": "RANGE"}]}],
        **options)
    return name


def item(number: int, identifier: str = "a", **attributes: dict) -> dict:
    return {"Id": {"S": identifier}, "Number": {"N": str(number)}, **attributes}


def puts(table: str, *items: dict) -> list[dict]:
    """The members of a `TransactWriteItems`."""
    return [{"Put": {"TableName": table, "Item": each}} for each in items]


def partition(aws: LocalAWS, table: str, **options: object) -> dict:
    """The query of everything under `Id` a."""
    return aws.dynamodb.query(TableName=table, KeyConditionExpression="Id = :id",
                              ExpressionAttributeValues={":id": {"S": "a"}}, **options)


def indexed(aws: LocalAWS, table: str, **options: object) -> dict:
    """The query of everything of `Kind` k in the index."""
    return aws.dynamodb.query(TableName=table, IndexName=INDEX, KeyConditionExpression="Kind = :kind",
                              ExpressionAttributeValues={":kind": {"S": "k"}}, **options)


def numbers(answer: dict) -> list[int]:
    return [int(each["Number"]["N"]) for each in answer["Items"]]
