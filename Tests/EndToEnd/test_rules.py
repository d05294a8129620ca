"""The rules of the account: 422 with the rule's name, and nothing is written."""

from decimal import Decimal

import pytest
from harness.system import System, close, create, envelope, transaction, unique


def refused(answer, rule: str) -> None:
    assert answer.status == 422, answer
    assert (answer.body["type"], answer.body["rule"]) == ("BusinessRuleViolation", rule), answer
    assert answer.body["error"]


def test_an_account_is_created_once(system: System) -> None:
    account = system.open_account()
    refused(system.command(create(account)), "AccountAlreadyExists")
    assert len(system.events(account)) == 1


def test_the_account_names_its_aggregate(system: System) -> None:
    account = unique("account")
    refused(system.command(create(account, accountId="another")), "AccountIdMismatch")
    assert system.events(account) == []


@pytest.mark.parametrize("command", [transaction, close], ids=["transaction", "close"])
def test_nothing_before_the_account_is_created(system: System, command) -> None:
    account = unique("account")
    refused(system.command(command(account, 1) if command is transaction else command(account)), "AccountNotFound")
    assert system.events(account) == []


@pytest.mark.parametrize("command", [transaction, close], ids=["transaction", "close"])
def test_nothing_after_the_account_is_closed(system: System, command) -> None:
    account = system.open_account()
    assert system.command(close(account)).status == 200
    refused(system.command(command(account, 1) if command is transaction else command(account)), "AccountClosed")
    assert len(system.events(account)) == 2


@pytest.mark.parametrize("kind, amount", [("deposit", -1), ("credit", -1), ("withdrawal", 1), ("debit", 1)])
def test_the_sign_of_an_amount(system: System, kind: str, amount: int) -> None:
    account = system.open_account()
    data = {"transactionId": "tx", "amount": amount, "type": kind}
    refused(system.command({"aggregateId": account, "eventType": "TransactionProcessed", "eventData": data}), "AmountSign")


def test_the_balance_does_not_fall_below_zero(system: System) -> None:
    account = system.open_account()
    assert system.command(transaction(account, "10.0001")).status == 200
    refused(system.command(transaction(account, "-10.0002")), "InsufficientFunds")
    assert system.command(transaction(account, "-10.0001")).status == 200
    assert system.projected(account, 3)["AccountSummary"]["Balance"] == 0


def test_the_balance_may_fall_to_the_overdraft_limit(system: System) -> None:
    account = system.open_account(overdraftLimit=50)
    assert system.command(transaction(account, "-50")).status == 200
    refused(system.command(transaction(account, "-0.0001")), "InsufficientFunds")
    summary = system.projected(account, 2)["AccountSummary"]
    assert (summary["Balance"], summary["OverdraftLimit"]) == (-50, 50)


def test_closing_keeps_the_balance(system: System) -> None:
    account = system.open_account()
    system.command(transaction(account, "12.5"))
    assert system.command(close(account)).status == 200
    summary = system.projected(account, 3)["AccountSummary"]
    assert (summary["Balance"], summary["Status"]) == (Decimal("12.5"), "Closed") and summary["ClosedAt"]


@pytest.mark.parametrize("amount", ["99999999999.9999", "0.0001", "100.50", "1e2", "1.5E+1", "0.10"])
def test_an_amount_is_exact(system: System, amount: str) -> None:
    account = system.open_account()
    assert system.command(transaction(account, amount)).status == 200
    assert system.projected(account, 2)["AccountSummary"]["Balance"] == Decimal(amount)
    assert system.query({"queryType": "getAccountSummary", "accountId": account}).body["Balance"] == Decimal(amount)


def test_the_largest_amount_is_exact(system: System) -> None:
    """In an envelope and read from the log, because the local AWS passes events on in binary floating point."""
    account, amount = system.open_account(), "999999999999999.9999"
    assert system.command(envelope(transaction(account, amount))).status == 200
    assert system.events(account)[1]["EventData"]["amount"] == Decimal(amount)
    answer = system.query({"queryType": "getAccountSummary", "accountId": account, "consistent": True})
    assert answer.body["Balance"] == Decimal(amount)


def test_cents_do_not_drift(system: System) -> None:
    account = system.open_account()
    for number in range(5):
        assert system.command({"aggregateId": account, "events": [
            {"eventType": "TransactionProcessed", "eventData": {"transactionId": f"tx-{number}-{each}", "amount": 0.1}}
            for each in range(10)]}).status == 200
    assert system.projected(account, 51)["AccountSummary"]["Balance"] == Decimal("5")
