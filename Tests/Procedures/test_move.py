"""Move to another region, as printed: a protected system with provisioned tables, whose replicas become the new region's tables."""

import json
from collections.abc import Iterator

import pytest
from botocore.exceptions import ClientError
from conftest import WORK
from harness.answers import Throttled
from harness.deployment import Deployment
from harness.local_aws import LocalAWS
from harness.system import System, transaction
from operations.alarms import Alarms
from operations.runbook import Runbook

HERE, THERE = "us-east-1", "eu-west-1"
VARIABLES = """
environment     = "prod"
resource_suffix = "moving"
lambda_runtime  = "provided.al2023"
lambda_timeout  = 10
alarm_email     = "operations@example.com"

alarm_period_seconds     = 60
alarm_evaluation_periods = 1
"""
TABLES = ("event-store-moving", "read-model-moving", "command-journal-moving")


@pytest.fixture(scope="module")
def deployment(aws: LocalAWS) -> Deployment:
    made = Deployment(WORK / "moving", aws.environment(), VARIABLES)
    made.init()
    made.apply_file()
    return made


@pytest.fixture(scope="module")
def procedure(deployment: Deployment, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runbook]:
    made = Runbook(deployment, tmp_path_factory.mktemp("move"), "procedure")
    yield made
    made.close()


@pytest.fixture(scope="module")
def old(aws: LocalAWS, deployment: Deployment) -> System:
    return System(aws, deployment)


@pytest.fixture(scope="module")
def account(old: System) -> str:
    account = old.open_account()
    for number in range(5):
        assert old.command(transaction(account, 10, f"before-{number}")).status == 200
    old.projected(account, 6)
    return account


def tables(aws: LocalAWS, region: str) -> dict[str, dict]:
    dynamodb = aws.client("dynamodb", region=region)
    return {name: dynamodb.describe_table(TableName=name)["Table"] for name in TABLES}


def test_on_demand_and_back(old: System, procedure: Runbook, account: str) -> None:
    for number, mode in enumerate(("PAY_PER_REQUEST", "PROVISIONED")):
        procedure.run("Move to on-demand capacity, and back", number)
        found = old.dynamodb.describe_table(TableName=old.event_store)["Table"]
        assert found["BillingModeSummary"]["BillingMode"] == mode


def test_the_new_region_gets_replicas(aws: LocalAWS, procedure: Runbook, account: str) -> None:
    procedure.run("Move to another region", 0)
    assert {table["TableStatus"] for table in tables(aws, THERE).values()} == {"ACTIVE"}


def test_a_replica_is_protected_by_hand(aws: LocalAWS, procedure: Runbook, account: str) -> None:
    assert not any(table.get("DeletionProtectionEnabled") for table in tables(aws, THERE).values()), "it does not come over by itself"
    procedure.run("Replicas", 0)
    assert all(table["DeletionProtectionEnabled"] for table in tables(aws, THERE).values())
    policy = aws.client("dynamodb", region=THERE).get_resource_policy(ResourceArn=tables(aws, THERE)[TABLES[0]]["TableArn"])["Policy"]
    assert f":{THERE}:" in policy and f":{HERE}:" not in policy


def test_a_replica_that_falls_behind(aws: LocalAWS, old: System, account: str) -> None:
    """What came over late fires the alarm: AWS has no number for what has not come yet."""
    there, arn = aws.client("dynamodb", region=THERE), tables(aws, THERE)[TABLES[0]]["TableArn"]
    right = there.get_resource_policy(ResourceArn=arn)["Policy"]
    there.put_resource_policy(ResourceArn=arn, Policy=json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Deny", "Principal": "*", "Action": "dynamodb:PutItem", "Resource": arn}]}))
    late = old.open_account()
    aws.clock({"advance": 120})
    there.put_resource_policy(ResourceArn=arn, Policy=right)
    Alarms(old).fires(f"EventStore-ReplicationLatency-{THERE}", "AWS/DynamoDB", "ReplicationLatency", seconds=480,
                      TableName=TABLES[0], ReceivingRegion=THERE)
    old.projected(late, 1)


def test_nobody_writes_while_it_moves(old: System, procedure: Runbook, account: str) -> None:
    procedure.run("Move to another region", 1)
    with pytest.raises(Throttled):
        old.command(transaction(account, 1))
    old.finish_retries()


def test_the_new_region_goes_on_where_the_old_one_stopped(
    aws: LocalAWS, old: System, deployment: Deployment, procedure: Runbook, account: str
) -> None:
    """The plan that the procedure looks at takes no replica away; the events are the ones that were, and so is the read model."""
    before, shown = old.events(account), old.read_model(account)
    procedure.run("Move to another region", 2)
    procedure.set_up_again()
    new = System(aws, deployment)
    assert new.outputs["aws_region"] == THERE and new.events(account) == before and new.read_model(account) == shown
    assert new.command(transaction(account, 10, "before-0")).body["duplicate"] is True, "the journal came over"
    assert new.command(transaction(account, 10, "after")).status == 200
    assert new.projected(account, 7)["AccountSummary"]["Balance"] == 60
    assert [replica["RegionName"] for replica in tables(aws, THERE)[TABLES[0]]["Replicas"] if replica["RegionName"] != THERE] == [HERE]


def test_the_old_deployment_goes_and_its_tables_stay(aws: LocalAWS, old: System, procedure: Runbook, account: str) -> None:
    procedure.run("Move to another region", 3)
    with pytest.raises(ClientError):
        aws.client("lambda").get_function(FunctionName="command-handler-moving")
    assert len(old.events(account)) == 7, "it is the new region's replica now"


def test_the_old_replica_is_taken_back(aws: LocalAWS, deployment: Deployment, procedure: Runbook, account: str) -> None:
    aws.clock({"advance": 24 * 3600})
    procedure.run("Move to another region", 4)
    with pytest.raises(ClientError):
        tables(aws, HERE)
    new = System(aws, deployment)
    assert new.command(transaction(account, 1, "alone")).status == 200 and len(new.events(account)) == 8
    plan = deployment.run("plan", "-detailed-exitcode", "-no-color", f"-var-file={THERE}.tfvars", accepted=(0, 2))
    assert plan.status == 0, plan.output
