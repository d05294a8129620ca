"""Restore, as printed, in dev and in prod, where protection is on. Both at the same time: most of it is waiting."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from botocore.exceptions import ClientError
from conftest import WORK
from harness.answers import Throttled
from harness.deployment import Deployment
from harness.local_aws import LocalAWS
from harness.system import System, transaction
from operations.damage import is_right
from operations.runbook import Runbook

ENVIRONMENTS = ("dev", "prod")
VARIABLES = """
environment     = "{environment}"
resource_suffix = "{environment}"
billing_mode    = "PAY_PER_REQUEST"
lambda_runtime  = "provided.al2023"
lambda_timeout  = 10
alarm_email     = "operations@example.com"
"""


@dataclass
class Case:
    environment: str
    deployment: Deployment
    procedure: Runbook
    old: System
    account: str
    kept: list[dict]
    """The account's events at the log's moment."""

    log: float = 0
    new: System | None = None

    @property
    def suffix(self) -> str:
        return f"{self.environment}-restored"


@pytest.fixture(scope="module")
def cases(aws: LocalAWS, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Case]]:
    with ThreadPoolExecutor() as pool:
        made = dict(zip(ENVIRONMENTS, pool.map(lambda name: deployed(aws, name, tmp_path_factory.mktemp(name)), ENVIRONMENTS)))
    yield made
    for case in made.values():
        case.procedure.close()


def deployed(aws: LocalAWS, environment: str, folder: Path) -> Case:
    deployment = Deployment(WORK / environment, aws.environment(), VARIABLES.format(environment=environment))
    deployment.init()
    deployment.apply_file()
    system = System(aws, deployment)
    account = system.open_account()
    for number in range(5):
        assert system.command(transaction(account, 10, f"kept-{number}")).status == 200
    system.projected(account, 6)
    return Case(environment, deployment, Runbook(deployment, folder, "procedure"), system, account, system.events(account))


def test_replicas_are_protected_and_taken_back(aws: LocalAWS, cases: dict[str, Case]) -> None:
    """test_move.py does it with a protected system."""
    case, there = cases["dev"], aws.client("dynamodb", region="eu-west-1")
    case.procedure.shell("""terraform apply -var 'replica_regions=["eu-west-1"]'""")
    case.procedure.run("Replicas", 0)
    assert there.describe_table(TableName=case.old.event_store)["Table"]["DeletionProtectionEnabled"]
    case.procedure.run("Replicas", 1)
    with pytest.raises(ClientError):
        there.describe_table(TableName=case.old.event_store)
    assert case.deployment.plan().status == 0


def test_what_is_written_after_the_moment_is_lost(aws: LocalAWS, cases: dict[str, Case]) -> None:
    """The journal is restored to a later moment than the log, so it has heard of commands whose events are gone."""
    for case in cases.values():
        aws.clock({"advance": 2})
        case.log = int(aws.clock()["time"])
        aws.clock({"advance": 60})
        assert case.old.command(transaction(case.account, 10, "lost")).status == 200
    aws.clock({"advance": 900})


def test_restore(aws: LocalAWS, cases: dict[str, Case]) -> None:
    with wound_to_the_end_of_restores(aws), ThreadPoolExecutor() as pool:
        list(pool.map(restore, cases.values()))
    for case in cases.values():
        case.new = System(aws, case.deployment)
        assert case.new.outputs["resource_suffix"] == case.suffix
        assert case.new.events(case.account) == case.kept


def restore(case: Case) -> None:
    def instant(moment: float) -> str:
        return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    case.procedure.run("Restore", 0, NEW=case.suffix, LOG=instant(case.log), JOURNAL=instant(case.log + 300))
    case.procedure.run("Restore", 1)
    case.procedure.run("Restore", 2)


@contextmanager
def wound_to_the_end_of_restores(aws: LocalAWS) -> Iterator[None]:
    """Twenty minutes and more of each restore pass at once."""
    ended = threading.Event()

    def wind() -> None:
        while not ended.wait(1):
            if waits := aws.clock()["restores"]:
                aws.clock({"advance": max(waits.values())})

    winding = threading.Thread(target=wind)
    winding.start()
    try:
        yield
    finally:
        ended.set()
        winding.join()


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_what_a_restore_leaves_out_is_put_back(cases: dict[str, Case], name: str) -> None:
    new = cases[name].new
    for table in (new.event_store, new.outputs["command_journal_table_name"]):
        found = new.dynamodb.describe_table(TableName=table)["Table"]
        assert found["StreamSpecification"]["StreamEnabled"] and found["DeletionProtectionEnabled"] == (name == "prod")
        backups = new.dynamodb.describe_continuous_backups(TableName=table)["ContinuousBackupsDescription"]
        assert backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "ENABLED"
    alive = new.dynamodb.describe_time_to_live(TableName=new.outputs["command_journal_table_name"])["TimeToLiveDescription"]
    assert alive["TimeToLiveStatus"] == "ENABLED"
    policy = new.dynamodb.get_resource_policy(ResourceArn=new.outputs["event_store_table_arn"])["Policy"]
    assert "EventsAreNeverChanged" in policy and "OnlyCommandsAppend" in policy


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_nobody_writes_until_the_read_model_is_rebuilt(cases: dict[str, Case], name: str) -> None:
    case = cases[name]
    with pytest.raises(Throttled):
        case.new.command(transaction(case.account, 10, "too early"))
    assert case.new.act(action="rebuildAll")["status"] == 200
    case.new.eventually(lambda: case.new.act(action="rebuildProgress").get("isComplete"), "the rebuild", 240)
    assert case.new.projected(case.account, 6)["AccountSummary"]["Balance"] == 50
    assert is_right(case.new, case.account)


def test_the_commands_are_let_in(cases: dict[str, Case]) -> None:
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda case: case.procedure.run("Restore", 3), cases.values()))
    for case in cases.values():
        repeated = case.new.command(transaction(case.account, 10, "kept-0"))
        assert repeated.body["duplicate"] is True, "its event was restored, and so was its entry"
        anew = case.new.command(transaction(case.account, 10, "lost"))
        assert anew.body.get("duplicate") is not True and len(case.new.events(case.account)) == 7, "its entry has no event"
        case.new.projected(case.account, 7)
        assert is_right(case.new, case.account)
        plan = case.deployment.run("plan", "-detailed-exitcode", "-no-color", f"-var-file={case.suffix}.tfvars", accepted=(0, 2))
        assert plan.status == 0, plan.output
