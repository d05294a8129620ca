"""Each query on the deployed system: whole, in order, exact, and paged."""

import json
import time
from decimal import Decimal

import pytest
from harness.system import System, close, transaction, unique
from harness.waiting import settled


@pytest.fixture(scope="module")
def account(system: System) -> str:
    """Created, five transactions of 10.01, closed: seven events."""
    account = system.open_account()
    for number in range(5):
        assert system.command(transaction(account, "10.01", f"tx-{number}")).status == 200
    assert system.command(close(account)).status == 200
    system.projected(account, 7)
    return account


def ask(system: System, query: str, **fields: object) -> dict:
    answer = system.query({"queryType": query, **fields})
    assert answer.status == 200, answer
    return answer.body


def pages(system: System, query: str, **fields: object) -> list[dict]:
    """All pages, by the tokens."""
    found = [ask(system, query, **fields)]
    while "nextToken" in found[-1]:
        assert len(found) < 100
        found.append(ask(system, query, **fields, nextToken=found[-1]["nextToken"]))
    return found


def test_account_summary(system: System, account: str) -> None:
    item = system.summary(account)
    body = ask(system, "getAccountSummary", accountId=account)
    assert body == {name: value for name, value in item.items() if name in body}
    assert set(item) - set(body) <= {"StateDigest"}, "all but what only the system itself reads"
    assert (body["Balance"], body["Status"], body["TransactionCount"], body["Version"]) == (Decimal("50.05"), "Closed", 5, 7)


def test_account_summary_of_nobody(system: System) -> None:
    answer = system.query({"queryType": "getAccountSummary", "accountId": unique("nobody")})
    assert answer.status == 404 and answer.body == {"error": "Account not found"}


def test_a_caller_reads_its_own_write(system: System) -> None:
    account = system.open_account()
    for number in range(5):
        sequence = system.command(transaction(account, 1)).body["sequence"]
        fields = {"consistent": True} if number % 2 else {"minSequence": sequence}
        body = ask(system, "getAccountSummary", accountId=account, **fields)
        assert (body["Version"], body["Balance"]) == (sequence, number + 1)


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 100])
def test_audit_trail(system: System, account: str, limit: int) -> None:
    found = pages(system, "getAuditTrail", accountId=account, limit=limit)
    events = [event for page in found for event in page["Events"]]
    stored = system.events(account)
    assert [event["EventId"] for event in events] == [event["EventId"] for event in stored]
    assert [event["Data"] for event in events] == [event["EventData"] for event in stored]
    assert set(events[0]) == {"EventId", "EventType", "Timestamp", "Data"}
    assert all(len(page["Events"]) <= limit for page in found)
    assert (found[0]["AccountId"], found[0]["ProjectionType"], found[0]["Version"]) == (account, "AuditTrail", 7)
    assert found[0]["LastEventId"] == stored[-1]["EventId"] and found[0]["LastUpdated"]


def test_audit_trail_of_nobody(system: System) -> None:
    assert system.query({"queryType": "getAuditTrail", "accountId": unique("nobody")}).status == 404


@pytest.mark.parametrize("limit", [1, 3, 100])
@pytest.mark.parametrize("start", [None, 0, 1, 4, 7, 8])
def test_aggregate_events(system: System, account: str, limit: int, start: int | None) -> None:
    fields = {} if start is None else {"fromSequence": start}
    found = pages(system, "getAggregateEvents", aggregateId=account, limit=limit, **fields)
    events = [event for page in found for event in page["events"]]
    assert events == [event for event in system.events(account) if event["EventSequence"] >= (start or 0)]
    assert all(page["eventCount"] == len(page["events"]) <= limit and page["aggregateId"] == account for page in found)


@pytest.mark.parametrize("sequence, balance, status", [
    (0, "0", "Unknown"), (1, "0", "Active"), (2, "10.01", "Active"), (6, "50.05", "Active"), (7, "50.05", "Closed"), (99, "50.05", "Closed")])
