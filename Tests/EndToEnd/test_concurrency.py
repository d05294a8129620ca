"""Several writers, several events at once, and what a caller expects of the log."""

import json
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from harness.answers import InvocationFailed
from harness.system import System, transaction, unique

WRITERS, EACH = 64, 50
AT_ONCE = 4
"""Calls under way at a time. A sandbox is a process here, and the local AWS one more for all of them together."""


def test_an_expected_sequence_that_is_met(system: System) -> None:
    account = system.open_account()
    answer = system.command(transaction(account, 1, expectedSequence=1))
    assert answer.status == 200 and answer.body["sequence"] == 2, answer


@pytest.mark.parametrize("expected", [0, 2, 3, 10**12])
def test_an_expected_sequence_that_is_not_met(system: System, expected: int) -> None:
    account = system.open_account()
    answer = system.command(transaction(account, 1, expectedSequence=expected))
    assert answer.status == 409, answer
    assert (answer.body["type"], answer.body["expectedSequence"], answer.body["actualSequence"]) == \
        ("ConcurrencyConflict", expected, 1)
    assert len(system.events(account)) == 1


def test_an_account_that_is_expected_to_be_new(system: System) -> None:
    account = unique("account")
    command = {"aggregateId": account, "eventType": "AccountCreated", "eventData": {}, "expectedSequence": 0}
    assert system.command(command).status == 200
    again = system.command(command)
    assert again.status in (409, 422), again
    assert len(system.events(account)) == 1


def test_one_of_many_with_the_same_expectation(system: System) -> None:
    account = system.open_account()
    commands = [transaction(account, 1, expectedSequence=1) for _ in range(10)]
    with ThreadPoolExecutor(10) as pool:
        statuses = sorted(answer.status for answer in pool.map(system.command, commands))
    assert statuses == [200] + [409] * 9
    assert len(system.events(account)) == 2


def _transactions(count: int, **last: object) -> list[dict]:
    events = [{"eventType": "TransactionProcessed", "eventData": {"transactionId": unique("tx"), "amount": 1}} for _ in range(count)]
    events[-1]["eventData"].update(last)
    return events


@pytest.mark.parametrize("count", [1, 2, 25, 50])
def test_several_events_at_once(system: System, count: int) -> None:
    account = system.open_account()
    answer = system.command({"aggregateId": account, "events": _transactions(count)})
    assert answer.status == 200, answer
    assert [event["sequence"] for event in answer.body["events"]] == list(range(2, count + 2))
    assert (answer.body["sequence"], answer.body["eventId"]) == (count + 1, answer.body["events"][-1]["eventId"])
    assert set(answer.body["events"][0]) == {"eventId", "sequence", "eventType"}
    stored = system.events(account)
    assert [event["EventSequence"] for event in stored] == list(range(1, count + 2))
    assert [event["EventId"] for event in stored[1:]] == [event["eventId"] for event in answer.body["events"]]
    assert system.projected(account, count + 1)["AccountSummary"]["Balance"] == count


def test_a_whole_life_in_one_command(system: System) -> None:
    account = unique("account")
    answer = system.command({"aggregateId": account, "events": [
        {"eventType": "AccountCreated", "eventData": {}}, *_transactions(2), {"eventType": "AccountClosed", "eventData": {}}]})
    assert answer.status == 200 and answer.body["sequence"] == 4, answer
    assert system.projected(account, 4)["AccountSummary"]["Status"] == "Closed"


@pytest.mark.parametrize("events", [
    _transactions(50, amount=-1000), [*_transactions(1), {"eventType": "AccountCreated", "eventData": {}}],
    [{"eventType": "AccountClosed", "eventData": {}}, *_transactions(1)],
], ids=["overdrawn-by-the-last", "created-again", "after-closing"])
def test_all_of_several_events_or_none(system: System, events: list[dict]) -> None:
    account = system.open_account()
    answer = system.command({"aggregateId": account, "events": events})
    assert answer.status == 422, answer
    assert len(system.events(account)) == 1


