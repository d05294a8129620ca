"""Damages of what callers and readers were told."""

from collections.abc import Callable
from decimal import Decimal

from judge.evidence import Evidence


def answered_with_another_event(run: Evidence) -> None:
    line = next(line for line in run.history if "c-3" in line.get("request", ""))
    line["answer"] = {**line["answer"], "body": line["answer"]["body"].replace('"sequence":2', '"sequence":3')}


def two_first_answers(run: Evidence) -> None:
    for line in run.history:
        if "duplicate" in line.get("answer", {}).get("body", ""):
            line["answer"] = {**line["answer"], "body": line["answer"]["body"].replace('"duplicate":true,', "")}


def _change(run: Evidence, kind: str, place: int, change: Callable[[dict], None]) -> None:
    change([line for line in run.history if line["kind"] == kind][place])


def false_refusal(run: Evidence) -> None:
    for line in run.history:
        if "c-5" in line.get("request", ""):
            line["request"] = line["request"].replace("-900.0009", "-1.0009")


def refused_as_invalid(run: Evidence) -> None:
    for line in run.history:
        if "c-6" in line.get("request", ""):
            line["request"] = line["request"].replace('"12.5"', "12.5")


def stale_read(run: Evidence) -> None:
    """Consistent, and without what was acknowledged before."""
    body = '{"Version":1,"Balance":0,"Status":"Active","TransactionCount":0}'
    _change(run, "read", 0, lambda line: line["answer"].update(body=body))


def read_of_the_future(run: Evidence) -> None:
    body = '{"Version":4,"Balance":57.0003,"Status":"Active","TransactionCount":3}'
    _change(run, "read", 0, lambda line: line["answer"].update(body=body))


def wrong_balance_read(run: Evidence) -> None:
    _change(run, "read", 1, lambda line: line["answer"].update(body=line["answer"]["body"].replace("57.0003", "57.0004")))


def reader_going_backwards(run: Evidence) -> None:
    sight = [line for line in run.history if line["kind"] == "sight"][0]
    run.history.append({**sight, "begin": Decimal(100), "end": Decimal(101)})


def wrong_balance_seen(run: Evidence) -> None:
    _change(run, "sight", 1, lambda line: line["item"].update(Balance={"N": "57"}))


DAMAGES = {
    answered_with_another_event: "answers",
    two_first_answers: "duplicates",
    false_refusal: "refusals",
    refused_as_invalid: "valid",
    stale_read: "reads",
    read_of_the_future: "reads",
    wrong_balance_read: "reads",
    reader_going_backwards: "backwards",
    wrong_balance_seen: "sights",
}
