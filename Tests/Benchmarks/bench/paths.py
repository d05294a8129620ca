"""The paths that are measured: whom they ask, with what, and what a right answer holds."""

import json
from dataclasses import dataclass

from bench import events
from bench.data import BUSY, CUSTOMER, OTHERS, DataSet, log
from bench.run import Question

DONE, NONE_FAILED = '"statusCode":200', '"batchItemFailures":[]'
# Each event of a run is another command: the stub puts its number there.
NEW = "@n@"


@dataclass(frozen=True)
class Path:
    """`events` is how many a run takes: about a third of a second's."""

    name: str
    function: str
    question: Question
    events: int

    @property
    def warm_up(self) -> int:
        return max(5, self.events // 10)


def paths(data: DataSet) -> list[Path]:
    return [*_commands(data), *_publishing(data), *_projecting(data), *_queries(data)]


def _commands(data: DataSet) -> list[Path]:
    def path(name: str, command: dict, expect: str, count: int) -> Path:
        return Path(name, "command", data.question(name, [command], expect), count)

    def keyed(length: int) -> Path:
        command = events.transaction(log(length), f"new-{NEW}")
        return path(f"keyed command, log of {length:,}", command, rf'\"sequence\":{length + 1},', 600)

    def batch(count: int) -> Path:
        command = events.batch(log(10), count, f"new-{NEW}")
        return path(f"command of {count} events", command, rf'\"sequence\":{10 + count},',
                    2_000 // count)

    return [
        path("refused", {"eventType": "AccountCreated"}, '"statusCode":400', 3_000),
        path("create", events.create(f"new-{NEW}"), DONE, 1_200),
        path("create with key", events.create(f"new-{NEW}", key=f"key-{NEW}"), DONE, 1_200),
        *(keyed(length) for length in data.lengths if length != 100), batch(10), batch(50)]


def _publishing(data: DataSet) -> list[Path]:
    items = sorted(data.stored("event-store", log(100)), key=lambda item: int(item["EventSequence"]["N"]))

    def path(count: int, runs: int) -> Path:
        name = f"publish {count}"
        return Path(name, "publish", data.question(name, [events.stream(items[-count:])], NONE_FAILED), runs)

    return [path(1, 1_500), path(100, 120)]


def _projecting(data: DataSet) -> list[Path]:
    entries = {}
    for item in data.stored("event-bus"):
        detail = json.loads(item["Entry"]["Detail"])
        entries[detail["AggregateId"], detail["EventSequence"]] = item["Entry"]

    def path(name: str, places: list[tuple[str, int]], runs: int) -> Path:
        event = events.queue([entries[place] for place in places])
        return Path(name, "projection", data.question(name, [event], NONE_FAILED), runs)

    return [
        path("project 1", [(OTHERS[0], 2)], 800),
        path("project 10 of one account", [(BUSY, sequence) for sequence in range(2, 12)], 300),
        path("project 10 of ten accounts", [(account, 2) for account in OTHERS], 150)]


def floor_path(data: DataSet) -> Path:
    """What the floor gives back: an event of 1 KB."""
    return Path("echo of 1 KB", "floor", data.question("echo", [{"id": NEW, "data": "abcdefgh" * 124}]), 4_000)


def _queries(data: DataSet) -> list[Path]:
    def path(name: str, question: dict, expect: str, count: int) -> Path:
        return Path(name, "query", data.question(name, [question], expect), count)

    def event_list(count: int, runs: int) -> Path:
        question = {"queryType": "getAggregateEvents", "aggregateId": log(count)}
        return path(f"{count:,} events", question, rf'\"eventCount\":{count}', runs)

    state = {"queryType": "reconstructState", "aggregateId": log(1_000)}
    return [
        path("summary", {"queryType": "getAccountSummary", "accountId": log(10)}, r'\"Version\":10,', 1_500),
        event_list(100, 150), event_list(1_000, 20),
        path("reconstruct 1,000", state, r'\"eventsProcessed\":1000,', 20),
        path("accounts of a customer", {"queryType": "getCustomerAccounts", "customerId": CUSTOMER},
             r'\"accountCount\":10', 400)]