def test_an_event_that_is_too_large_for_an_item(system: System) -> None:
    account = system.open_account()
    answer = system.command(transaction(account, 1).replace('"type"', '"note": "' + "x" * 420_000 + '", "type"'))
    assert answer.status == 400 and answer.body["type"] == "ValidationError", answer
    assert any(character.isdigit() for character in answer.body["error"])
    assert len(system.events(account)) == 1


def test_several_events_that_are_too_large_together(system: System) -> None:
    account = system.open_account()
    events = _transactions(50)
    for event in events:
        event["eventData"]["note"] = "x" * 90_000
    answer = system.command({"aggregateId": account, "events": events})
    assert answer.status == 400 and answer.body["type"] == "ValidationError", answer
    assert len(system.events(account)) == 1


class Writer:
    """Sends its commands one after the other, each until it is acknowledged, as a careful client does."""

    def __init__(self, system: System, account: str, number: int, end: float, lines: threading.Semaphore) -> None:
        self.system, self.account, self.number, self.end = system, account, number, end
        self.lines = lines
        self.acknowledged: list[str] = []
        self.retries = 0

    def run(self) -> "Writer":
        for number in range(EACH):
            key = f"writer-{self.number}-{number}"
            while not self._acknowledged(key):
                self.retries += 1
                time.sleep(random.uniform(0.01, 0.1))
            self.acknowledged.append(key)
        return self

    def _acknowledged(self, key: str) -> bool:
        try:
            with self.lines:
                assert time.monotonic() < self.end, f"writer {self.number} has {len(self.acknowledged)} of {EACH} when the time is over"
                answer = self.system.command(transaction(self.account, "0.01", key))
        except InvocationFailed:
            return False
        assert answer.status in (200, 409), answer
        assert answer.status == 200 or answer.body["type"] == "ConcurrencyConflict", answer
        return answer.status == 200


def stop_publishing(system: System) -> None:
    """Holds the stream's reader back: the writers get the machine, and the read model falls behind by all they write."""
    name = system.name("publisher")
    mapping = system.functions.list_event_source_mappings(FunctionName=name)["EventSourceMappings"][0]["UUID"]
    system.functions.update_event_source_mapping(UUID=mapping, Enabled=False)


@pytest.mark.last(2)
def test_64_writers_on_one_account(system: System, record_property) -> None:
    account, lines, begun = system.open_account(), threading.Semaphore(AT_ONCE), time.monotonic()
    writers = [Writer(system, account, number, begun + 1_200, lines) for number in range(WRITERS)]
    system.projected(account, 1)
    stop_publishing(system)
    with ThreadPoolExecutor(WRITERS) as pool:
        finished = list(pool.map(Writer.run, writers))
    seconds = time.monotonic() - begun
    retries = sum(writer.retries for writer in finished)
    record_property("seconds", round(seconds, 1))
    record_property("retries", retries)
    print(json.dumps({"commands": WRITERS * EACH, "seconds": round(seconds, 1), "retries by the writers": retries}))
    acknowledged = [key for writer in finished for key in writer.acknowledged]
    stored = system.events(account)
    assert [event["EventSequence"] for event in stored] == list(range(1, WRITERS * EACH + 2))
    assert sorted(event["CommandId"] for event in stored[1:]) == sorted(acknowledged)
    assert system.summary(account)["Version"] == 1
    assert system.rebuild(account)["status"] == 200
    summary = system.projected(account, WRITERS * EACH + 1)["AccountSummary"]
    assert (summary["Balance"], summary["TransactionCount"]) == (WRITERS * EACH / Decimal(100), WRITERS * EACH)
    body = system.query({"queryType": "verifyIntegrity", "aggregateId": account}).body
    assert (body["valid"], body["eventsChecked"], body["readModelMatches"]) == (True, WRITERS * EACH + 1, True)
