"""Replicas in another region: how they come, what is their own, and how writes reach them."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from botocore.exceptions import ClientError
from conftest import ACCOUNT, REGION, LocalAWS, wait_for
from dynamodb_tables import create_table, item, puts

OTHER = "eu-west-1"
MINUTES = 600
STREAM = {"StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}}
CREATE, DELETE = ([{action: {"RegionName": OTHER}}] for action in ("Create", "Delete"))
ROLE = f"arn:aws:iam::{ACCOUNT}:role/aws-service-role/replication.dynamodb.amazonaws.com/AWSServiceRoleForDynamoDBReplication"
PROTECTED = "currently protected against deletion"


@pytest.fixture(scope="module")
def slow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAWS]:
    """Replicas take ten minutes of the wound clock, and a write up to two seconds to another region."""
    running = LocalAWS(tmp_path_factory.mktemp("replicas"), LOCAL_AWS_REPLICA_SECONDS=str(MINUTES),
                       LOCAL_AWS_REPLICATION_MILLISECONDS="2000", LOCAL_AWS_LAG_MILLISECONDS="0", LOCAL_AWS_SEED="7")
    yield running
    assert running.stop() == 0


class Pair:
    """A table with a replica, and a client for either region."""

    def __init__(self, aws: LocalAWS, **options: object) -> None:
        self.here, self.there = aws.client("dynamodb"), aws.client("dynamodb", region=OTHER)
        self.name = create_table(aws, **options)
        self.here.update_table(TableName=self.name, ReplicaUpdates=CREATE)
        aws.clock(MINUTES)

    def status(self) -> str:
        [replica] = self.here.describe_table(TableName=self.name)["Table"]["Replicas"]
        return replica["ReplicaStatus"]

    def arn(self, region: str = REGION) -> str:
        return f"arn:aws:dynamodb:{region}:{ACCOUNT}:table/{self.name}"

    def items(self, client) -> list[dict]:
        found = client.scan(TableName=self.name, ConsistentRead=True)["Items"]
        return sorted(found, key=lambda each: (each["Id"]["S"], int(each["Number"]["N"])))

    def equal(self) -> bool:
        return self.items(self.here) == self.items(self.there)


def policy(pair: Pair, region: str, spared: str) -> str:
    """Nobody deletes items but the spared."""
    return json.dumps({"Version": "2012-10-17", "Statement": [{
        "Effect": "Deny", "Principal": "*", "Action": "dynamodb:DeleteItem", "Resource": pair.arn(region),
        "Condition": {"ArnNotLike": {"aws:PrincipalArn": spared}}}]})


def test_a_replica_takes_its_time(slow: LocalAWS) -> None:
    here, there, table = slow.client("dynamodb"), slow.client("dynamodb", region=OTHER), create_table(slow)
    here.put_item(TableName=table, Item=item(1))
    description = here.update_table(TableName=table, ReplicaUpdates=CREATE)["TableDescription"]
    assert (description["TableStatus"], description["Replicas"]) == (
        "UPDATING", [{"RegionName": OTHER, "ReplicaStatus": "CREATING"}])
    assert description["StreamSpecification"] == STREAM["StreamSpecification"]
    assert there.describe_table(TableName=table)["Table"]["TableStatus"] == "CREATING"
    with pytest.raises(there.exceptions.ResourceNotFoundException):
        there.get_item(TableName=table, Key=item(1))
    for request in (lambda: here.update_table(TableName=table, DeletionProtectionEnabled=True),
                    lambda: here.delete_table(TableName=table), lambda: there.delete_table(TableName=table)):
        with pytest.raises(here.exceptions.ResourceInUseException):
            request()
    here.put_item(TableName=table, Item=item(2))
    slow.clock(MINUTES)
    assert here.describe_table(TableName=table)["Table"]["TableStatus"] == "ACTIVE"
    for client, region in ((here, OTHER), (there, REGION)):
        [replica] = client.describe_table(TableName=table)["Table"]["Replicas"]
        assert replica == {"RegionName": region, "ReplicaStatus": "ACTIVE"}
    wait_for(lambda: there.scan(TableName=table, ConsistentRead=True)["Count"] == 2, "the items")


@pytest.mark.parametrize(("message", "options"), [
    ("Table write capacity should either be Pay-Per-Request or AutoScaled", {"units": 5}),
    ("NEW_AND_OLD_IMAGES", {"StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}})])
def test_what_cannot_have_a_replica(slow: LocalAWS, message: str, options: dict) -> None:
    dynamodb, table = slow.client("dynamodb"), create_table(slow, **options)
    with pytest.raises(ClientError, match=f"ValidationException.*{message}"):
        dynamodb.update_table(TableName=table, ReplicaUpdates=CREATE)
    assert "Replicas" not in dynamodb.describe_table(TableName=table)["Table"]


def test_protection_policies_tags_and_recovery_are_each_replicas_own(slow: LocalAWS) -> None:
    here, there = slow.client("dynamodb"), slow.client("dynamodb", region=OTHER)
    table = create_table(slow, DeletionProtectionEnabled=True, Tags=[{"Key": "a", "Value": "b"}])
    arns = [f"arn:aws:dynamodb:{region}:{ACCOUNT}:table/{table}" for region in (REGION, OTHER)]
    here.put_resource_policy(ResourceArn=arns[0], Policy=json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Deny", "Principal": "*", "Action": "dynamodb:DeleteTable", "Resource": arns[0]}]}))
    here.update_continuous_backups(TableName=table, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True})
    here.update_table(TableName=table, ReplicaUpdates=CREATE)
    slow.clock(MINUTES)
    assert not there.describe_table(TableName=table)["Table"]["DeletionProtectionEnabled"]
    assert there.list_tags_of_resource(ResourceArn=arns[1])["Tags"] == []
    with pytest.raises(there.exceptions.PolicyNotFoundException):
        there.get_resource_policy(ResourceArn=arns[1])

    def recovery() -> str:
        answer = there.describe_continuous_backups(TableName=table)["ContinuousBackupsDescription"]
        return answer["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"]
    assert recovery() == "DISABLED"
    there.update_continuous_backups(TableName=table, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True})
    assert recovery() == "ENABLED"
    here.update_table(TableName=table, DeletionProtectionEnabled=False)
    there.update_table(TableName=table, DeletionProtectionEnabled=True)
    assert not here.describe_table(TableName=table)["Table"]["DeletionProtectionEnabled"]


def test_a_protected_replica_stays(slow: LocalAWS) -> None:
    pair = Pair(slow)
    pair.there.update_table(TableName=pair.name, DeletionProtectionEnabled=True)
    with pytest.raises(ClientError, match=f"ValidationException.*{PROTECTED}"):
        pair.here.update_table(TableName=pair.name, ReplicaUpdates=DELETE)
    assert pair.status() == "ACTIVE"
    pair.there.update_table(TableName=pair.name, DeletionProtectionEnabled=False)
    description = pair.here.update_table(TableName=pair.name, ReplicaUpdates=DELETE)["TableDescription"]
    assert "Replicas" not in description and description["StreamSpecification"] == STREAM["StreamSpecification"]
    with pytest.raises(pair.there.exceptions.ResourceNotFoundException):
        pair.there.describe_table(TableName=pair.name)
    pair.here.delete_table(TableName=pair.name)


def test_a_table_that_was_copied_outlives_its_replica_for_a_day(slow: LocalAWS) -> None:
    pair = Pair(slow)
    removals = (lambda: pair.here.delete_table(TableName=pair.name), lambda: pair.there.update_table(
        TableName=pair.name, ReplicaUpdates=[{"Delete": {"RegionName": REGION}}]))
    for removal in removals:
        with pytest.raises(ClientError, match="acted as a source region"):
            removal()
    slow.clock(86_401)
    pair.here.delete_table(TableName=pair.name)
    assert "Replicas" not in pair.there.describe_table(TableName=pair.name)["Table"]


def test_writes_come_one_by_one_and_mixed_with_others(slow: LocalAWS) -> None:
    pair = Pair(slow)
    batches = [[item(number, identifier) for identifier in "abcde"] for number in range(8)]
    for batch in batches:
        pair.here.transact_write_items(TransactItems=puts(pair.name, *batch))
    wait_for(lambda: len(pair.items(pair.there)) == 40, "all items")
    assert pair.equal()
    records = _records(slow, pair)
    assert len(records) == len(set(records)) == 40
    numbers = [name[:-1] for name in records]
    assert numbers != sorted(numbers)
    begun_again = [number for before, number in zip(numbers, numbers[1:]) if number != before]
    assert len(begun_again) > len(set(begun_again)), "every transaction came whole"


def _records(aws: LocalAWS, pair: Pair) -> list[str]:
    """What the replica's stream holds, in its order."""
    streams = aws.client("dynamodbstreams", region=OTHER)
    stream = pair.there.describe_table(TableName=pair.name)["Table"]["LatestStreamArn"]
    [shard] = streams.describe_stream(StreamArn=stream)["StreamDescription"]["Shards"]
    iterator = streams.get_shard_iterator(
        StreamArn=stream, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
    keys = [record["dynamodb"]["Keys"] for record in streams.get_records(ShardIterator=iterator)["Records"]]
    return [f"{key['Number']['N']}{key['Id']['S']}" for key in keys]


def test_the_last_writer_wins_everywhere(slow: LocalAWS) -> None:
    pair = Pair(slow)
    for number in range(20):
        for turn, client in enumerate((pair.here, pair.there, pair.here, pair.there)):
            client.put_item(TableName=pair.name, Item=item(number, Turn={"N": str(turn)}))
    pair.there.delete_item(TableName=pair.name, Key=item(0))
    wait_for(lambda: pair.equal() and len(pair.items(pair.here)) == 19, "one state in both regions")
    assert {each["Turn"]["N"] for each in pair.items(pair.here)} == {"3"}


def test_a_policy_that_denies_the_replicating_role_is_in_the_way(slow: LocalAWS) -> None:
    pair = Pair(slow)
    for region, client in ((REGION, pair.here), (OTHER, pair.there)):
        client.put_resource_policy(ResourceArn=pair.arn(region), Policy=policy(pair, region, "arn:aws:iam::*:role/another"))
        assert pair.status() == "REPLICATION_NOT_AUTHORIZED"
        with pytest.raises(ClientError, match="AccessDenied"):
            pair.here.update_table(TableName=pair.name, ReplicaUpdates=DELETE)
        pair.here.put_item(TableName=pair.name, Item=item(1, region))
        assert item(1, region) not in pair.items(pair.there)
        client.put_resource_policy(ResourceArn=pair.arn(region), Policy=policy(pair, region, ROLE))
        assert pair.status() == "ACTIVE"
        wait_for(lambda: pair.equal(), "the write that waited")


def test_a_metric_says_how_late_writes_were(slow: LocalAWS) -> None:
    """In the region that wrote, and of a write that had to wait only when it has come over."""
    pair, cloudwatch = Pair(slow), slow.client("cloudwatch")

    def latest() -> float:
        now = datetime.now(UTC)
        found = cloudwatch.get_metric_statistics(
            Namespace="AWS/DynamoDB", MetricName="ReplicationLatency", Period=3600, Statistics=["Maximum"],
            StartTime=now - timedelta(hours=2), EndTime=now + timedelta(minutes=1),
            Dimensions=[{"Name": "TableName", "Value": pair.name}, {"Name": "ReceivingRegion", "Value": OTHER}])["Datapoints"]
        return max((point["Maximum"] for point in found), default=0)
    pair.here.put_item(TableName=pair.name, Item=item(1))
    assert 0 < wait_for(latest, "the metric of a write") < 60_000
    pair.there.put_resource_policy(ResourceArn=pair.arn(OTHER), Policy=policy(pair, OTHER, "arn:aws:iam::*:role/another"))
    pair.here.put_item(TableName=pair.name, Item=item(2))
    slow.clock(300)
    assert latest() < 60_000
    pair.there.put_resource_policy(ResourceArn=pair.arn(OTHER), Policy=policy(pair, OTHER, ROLE))
    wait_for(lambda: latest() >= 300_000, "the metric of the write that waited")


def test_a_table_that_denies_the_replicating_role_gets_no_replica(slow: LocalAWS) -> None:
    here, table = slow.client("dynamodb"), create_table(slow)
    arn = f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{table}"
    here.put_resource_policy(ResourceArn=arn, Policy=json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Deny", "Principal": "*", "Action": ["dynamodb:DeleteItem", "dynamodb:UpdateItem"], "Resource": arn}]}))
    with pytest.raises(ClientError, match="AccessDenied"):
        here.update_table(TableName=table, ReplicaUpdates=CREATE)
    assert "Replicas" not in here.describe_table(TableName=table)["Table"]


def test_a_replica_names_its_own_key(slow: LocalAWS) -> None:
    here, table = slow.client("dynamodb"), create_table(slow)
    key = f"arn:aws:kms:{OTHER}:{ACCOUNT}:key/11111111-2222-3333-4444-555555555555"
    here.update_table(TableName=table, ReplicaUpdates=[{"Create": {"RegionName": OTHER, "KMSMasterKeyId": key}}])
    [replica] = here.describe_table(TableName=table)["Table"]["Replicas"]
    assert replica["KMSMasterKeyId"] == key
