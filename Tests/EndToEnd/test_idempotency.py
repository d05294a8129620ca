"""The same command again: the first answer with `duplicate`, and one event."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from harness.system import System, close, create, transaction, unique


def same_answer(first, again) -> None:
    assert again.status == 200, again
    assert again.body == {**first.body, "duplicate": True}


@pytest.mark.parametrize("command", [
    lambda account: create(account) | {"commandId": "c-1"},
    lambda account: close(account, commandId="c-1"),
    lambda account: transaction(account, 5, "tx-1", commandId="c-1"),
    lambda account: transaction(account, 5, "tx-1"),
    lambda account: {"aggregateId": account, "commandId": "c-1", "events": [
        {"eventType": "TransactionProcessed", "eventData": {"amount": 1}}, {"eventType": "AccountClosed", "eventData": {}}]},
], ids=["created", "closed", "by-commandId", "by-transactionId", "several"])
def test_a_repeated_command(system: System, command) -> None:
    account = unique("account")
    made = command(account)
    if json.loads(made)["eventType"] != "AccountCreated" if isinstance(made, str) else made.get("eventType") != "AccountCreated":
        system.open_account(account)
    first = system.command(made)
    assert first.status == 200 and "duplicate" not in first.body, first
    count = len(system.events(account))
    for _ in range(3):
        same_answer(first, system.command(made))
    assert len(system.events(account)) == count


def test_a_repeated_command_after_others(system: System) -> None:
    account = system.open_account()
    first = system.command(transaction(account, 5, "tx-1"))
    for number in range(15):
        assert system.command(transaction(account, 1, f"later-{number}")).status == 200
    same_answer(first, system.command(transaction(account, 5, "tx-1")))
    assert system.command(close(account)).status == 200
    same_answer(first, system.command(transaction(account, 5, "tx-1")))


def test_the_form_of_the_json_does_not_matter(system: System) -> None:
    account = system.open_account()
    first = system.command(transaction(account, "100.50", "tx-1"))
    event = {"timestamp": "2024-01-15T10:30:00Z", "amount": 100.5, "type": "deposit", "transactionId": "tx-1"}
    same_answer(first, system.command({"eventData": event, "eventType": "TransactionProcessed", "aggregateId": account}))


@pytest.mark.parametrize("change", [
    {"amount": 6}, {"type": "credit"}, {"timestamp": "2024-01-15T10:30:01Z"}, {"note": "another"},
], ids=lambda change: next(iter(change)))
def test_other_content_under_a_used_transaction(system: System, change: dict) -> None:
    account = system.open_account()
    event = {"transactionId": "tx-1", "amount": 5, "type": "deposit", "timestamp": "2024-01-15T10:30:00Z"}
    command = {"aggregateId": account, "eventType": "TransactionProcessed", "eventData": event}
    assert system.command(command).status == 200
    answer = system.command({**command, "eventData": {**event, **change}})
    assert answer.status == 409 and answer.body["type"] == "CommandIdReused", answer
    assert len(system.events(account)) == 2


def test_other_content_under_a_used_command_id(system: System) -> None:
    account = system.open_account()
    assert system.command(transaction(account, 5, "tx-1", commandId="c-1")).status == 200
    for command in (transaction(account, 5, "tx-2", commandId="c-1"), close(account, commandId="c-1")):
        answer = system.command(command)
        assert answer.status == 409 and answer.body["type"] == "CommandIdReused", answer
    assert len(system.events(account)) == 2


def test_a_key_counts_within_its_aggregate(system: System) -> None:
    one, other = system.open_account(), system.open_account()
    assert "duplicate" not in system.command(transaction(one, 5, "tx-1")).body
    assert "duplicate" not in system.command(transaction(other, 5, "tx-1")).body


def test_a_refused_command_may_come_again(system: System) -> None:
    account = system.open_account()
    assert system.command(transaction(account, -5, "tx-1")).status == 422
    assert system.command(transaction(account, 10, "tx-2")).status == 200
    answer = system.command(transaction(account, -5, "tx-1"))
    assert answer.status == 200 and "duplicate" not in answer.body


def test_the_same_command_from_many_at_once(system: System) -> None:
    account = system.open_account()
    command = transaction(account, 5, "tx-1")
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda _: system.command(command), range(24)))
    assert {answer.status for answer in answers} == {200}
    assert len({answer.body["eventId"] for answer in answers}) == 1
    assert sum("duplicate" not in answer.body for answer in answers) == 1
    assert len(system.events(account)) == 2


def test_each_transaction_of_a_list_has_its_own_key(system: System) -> None:
    account = system.open_account()
    events = [{"eventType": "TransactionProcessed", "eventData": {"transactionId": name, "amount": 1}} for name in ("a", "b")]
    first = system.command({"aggregateId": account, "events": events})
    assert first.status == 200, first
    same_answer(first, system.command({"aggregateId": account, "events": events}))
    mixed = system.command({"aggregateId": account, "events": [events[1], {**events[0], "eventData": {"transactionId": "c", "amount": 1}}]})
    assert mixed.status == 409 and mixed.body["type"] == "CommandIdReused", mixed
    assert len(system.events(account)) == 3
