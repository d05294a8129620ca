"""Restoring a table to a moment: what comes back, what does not, and what is refused."""

import json
import math

import pytest
from botocore.exceptions import ClientError
from conftest import ACCOUNT, REGION, LocalAWS, unique, wait_for
from dynamodb_tables import create_table, indexed, item, numbers, partition, puts

TWENTY_MINUTES = 1200
BEHIND = 300


def protected(aws: LocalAWS, **options: object) -> str:
    """A table with recovery, whose first restorable second has begun."""
    table = create_table(aws, **options)
    recover(aws, table)
    aws.clock(2)
    return table


def recover(aws: LocalAWS, table: str, enabled: bool = True, **options: object) -> dict:
    answer = aws.client("dynamodb").update_continuous_backups(
        TableName=table, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": enabled, **options})
    return answer["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]


def second(aws: LocalAWS) -> int:
    """A second after everything until now and before everything from now on."""
    now = math.ceil(aws.clock()["time"])
    aws.clock(2)
    return now


def restore(aws: LocalAWS, table: str, moment: float | None = None, **options: object) -> str:
    """Starts the restore of a moment that is old enough by now, or of the latest."""
    target = unique("restored")
    when = {"UseLatestRestorableTime": True} if moment is None else {"RestoreDateTime": moment}
    aws.client("dynamodb").restore_table_to_point_in_time(SourceTableName=table, TargetTableName=target, **when, **options)
    return target


def restored(aws: LocalAWS, table: str, moment: float | None = None, **options: object) -> str:
    target = restore(aws, table, moment, **options)
    aws.clock(TWENTY_MINUTES)
    return target


def described(aws: LocalAWS, table: str) -> dict:
    return aws.client("dynamodb").describe_table(TableName=table)["Table"]


def test_a_table_comes_back_as_it_was_at_a_second(aws: LocalAWS) -> None:
    dynamodb, table = aws.client("dynamodb"), protected(aws)
    kept, changed = (item(number, Kind={"S": "k"}, Time={"S": str(number)}) for number in (1, 2))
    for each in (kept, changed):
        dynamodb.put_item(TableName=table, Item=each)
    moment = second(aws)
    dynamodb.delete_item(TableName=table, Key=item(1))
    dynamodb.put_item(TableName=table, Item={**changed, "Note": {"S": "later"}})
    dynamodb.put_item(TableName=table, Item=item(3))
    aws.clock(BEHIND)
    target = restored(aws, table, moment)
    assert partition(aws, target, ConsistentRead=True)["Items"] == [kept, changed]
    wait_for(lambda: numbers(indexed(aws, target)) == [1, 2], "the index")
    assert described(aws, target)["ItemCount"] == 2
    assert numbers(partition(aws, table, ConsistentRead=True)) == [2, 3]


def test_the_latest_moment_is_five_minutes_ago(aws: LocalAWS) -> None:
    dynamodb, table = aws.client("dynamodb"), protected(aws)
    dynamodb.put_item(TableName=table, Item=item(1))
    aws.clock(BEHIND + 1)
    dynamodb.put_item(TableName=table, Item=item(2))
    assert numbers(partition(aws, restored(aws, table), ConsistentRead=True)) == [1]


def test_nothing_but_keys_indexes_capacity_and_encryption_comes_along(aws: LocalAWS) -> None:
    dynamodb = aws.client("dynamodb")
    table = protected(aws, units=7, index_units=3, StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
                      DeletionProtectionEnabled=True, Tags=[{"Key": "a", "Value": "b"}], SSESpecification={"Enabled": True})
    source = described(aws, table)
    dynamodb.update_time_to_live(TableName=table, TimeToLiveSpecification={"Enabled": True, "AttributeName": "ExpiresAt"})
    dynamodb.put_resource_policy(ResourceArn=source["TableArn"], Policy=json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Deny", "Principal": "*", "Action": "dynamodb:DeleteTable", "Resource": source["TableArn"]}]}))
    target = described(aws, restored(aws, table))
    name, arn = target["TableName"], target["TableArn"]
    for same in ("KeySchema", "BillingModeSummary", "ProvisionedThroughput", "SSEDescription"):
        assert target[same] == source[same]
    [index], [original] = target["GlobalSecondaryIndexes"], source["GlobalSecondaryIndexes"]
    assert all(index[same] == original[same] for same in ("IndexName", "KeySchema", "Projection", "ProvisionedThroughput"))
    assert "StreamSpecification" not in target and not target["DeletionProtectionEnabled"]
    assert dynamodb.list_tags_of_resource(ResourceArn=arn)["Tags"] == []
    assert dynamodb.describe_time_to_live(TableName=name)["TimeToLiveDescription"]["TimeToLiveStatus"] == "DISABLED"
    backups = dynamodb.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
    assert backups["PointInTimeRecoveryDescription"] == {"PointInTimeRecoveryStatus": "DISABLED"}
    with pytest.raises(dynamodb.exceptions.PolicyNotFoundException):
        dynamodb.get_resource_policy(ResourceArn=arn)


def test_a_table_is_restored_in_twenty_minutes_and_of_no_use_before(aws: LocalAWS) -> None:
    dynamodb, table = aws.client("dynamodb"), protected(aws)
    target = restore(aws, table)
    before = described(aws, target)
    summary = before["RestoreSummary"]
    assert (before["TableStatus"], before["GlobalSecondaryIndexes"][0]["IndexStatus"]) == ("CREATING", "CREATING")
    assert summary["RestoreInProgress"] and summary["SourceTableArn"] == described(aws, table)["TableArn"]
    in_use, missing = dynamodb.exceptions.ResourceInUseException, dynamodb.exceptions.ResourceNotFoundException
    for error, request in (
            (missing, lambda: dynamodb.put_item(TableName=target, Item=item(1))),
            (missing, lambda: dynamodb.get_item(TableName=target, Key=item(1))),
            (missing, lambda: dynamodb.transact_write_items(TransactItems=puts(table, item(1)) + puts(target, item(1)))),
            (missing, lambda: dynamodb.batch_write_item(RequestItems={target: [{"PutRequest": {"Item": item(1)}}]})),
            (in_use, lambda: dynamodb.update_table(TableName=target, DeletionProtectionEnabled=True)),
            (in_use, lambda: dynamodb.delete_table(TableName=target)),
            (in_use, lambda: dynamodb.tag_resource(ResourceArn=before["TableArn"], Tags=[{"Key": "a", "Value": "b"}])),
            (dynamodb.exceptions.ContinuousBackupsUnavailableException, lambda: recover(aws, target))):
        with pytest.raises(error):
            request()
    assert partition(aws, table, ConsistentRead=True)["Items"] == []

    seconds = aws.clock()["restores"][target]
    assert TWENTY_MINUTES - 120 < seconds <= TWENTY_MINUTES
    assert target not in aws.clock(seconds)["restores"]
    after = described(aws, target)
    assert (after["TableStatus"], after["GlobalSecondaryIndexes"][0]["IndexStatus"]) == ("ACTIVE", "ACTIVE")
    assert after["RestoreSummary"] == {**summary, "RestoreInProgress": False}
    dynamodb.put_item(TableName=target, Item=item(1))
    assert recover(aws, target)["PointInTimeRecoveryStatus"] == "ENABLED"


def test_only_what_the_window_holds_can_be_restored(aws: LocalAWS) -> None:
    dynamodb, table = aws.client("dynamodb"), create_table(aws)
    window = recover(aws, table, RecoveryPeriodInDays=1)
    earliest = window["EarliestRestorableDateTime"].timestamp()
    assert window["LatestRestorableDateTime"].timestamp() == earliest
    for moment in (earliest - 1, earliest + 1):
        with pytest.raises(dynamodb.exceptions.InvalidRestoreTimeException):
            restore(aws, table, moment)
    restore(aws, table, earliest)
    aws.clock(2 * 86400)
    with pytest.raises(dynamodb.exceptions.InvalidRestoreTimeException):
        restore(aws, table, earliest)


def test_recovery_that_was_off_begins_anew(aws: LocalAWS) -> None:
    table = protected(aws)
    earliest = recover(aws, table)["EarliestRestorableDateTime"]
    recover(aws, table, enabled=False)
    assert recover(aws, table)["EarliestRestorableDateTime"] > earliest


@pytest.mark.parametrize(("error", "options"), [
    ("TableNotFoundException", {"SourceTableName": "nothing-of-this-name"}),
    ("TableNotFoundException", {"SourceTableArn": f"arn:aws:dynamodb:eu-west-1:{ACCOUNT}:table/elsewhere"}),
    ("ValidationException", {"RestoreDateTime": 1_700_000_000}),
    ("ValidationException", {"UseLatestRestorableTime": False}),
    ("ValidationException", {"BillingModeOverride": "PROVISIONED"}),
    ("ValidationException", {"GlobalSecondaryIndexOverride": [
        {"IndexName": "other", "Projection": {"ProjectionType": "ALL"},
         "KeySchema": [{"AttributeName": "Id", "KeyType": "HASH"}]}]}),
])
def test_a_restore_that_cannot_be_is_refused(aws: LocalAWS, error: str, options: dict) -> None:
    dynamodb, table = aws.client("dynamodb"), protected(aws)
    source = {} if "SourceTableArn" in options else {"SourceTableName": table}
    request = {**source, "TargetTableName": unique("restored"), "UseLatestRestorableTime": True, **options}
    with pytest.raises(ClientError, match=error):
        dynamodb.restore_table_to_point_in_time(**request)
    assert request["TargetTableName"] not in aws.clock()["restores"]


def test_it_needs_recovery_and_a_name_that_is_free(aws: LocalAWS) -> None:
    dynamodb, table = aws.client("dynamodb"), create_table(aws)
    with pytest.raises(dynamodb.exceptions.PointInTimeRecoveryUnavailableException):
        restore(aws, table)
    recover(aws, table)
    with pytest.raises(dynamodb.exceptions.TableAlreadyExistsException):
        dynamodb.restore_table_to_point_in_time(SourceTableName=table, TargetTableName=table, UseLatestRestorableTime=True)
    with pytest.raises(dynamodb.exceptions.TableNotFoundException):
        recover(aws, "nothing-of-this-name")


def test_billing_capacity_and_indexes_can_be_others(aws: LocalAWS) -> None:
    table = protected(aws, units=5)
    on_demand = described(aws, restore(aws, table, BillingModeOverride="PAY_PER_REQUEST"))
    assert on_demand["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"
    assert on_demand["GlobalSecondaryIndexes"][0]["ProvisionedThroughput"]["WriteCapacityUnits"] == 0
    more = {"ReadCapacityUnits": 9, "WriteCapacityUnits": 8}
    provisioned = described(aws, restore(aws, table, ProvisionedThroughputOverride=more, GlobalSecondaryIndexOverride=[]))
    assert provisioned["ProvisionedThroughput"].items() >= more.items()
    assert "GlobalSecondaryIndexes" not in provisioned
    assert [each["AttributeName"] for each in provisioned["AttributeDefinitions"]] == ["Id", "Number"]


def test_a_restored_table_may_hold_a_part_of_a_transaction(aws: LocalAWS) -> None:
    dynamodb, table = aws.client("dynamodb"), protected(aws)
    moment, number = second(aws) + 3, 0
    while aws.clock(0.1)["time"] < moment + 3:
        number += 1
        dynamodb.transact_write_items(TransactItems=puts(table, *(item(number, letter) for letter in "abcdefghijklmnopqrst")))
    aws.clock(BEHIND)
    targets = [restore(aws, table, moment + later) for later in (0, 1, 2)]
    aws.clock(TWENTY_MINUTES)

    def sizes(target: str) -> set[int]:
        found = [each["Number"]["N"] for each in dynamodb.scan(TableName=target, ConsistentRead=True)["Items"]]
        return {found.count(each) for each in found}
    assert any(sizes(target) - {20} for target in targets)
    assert sizes(table) == {20}


def test_who_restores_may_read_and_write_the_new_table(aws: LocalAWS) -> None:
    table, target, user = protected(aws), unique("restored"), unique("user")
    iam = aws.client("iam")
    iam.create_user(UserName=user)
    key = iam.create_access_key(UserName=user)["AccessKey"]
    dynamodb = aws.client("dynamodb", key["AccessKeyId"], key["SecretAccessKey"])
    source_arn, target_arn = (f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{name}" for name in (table, target))
    statements = [
        {"Effect": "Allow", "Action": "dynamodb:*", "Resource": target_arn},
        {"Effect": "Allow", "Action": "dynamodb:RestoreTableToPointInTime", "Resource": source_arn}]
    request = {"SourceTableName": table, "TargetTableName": target, "UseLatestRestorableTime": True}
    for allowed in ([], statements[:1], statements[1:]):
        iam.put_user_policy(UserName=user, PolicyName="p", PolicyDocument=json.dumps({
            "Version": "2012-10-17", "Statement": allowed or [{"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}]}))
        with pytest.raises(ClientError, match="AccessDenied"):
            dynamodb.restore_table_to_point_in_time(**request)
    iam.put_user_policy(UserName=user, PolicyName="p", PolicyDocument=json.dumps({
        "Version": "2012-10-17", "Statement": statements}))
    dynamodb.restore_table_to_point_in_time(**request)
