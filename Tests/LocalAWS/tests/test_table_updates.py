"""What one UpdateTable may change."""

import pytest
from botocore.exceptions import ClientError
from conftest import LocalAWS
from dynamodb_tables import INDEX, create_table

STREAM = {"StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}}
CAPACITY = {"ProvisionedThroughput": {"ReadCapacityUnits": 7, "WriteCapacityUnits": 7}}
PROTECTION = {"DeletionProtectionEnabled": True}
ENCRYPTION = {"SSESpecification": {"Enabled": True}}
CLASS = {"TableClass": "STANDARD_INFREQUENT_ACCESS"}
ON_DEMAND = {"BillingMode": "PAY_PER_REQUEST"}
INDEX_CAPACITY = {"GlobalSecondaryIndexUpdates": [{"Update": {"IndexName": INDEX, **CAPACITY}}]}
INDEX_DELETED = {"GlobalSecondaryIndexUpdates": [{"Delete": {"IndexName": INDEX}}]}
REPLICA = {"ReplicaUpdates": [{"Create": {"RegionName": "eu-west-1"}}]}
IOPS = "You cannot modify stream status while updating table IOPS"
ALONE = "must be the only operation in the request"


@pytest.mark.parametrize(("changes", "message"), [
    ([PROTECTION, CAPACITY], f"DeletionProtection modification {ALONE}"),
    ([PROTECTION, STREAM], f"DeletionProtection modification {ALONE}"),
    ([PROTECTION, ON_DEMAND], f"DeletionProtection modification {ALONE}"),
    ([PROTECTION, CLASS], f"TableClass modification {ALONE}"),
    ([PROTECTION, ENCRYPTION], f"Server-Side Encryption modification {ALONE}"),
    ([REPLICA, CAPACITY], f"Replica modification {ALONE}"),
    ([STREAM, CAPACITY], IOPS),
    ([STREAM, INDEX_CAPACITY], IOPS),
    ([STREAM, CAPACITY, {"BillingMode": "PROVISIONED"}], IOPS),
    ([STREAM, INDEX_DELETED], "You cannot create or delete index while changing stream status"),
    ([CAPACITY, INDEX_DELETED], "You cannot create or delete index while updating table IOPS"),
])
def test_changes_that_exclude_each_other_change_nothing(aws: LocalAWS, changes: list[dict], message: str) -> None:
    dynamodb, table = aws.client("dynamodb"), create_table(aws, units=5)
    before = dynamodb.describe_table(TableName=table)["Table"]
    with pytest.raises(ClientError, match=f"ValidationException.*{message}"):
        dynamodb.update_table(TableName=table, **{name: value for each in changes for name, value in each.items()})
    assert dynamodb.describe_table(TableName=table)["Table"] == before


@pytest.mark.parametrize("changes", [
    [PROTECTION], [STREAM], [CAPACITY], [ENCRYPTION], [CLASS], [INDEX_DELETED],
    [CAPACITY, INDEX_CAPACITY], [ON_DEMAND, STREAM]])
def test_changes_that_go_together_are_made(aws: LocalAWS, changes: list[dict]) -> None:
    dynamodb, table = aws.client("dynamodb"), create_table(aws, units=5)
    before = dynamodb.describe_table(TableName=table)["Table"]
    dynamodb.update_table(TableName=table, **{name: value for each in changes for name, value in each.items()})
    assert dynamodb.describe_table(TableName=table)["Table"] != before


def test_the_stream_of_a_replica_cannot_be_switched_off(aws: LocalAWS) -> None:
    dynamodb, table = aws.client("dynamodb"), create_table(aws)
    dynamodb.update_table(TableName=table, **REPLICA)
    aws.clock(10)
    with pytest.raises(ClientError, match="Disabling Stream is not allowed for a Global Table replica"):
        dynamodb.update_table(TableName=table, StreamSpecification={"StreamEnabled": False})
    dynamodb.update_table(TableName=table, ReplicaUpdates=[{"Delete": {"RegionName": "eu-west-1"}}])
    dynamodb.update_table(TableName=table, StreamSpecification={"StreamEnabled": False})


def test_a_stream_that_is_as_wanted_is_refused(aws: LocalAWS) -> None:
    dynamodb, table = aws.client("dynamodb"), create_table(aws)
    with pytest.raises(ClientError, match="Table has no stream to disable"):
        dynamodb.update_table(TableName=table, StreamSpecification={"StreamEnabled": False})
    dynamodb.update_table(TableName=table, **STREAM)
    with pytest.raises(ClientError, match="Table already has an enabled stream"):
        dynamodb.update_table(TableName=table, **STREAM)


def test_one_index_at_a_time(aws: LocalAWS) -> None:
    create = {"Create": {"IndexName": "other", "Projection": {"ProjectionType": "ALL"},
                         "KeySchema": [{"AttributeName": "Kind", "KeyType": "HASH"}]}}
    with pytest.raises(ClientError, match="LimitExceededException.*Only 1 online index"):
        aws.client("dynamodb").update_table(
            TableName=create_table(aws), AttributeDefinitions=[{"AttributeName": "Kind", "AttributeType": "S"}],
            GlobalSecondaryIndexUpdates=[create, *INDEX_DELETED["GlobalSecondaryIndexUpdates"]])


def test_on_demand_the_index_has_no_capacity_either(aws: LocalAWS) -> None:
    dynamodb, table = aws.client("dynamodb"), create_table(aws, units=5)
    dynamodb.update_table(TableName=table, **ON_DEMAND)
    [index] = dynamodb.describe_table(TableName=table)["Table"]["GlobalSecondaryIndexes"]
    throughput = index["ProvisionedThroughput"]
    assert (throughput["ReadCapacityUnits"], throughput["WriteCapacityUnits"]) == (0, 0)
