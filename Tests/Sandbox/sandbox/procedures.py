"""The procedures of terraform/README.md that one deployment bears within an hour."""

from datetime import UTC, datetime, timedelta

from botocore.exceptions import ClientError
from harness.system import System
from harness.waiting import wait_for
from operations.damage import is_right

from .progress import note
from .report import Answer
from .session import ACCOUNT, MINUTES, SLOW, Session, pay_in

_LATE = timedelta(minutes=7)
"""More than point-in-time recovery is behind: AWS says five minutes."""


def roll_back(session: Session) -> None:
    """The version before goes live, then a tenth of the callers get the newest."""
    system = session.system()
    session.procedure.shell("terraform apply -var log_level=DEBUG")
    newest = _live(system)["FunctionVersion"]
    session.procedure.run("Deploy share by share, and roll back", 0)
    assert int(_live(system)["FunctionVersion"]) < int(newest), _live(system)
    pay_in(system, ACCOUNT)
    session.apply()
    before = _live(system)["FunctionVersion"]
    session.folder.set(log_level="DEBUG")
    session.procedure.run("Deploy share by share, and roll back", 1)
    assert _live(system)["FunctionVersion"] == before and _live(system)["RoutingConfig"]["AdditionalVersionWeights"], _live(system)
    pay_in(system, ACCOUNT)
    session.folder.set(log_level="INFO")
    session.apply()


def _live(system: System) -> dict:
    return system.functions.get_alias(FunctionName=system.name("command"), Name="live")


def on_demand_and_back(session: Session) -> None:
    system = session.system()
    for number, mode in enumerate(("PAY_PER_REQUEST", "PROVISIONED")):
        session.procedure.run("Move to on-demand capacity, and back", number)
        found = system.dynamodb.describe_table(TableName=system.event_store)["Table"]
        assert found["BillingModeSummary"]["BillingMode"] == mode, found
        pay_in(system, ACCOUNT)


def replicas(session: Session) -> None:
    """Made, protected and taken back; and what the event store's own policy says to it."""
    system, region = session.system(), session.aws.replica_region
    there = session.aws.client("dynamodb", region=region)
    session.folder.set(billing_mode="PAY_PER_REQUEST")
    done = f"terraform apply with a replica in {region}, by the caller, whom the event store's policy denies PutItem, UpdateItem and DeleteItem."
    try:
        session.procedure.shell(f"""terraform apply -var 'replica_regions=["{region}"]'""")
    except AssertionError as error:
        session.report.answer("replica", Answer(done, str(error)[-2000:], "It could not be made."))
        raise
    sequence = pay_in(system, ACCOUNT)
    wait_for(lambda: _has(there, system, sequence), f"the event in {region}", SLOW, pause=1)
    found = system.dynamodb.describe_table(TableName=system.event_store)["Table"]
    states = [f"{replica['RegionName']}: {replica.get('ReplicaStatus', '')}" for replica in found["Replicas"]]
    policy = _policy(there, found["TableArn"].replace(f":{session.aws.region}:", f":{region}:"))
    session.report.answer("replica", Answer(
        done, "\n".join([*states, f"event {sequence} of {ACCOUNT}: it is there", f"policy of the new replica: {policy}"]),
        "Yes: the policy does not keep a replica from being made, nor from being written."))
    session.procedure.run("Replicas", 0, REPLICA=region)
    session.procedure.run("Replicas", 1)
    session.apply()


def _has(there, system: System, sequence: int) -> bool:
    key = {"AggregateId": {"S": ACCOUNT}, "EventSequence": {"N": str(sequence)}}
    return "Item" in there.get_item(TableName=system.event_store, Key=key)


def _policy(there, arn: str) -> str:
    try:
        return there.get_resource_policy(ResourceArn=arn)["Policy"]
    except ClientError as error:
        return error.response["Error"]["Code"]


def restore(session: Session) -> None:
    """To a moment that AWS names, beside the deployment, which is used further; the copy goes again at once."""
    system, new = session.system(), f"{session.suffix}-restored"
    kept = system.events(ACCOUNT)
    log = _latest(system) + _LATE
    journal = log + timedelta(minutes=1)
    note(f"waiting until both tables can be restored to {journal:%H:%M:%S}")
    wait_for(lambda: _latest(system) >= journal, "the moment that can be restored", SLOW, pause=2)
    session.procedure.run("Restore", 0, NEW=new, LOG=f"{log:%Y-%m-%dT%H:%M:%SZ}", JOURNAL=f"{journal:%Y-%m-%dT%H:%M:%SZ}")
    session.procedure.run("Restore", 1)
    session.procedure.run("Restore", 2)
    restored = session.system()
    assert restored.outputs["resource_suffix"] == new
    assert restored.events(ACCOUNT) == kept
    assert restored.act(action="rebuildAll")["status"] == 200
    wait_for(lambda: restored.act(action="rebuildProgress").get("isComplete"), "the rebuild", SLOW, pause=1)
    session.procedure.run("Restore", 3)
    sequence = pay_in(restored, ACCOUNT)
    restored.projected(ACCOUNT, sequence, SLOW)
    assert is_right(restored, ACCOUNT)
    session.procedure.shell(f"terraform destroy -var-file={new}.tfvars && terraform workspace select default")
    session.procedure.set_up_again()


def _latest(system: System) -> datetime:
    """To which both tables can be restored."""
    tables = (system.event_store, system.outputs["command_journal_table_name"])
    found = [system.dynamodb.describe_continuous_backups(TableName=table)["ContinuousBackupsDescription"] for table in tables]
    return min(backup["PointInTimeRecoveryDescription"]["LatestRestorableDateTime"] for backup in found).astimezone(UTC)


def keys(session: Session) -> None:
    """A key that is made here, the archive under it, and the move to another key."""
    session.folder.set(create_kms_key=True)
    session.apply()
    session.report.answer("archive", _archive_under_the_key(session))
    kms, old = session.aws.client("kms"), session.system().outputs["kms_key_arn"]
    policy = kms.get_key_policy(KeyId=old, PolicyName="default")["Policy"]
    new = kms.create_key(Description=f"Another key of {session.suffix}", Policy=policy)["KeyMetadata"]["Arn"]
    session.procedure.run("Keys", 0, NEW_KEY=new)
    session.folder.set(create_kms_key=False, kms_key_arn=new)
    assert kms.describe_key(KeyId=old)["KeyMetadata"]["KeyState"] == "Enabled"
    system = session.system()
    system.projected(ACCOUNT, pay_in(system, ACCOUNT), SLOW)


def _archive_under_the_key(session: Session) -> Answer:
    system = session.system()
    archive, key = system.outputs["event_archive_name"], system.outputs["kms_key_arn"]
    command = f"aws events update-archive --archive-name {archive} --kms-key-identifier {key}"
    printed = session.procedure.shell(f"{command} 2>&1 || true")

    def settled() -> dict | None:
        found = system.bus.describe_archive(ArchiveName=archive)
        return found if found["State"] not in ("CREATING", "UPDATING") else None
    found = wait_for(settled, "the update of the archive", 10 * MINUTES, pause=2)
    lines = [f"{name}: {found.get(name, '-')}" for name in ("State", "StateReason", "KmsKeyIdentifier")]
    works = found["State"] == "ENABLED" and found.get("KmsKeyIdentifier") == key
    return Answer(command, "\n".join([printed.strip(), *lines]),
                  "It works with the key's statement as it is." if works else "It does not: the archive is not under the key.")