def test_state_at_a_sequence(system: System, account: str, sequence: int, balance: str, status: str) -> None:
    body = ask(system, "reconstructState", aggregateId=account, upToSequence=sequence)
    state = body["reconstructedState"]
    assert (Decimal(state["balance"]), state["status"]) == (Decimal(balance), status)
    assert body["eventsProcessed"] == min(sequence, 7) and body["reconstructionTimestamp"]
    assert body["aggregateId"] == state["aggregateId"] == account


def test_state_at_a_time(system: System, account: str) -> None:
    for event in system.events(account):
        body = ask(system, "reconstructState", aggregateId=account, asOf=event["Timestamp"])
        assert body["eventsProcessed"] == event["EventSequence"], "the bound is inclusive"
    assert ask(system, "reconstructState", aggregateId=account, asOf="2000-01-01T00:00:00Z")["reconstructedState"]["status"] == "Unknown"


def test_state_of_nobody(system: System) -> None:
    body = ask(system, "reconstructState", aggregateId=unique("nobody"))
    assert body["reconstructedState"]["status"] == "Unknown" and body["eventsProcessed"] == 0


@pytest.mark.parametrize("limit", [1, 3, 100])
def test_events_by_type(system: System, account: str, limit: int) -> None:
    stored = [event for event in system.events(account) if event["EventType"] == "TransactionProcessed"]
    bounds = {"startTime": stored[0]["Timestamp"], "endTime": stored[-1]["Timestamp"]}
    found = pages(system, "getEventsByType", eventType="TransactionProcessed", limit=limit, **bounds)
    events = [event for page in found for event in page["events"]]
    assert [event for event in events if event["AggregateId"] == account] == stored[::-1]
    assert [event["Timestamp"] for event in events] == sorted((event["Timestamp"] for event in events), reverse=True)
    assert found[0]["eventType"] == "TransactionProcessed"


@pytest.mark.parametrize("limit", [1, 2, 5, 100])
def test_events_by_time_range(system: System, account: str, limit: int) -> None:
    stored = system.events(account)
    bounds = {"startTime": stored[0]["Timestamp"], "endTime": stored[-1]["Timestamp"]}
    found = pages(system, "getEventsByTimeRange", limit=limit, **bounds)
    events = [event for page in found for event in page["events"]]
    assert [event for event in events if event["AggregateId"] == account] == stored
    assert [event["Timestamp"] for event in events] == sorted(event["Timestamp"] for event in events)
    assert len({event["EventId"] for event in events}) == len(events)


@pytest.mark.parametrize("change", [
    lambda instant: instant, lambda instant: instant.replace("Z", "000Z"), lambda instant: instant.replace("Z", "+00:00"),
    lambda instant: instant.replace("T", "t").replace("Z", "z")], ids=["6-digits", "9-digits", "offset", "lower-case"])
def test_the_forms_of_an_instant(system: System, account: str, change) -> None:
    instant = system.events(account)[2]["Timestamp"]
    body = ask(system, "getEventsByTimeRange", startTime=change(instant), endTime=change(instant))
    assert account in [event["AggregateId"] for event in body["events"]], "both bounds are inclusive"


def test_a_token_for_another_question(system: System, account: str) -> None:
    token = ask(system, "getAggregateEvents", aggregateId=account, limit=1)["nextToken"]
    others = [{"queryType": "getAggregateEvents", "aggregateId": "another", "limit": 1},
              {"queryType": "getAuditTrail", "accountId": account, "limit": 1},
              {"queryType": "getEventsByType", "eventType": "AccountClosed"}]
    for other in others:
        answer = system.query({**other, "nextToken": token})
        assert answer.status == 400 and answer.body["field"] == "nextToken", answer


