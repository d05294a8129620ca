"""The hash chain: whatever somebody does to the log behind the system's back, `verifyIntegrity` finds the place."""

from decimal import Decimal

import pytest
from boto3.dynamodb.types import TypeSerializer
from harness.answers import InvocationFailed
from harness.system import System, transaction
from harness.waiting import wait_for

_wire = TypeSerializer()
COUNT = 8


@pytest.fixture
def account(system: System) -> str:
    account = system.open_account()
    for number in range(COUNT - 1):
        assert system.command(transaction(account, 1, f"tx-{number}")).status == 200
    system.projected(account, COUNT)
    return account


def verify(system: System, account: str) -> dict:
    answer = system.query({"queryType": "verifyIntegrity", "aggregateId": account})
    assert answer.status == 200, answer
    return answer.body


def put(system: System, item: dict) -> None:
    """As the owner of the account, whom no policy of a function stops."""
    system.event_store_writer.put_item(TableName=system.event_store, Item={name: _wire.serialize(value) for name, value in item.items()})


def put_summary(system: System, summary: dict) -> None:
    system.dynamodb.put_item(TableName=system.read_model_table,
                             Item={name: _wire.serialize(value) for name, value in summary.items()})


def delete(system: System, account: str, sequence: int) -> None:
    key = {"AggregateId": {"S": account}, "EventSequence": {"N": str(sequence)}}
    system.event_store_writer.delete_item(TableName=system.event_store, Key=key)


@pytest.fixture(autouse=True, scope="module")
def _without_the_tables_own_policy(system: System):
    """The table's resource policy forbids even the owner to change an event; here he takes it away first."""
    arn = system.outputs["event_store_table_arn"]
    policy = system.dynamodb.get_resource_policy(ResourceArn=arn)["Policy"]
    system.dynamodb.delete_resource_policy(ResourceArn=arn)
    yield
    system.dynamodb.put_resource_policy(ResourceArn=arn, Policy=policy)


def test_a_sound_log(system: System, account: str) -> None:
    body = verify(system, account)
    assert (body["valid"], body["eventsChecked"], body["readModelMatches"]) == (True, COUNT, True)
    assert "firstInvalidSequence" not in body


@pytest.mark.parametrize("sequence", [1, 2, 5, COUNT])
@pytest.mark.parametrize("change", [
    {"EventData": {"transactionId": "tx", "amount": Decimal("1000000")}}, {"Timestamp": "2020-01-01T00:00:00.000000Z"},
    {"UserId": "mallory"}, {"EventId": "8f14e45f-ceea-467a-9575-5a1f3c1d2b3a"}, {"CorrelationId": "other"},
    {"PreviousHash": "f" * 64}, {"EventHash": "f" * 64}, {"CommandId": "other"}, {"EventType": "AccountClosed"},
], ids=lambda change: next(iter(change)))
def test_an_altered_event(system: System, account: str, sequence: int, change: dict) -> None:
    stored = system.events(account)
    put(system, {**stored[sequence - 1], **change})
    body = verify(system, account)
    assert body["valid"] is False and body["firstInvalidSequence"] == sequence and body["reason"], body


@pytest.mark.parametrize("sequence", [1, 4, COUNT - 1])
def test_a_missing_event(system: System, account: str, sequence: int) -> None:
    delete(system, account, sequence)
    body = verify(system, account)
    assert body["valid"] is False and body["firstInvalidSequence"] == sequence, body


def test_the_last_event_is_missing(system: System, account: str) -> None:
    """The chain of what is left is sound; the read model has seen more."""
    delete(system, account, COUNT)
    body = verify(system, account)
    assert body["readModelMatches"] is False, body


def test_two_events_changed_places(system: System, account: str) -> None:
    stored = system.events(account)
    put(system, {**stored[3], "EventSequence": 5})
    put(system, {**stored[4], "EventSequence": 4})
    body = verify(system, account)
    assert body["valid"] is False and body["firstInvalidSequence"] == 4, body


def test_an_inserted_event(system: System, account: str) -> None:
    stored = system.events(account)
    put(system, {**stored[-1], "EventSequence": COUNT + 1, "EventId": "8f14e45f-ceea-467a-9575-5a1f3c1d2b3a"})
    body = verify(system, account)
    assert body["valid"] is False and body["firstInvalidSequence"] == COUNT + 1, body


@pytest.mark.parametrize("change", [{"Balance": Decimal(1_000_000)}, {"Status": "Closed"}, {"TransactionCount": 99}],
                         ids=lambda change: next(iter(change)))
def test_a_read_model_that_does_not_match(system: System, account: str, change: dict) -> None:
    """A second delivery of an event may mend the summary at any time: then it is damaged again."""
    summary = {**system.summary(account), **change}

    def found() -> dict | None:
        put_summary(system, summary)
        body = verify(system, account)
        return body if system.summary(account) == summary else None
    body = wait_for(found, "an answer that no projection came before")
    assert (body["valid"], body["readModelMatches"]) == (True, False), body


def test_a_corrupted_folded_copy_is_not_trusted(system: System, account: str) -> None:
    """The command decides on the log: money that only the read model knows of cannot be withdrawn."""
    put_summary(system, {**system.summary(account), "Balance": Decimal(1_000_000)})
    answer = system.command(transaction(account, -500))
    assert answer.status == 422 and answer.body["rule"] == "InsufficientFunds", answer
    assert system.command(transaction(account, -5)).status == 200


def test_a_command_on_a_damaged_log_fails_loudly(system: System, account: str) -> None:
    delete(system, account, COUNT - 1)
    with pytest.raises(InvocationFailed) as failed:
        system.command(transaction(account, 1))
    assert failed.value.error_type == "EventLogDamaged"
