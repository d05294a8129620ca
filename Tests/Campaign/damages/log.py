"""Damages of the logs in the event store."""

from decimal import Decimal

from judge.chain import hash_of
from judge.evidence import Evidence
from sound_run import ACCOUNT, OTHER, TRANSFER


def again(log: list[dict]) -> None:
    """Hashes and sequences as if the log had always been so: only what it says is wrong."""
    for place in range(len(log)):
        log[place] = {**log[place], "EventSequence": Decimal(place + 1), "PreviousHash": log[place - 1]["EventHash"] if place else "0" * 64}
        log[place]["EventHash"] = hash_of(log[place])


def lost_event(run: Evidence) -> None:
    del run.logs[ACCOUNT][1]
    again(run.logs[ACCOUNT])


def doubled_event(run: Evidence) -> None:
    run.logs[ACCOUNT].insert(2, {**run.logs[ACCOUNT][1], "EventId": "event-again"})
    again(run.logs[ACCOUNT])


def gap(run: Evidence) -> None:
    del run.logs[ACCOUNT][2]


def altered_amount(run: Evidence) -> None:
    run.logs[ACCOUNT][1]["EventData"]["amount"] = Decimal("100.0002")


def other_amount(run: Evidence) -> None:
    run.logs[ACCOUNT][1]["EventData"] = {**run.logs[ACCOUNT][1]["EventData"], "amount": Decimal("100.0002")}
    again(run.logs[ACCOUNT])


def torn_batch(run: Evidence) -> None:
    del run.logs[ACCOUNT][3]
    again(run.logs[ACCOUNT])


def wrong_order(run: Evidence) -> None:
    log = run.logs[ACCOUNT]
    log[1:4] = log[2:4] + log[1:2]
    again(log)


def refused_and_stored(run: Evidence) -> None:
    data = {"amount": Decimal("-900.0009"), "type": "withdrawal", "reference": "c-5"}
    run.logs[ACCOUNT].append({**run.logs[ACCOUNT][-1], "EventType": "TransactionProcessed", "EventData": data, "CommandId": "c-5"})
    again(run.logs[ACCOUNT])


def sent_by_nobody(run: Evidence) -> None:
    data = {"amount": Decimal("1.0001"), "type": "deposit", "reference": "nobody's"}
    run.logs[OTHER].append({**run.logs[OTHER][-1], "EventData": data, "CommandId": "x"})
    again(run.logs[OTHER])


def transfer_under_way(run: Evidence) -> None:
    del run.logs[TRANSFER][-1]


def credited_twice(run: Evidence) -> None:
    run.logs[OTHER].append({**run.logs[OTHER][-1]})
    again(run.logs[OTHER])


DAMAGES = {
    lost_event: "lost",
    doubled_event: "doubled",
    gap: "sequences",
    altered_amount: "hash",
    other_amount: "content",
    torn_batch: "batches",
    wrong_order: "order",
    refused_and_stored: "refused",
    sent_by_nobody: "unsent",
    transfer_under_way: "ended",
    credited_twice: "legs",
}
