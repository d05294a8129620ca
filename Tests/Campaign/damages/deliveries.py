"""Damages of bus, archive, dead letters and rebuilds."""

import json
from decimal import Decimal

from judge.evidence import Evidence
from sound_run import ACCOUNT


def not_published(run: Evidence) -> None:
    del run.bus[2]


def published_otherwise(run: Evidence) -> None:
    run.bus[2] = {**run.bus[2], "detail": {**run.bus[2]["detail"], "UserId": "mallory"}}


def not_archived(run: Evidence) -> None:
    del run.archive[0]


def letter_of_no_poison(run: Evidence) -> None:
    run.dead_letters.append({"body": json.dumps({"letter": {"reason": "EventNotInStore", "aggregateId": ACCOUNT, "messageId": "other"}})})


def swallowed_poison(run: Evidence) -> None:
    run.dead_letters.clear()


def forged_event_without_a_letter(run: Evidence) -> None:
    run.history.append({"kind": "act", "what": "redrive", "begin": Decimal(10), "end": Decimal(20)})
    run.history.append({"kind": "poison", "begin": Decimal(9), "aggregateId": "forged"})


def lost_rebuild(run: Evidence) -> None:
    run.history.append({"kind": "rebuild", "run": "r", "how": "lost"})


def letter_of_the_process(run: Evidence) -> None:
    run.process_dead_letters.append({"body": "{}"})


DAMAGES = {
    not_published: "bus",
    published_otherwise: "bus",
    not_archived: "archive",
    letter_of_no_poison: "letters",
    swallowed_poison: "letters",
    forged_event_without_a_letter: "letters",
    lost_rebuild: "rebuilds",
    letter_of_the_process: "letters",
}