def test_a_token_that_was_tampered_with(system: System, account: str) -> None:
    token = ask(system, "getAggregateEvents", aggregateId=account, limit=1)["nextToken"]
    for position in range(0, len(token), max(1, len(token) // 25)):
        other = token[:position] + ("A" if token[position] != "A" else "B") + token[position + 1:]
        answer = system.query({"queryType": "getAggregateEvents", "aggregateId": account, "limit": 1, "nextToken": other})
        assert answer.status == 400 and answer.body["field"] == "nextToken", (position, answer)


def test_an_answer_below_the_limit_of_lambda(system: System) -> None:
    account = system.open_account()
    note, batches, each = "x" * 64_000, 3, 37
    stored = 1 + batches * each
    # One fold of it: event by event it would be read again and again, beyond what the tables can do.
    rule = {"Name": system.outputs["financial_events_rule_name"], "EventBusName": system.outputs["event_bus_name"]}
    system.projected(account, 1)
    system.bus.disable_rule(**rule)
    try:
        for batch in range(batches):
            data = [{"transactionId": f"tx-{batch}-{number}", "amount": 1, "note": note} for number in range(each)]
            answer = system.command({"aggregateId": account, "events": [
                {"eventType": "TransactionProcessed", "eventData": one} for one in data]})
            assert answer.status == 200, answer
        settled(lambda: system.runs("publisher"), "the publisher", quiet=5)
    finally:
        system.bus.enable_rule(**rule)
    system.invoke(system.name("projection"), {"action": "rebuild", "accountId": account})
    system.projected(account, stored)
    for query, key, field in (("getAggregateEvents", "aggregateId", "events"), ("getAuditTrail", "accountId", "Events")):
        count, pages, fields = 0, 0, {"queryType": query, key: account, "limit": stored}
        while True:
            answer = system.query(fields)
            assert answer.status == 200 and len(json.dumps(answer.text)) < 6_291_556
            count += len(answer.body[field])
            pages += 1
            if "nextToken" not in answer.body:
                break
            fields["nextToken"] = answer.body["nextToken"]
        assert count == stored and pages > 1


@pytest.mark.parametrize("limit", [1, 2, 100])
def test_the_accounts_of_a_customer(system: System, limit: int) -> None:
    customer = unique("customer")
    accounts = sorted(system.open_account(customerId=customer) for _ in range(3))
    for account in accounts:
        assert system.command(transaction(account, "0.10")).status == 200
        system.projected(account, 2)
    found = pages(system, "getCustomerAccounts", customerId=customer, limit=limit)
    listed = [entry for page in found for entry in page["accounts"]]
    assert [(entry["accountId"], entry["status"], entry["balance"], entry["version"]) for entry in listed] == \
        [(account, "Active", Decimal("0.10"), 2) for account in accounts]
    assert all(page["customerId"] == customer and page["accountCount"] == len(page["accounts"]) <= limit for page in found)
    assert ask(system, "getCustomerAccounts", customerId=unique("nobody"))["accounts"] == []


def test_integrity_of_a_sound_account(system: System, account: str) -> None:
    body = ask(system, "verifyIntegrity", aggregateId=account)
    assert (body["valid"], body["eventsChecked"], body["readModelMatches"]) == (True, 7, True)
    assert body["headHash"] == system.events(account)[-1]["EventHash"]


def test_time_travel_on_a_long_history(system: System) -> None:
    account = system.open_account()
    for part in range(8):
        events = [{"eventType": "TransactionProcessed", "eventData": {"transactionId": f"{part}-{each}", "amount": 0.5}} for each in range(50)]
        assert system.command({"aggregateId": account, "events": events}).status == 200
    system.projected(account, 401)
    begun = time.monotonic()
    for sequence in (1, 99, 100, 101, 250, 400, 401):
        body = ask(system, "reconstructState", aggregateId=account, upToSequence=sequence)
        assert Decimal(body["reconstructedState"]["balance"]) == Decimal("0.5") * (sequence - 1)
        assert body["eventsProcessed"] == sequence and body["upToSequence"] == sequence
    assert time.monotonic() - begun < 30
    assert [name for name in system.read_model(account) if name.startswith("Snapshot#")] != []
