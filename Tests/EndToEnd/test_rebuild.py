"""Folding accounts anew, one or all, while commands come in."""

import json
from decimal import Decimal

import pytest
from boto3.dynamodb.types import TypeSerializer
from harness.system import System, transaction, unique

_wire = TypeSerializer()


def complete(system: System) -> dict | None:
    """The progress of a rebuild of all accounts that is at its end."""
    progress = system.act(action="rebuildProgress")
    return progress if progress["isComplete"] else None


def spoil(system: System, account: str) -> None:
    """Makes the read model wrong in a way that no event would notice."""
    summary = {**system.summary(account), "Balance": Decimal(-1), "TransactionCount": 77}
    system.dynamodb.put_item(TableName=system.read_model_table, Item={name: _wire.serialize(value) for name, value in summary.items()})


@pytest.fixture
def account(system: System) -> str:
    account = system.open_account()
    for number in range(5):
        assert system.command(transaction(account, "2.5", f"tx-{number}")).status == 200
    system.projected(account, 6)
    return account


@pytest.mark.parametrize("damage", [spoil, System.lose])
def test_one_account(system: System, account: str, damage) -> None:
    before = system.read_model(account)
    damage(system, account)
    assert system.act(action="rebuild", accountId=account)["status"] == 200
    assert system.read_model(account) == before


def test_one_account_that_was_never_opened(system: System) -> None:
    assert system.act(action="rebuild", accountId=unique("nobody"))["status"] == 404


@pytest.mark.parametrize("action", [
    {"action": "rebuild"}, {"action": "rebuild", "accountId": ""}, {"action": "rebuild", "accountId": 7}, {"action": "unknown"},
    {"action": 7}, {"action": "rebuildAll", "parts": 0}, {"action": "rebuildAll", "maximumEventsPerSecond": 0},
    {"action": "rebuildPart", "run": "r", "part": 1}], ids=json.dumps)
def test_an_action_of_the_wrong_form(system: System, action: dict) -> None:
    found = system.act(**action)
    assert found["status"] == 400 and found["error"], found


def test_all_accounts(system: System) -> None:
    accounts = [system.open_account() for _ in range(5)]
    for account in accounts:
        assert system.command(transaction(account, 3, "tx")).status == 200
    before = {account: system.projected(account, 2) for account in accounts}
    spoil(system, accounts[0])
    system.lose(accounts[1])
    begun = system.act(action="rebuildAll", parts=3)
    assert (begun["status"], begun["parts"]) == (200, 3)
    progress = system.eventually(lambda: complete(system), "the end of the rebuild", 240)
    assert progress["run"] == begun["run"] and progress["processedAccounts"] >= 5
    assert not {failure["accountId"] for failure in progress["failedAccounts"]} & set(accounts)
    assert {account: system.read_model(account) for account in accounts} == before


def test_a_rebuild_of_all_that_is_stopped(system: System) -> None:
    system.projected(system.open_account(), 1)
    begun = system.act(action="rebuildAll", parts=1, maximumEventsPerSecond=1)
    assert system.act(action="stopRebuild") == {"status": 200, "run": begun["run"], "isStopped": True}
    assert system.act(action="rebuildProgress")["isStopped"] is True


def test_a_rebuild_while_commands_come_in(system: System, account: str) -> None:
    for number in range(20):
        assert system.command(transaction(account, 1, f"live-{number}")).status == 200
        if number % 5 == 0:
            assert system.act(action="rebuild", accountId=account)["status"] == 200
    summary = system.projected(account, 26)["AccountSummary"]
    assert (summary["Balance"], summary["TransactionCount"]) == (Decimal("32.5"), 25)


def test_an_older_fold_is_made_anew_by_the_next_event(system: System, account: str) -> None:
    summary = {**system.summary(account), "ProjectionVersion": Decimal(0), "Balance": Decimal(12345)}
    system.dynamodb.put_item(TableName=system.read_model_table, Item={name: _wire.serialize(value) for name, value in summary.items()})
    assert system.command(transaction(account, 1, "tx-new")).status == 200
    assert system.projected(account, 7)["AccountSummary"]["Balance"] == Decimal("13.5")
