"""The runbook's looks and repairs, against damage made for them."""

import re

from harness.system import System
from harness.waiting import NotYet, wait_for
from operations.damage import is_right, lose, own, spoil
from operations.runbook import answers

from .session import ACCOUNT, SLOW, Session, pay_in

_LOOKS = ("Runbook", "Look at errors", "Look at dead letters", "Look at the publisher's mapping", "Look at the queues", "Look at capacity")


def look(session: Session) -> None:
    for heading in _LOOKS:
        session.runbook.run(heading)


def rebuild(session: Session) -> None:
    system = session.system()
    _up_to_date(system)
    spoil(system, ACCOUNT)
    [found] = answers(session.runbook.run("Verify"))
    assert found["valid"] is True and found["readModelMatches"] is False, found
    [done] = answers(session.runbook.run("Rebuild"))
    assert done["processedEvents"] == len(system.events(ACCOUNT)) and done["failedEvents"] == 0, done
    [found] = answers(session.runbook.run("Verify"))
    assert found["readModelMatches"] is True, found


def republish(session: Session) -> None:
    system = session.system()
    count = len(system.events(ACCOUNT))
    everything, one = answers(session.runbook.run("Republish"))
    assert (everything["published"], one["published"]) == (count, 1), (everything, one)
    slices = answers(session.runbook.run("Republish", 1))
    assert sum(found["published"] for found in slices) >= count, slices
    assert is_right(system, ACCOUNT)


def redrive(session: Session) -> None:
    """Of what the rule could not deliver, because the queue had lost its policy; the same apply puts that back."""
    system = session.system()
    before = system.depth()
    system.queue.set_queue_attributes(QueueUrl=system.outputs["projection_queue_url"], Attributes={"Policy": ""})
    # SQS may take a minute until it knows of a policy.
    wait_for(lambda: _is_refused(system, before), "the dead letter of the rule", SLOW)
    assert '"ApproximateNumberOfMessages"' in session.runbook.run("Redrive")
    system.projected(ACCOUNT, len(system.events(ACCOUNT)), SLOW)
    wait_for(lambda: system.depth() <= before, "an empty dead-letter queue", SLOW, pause=1)
    session.runbook.run("Redrive", 1)
    assert is_right(system, ACCOUNT)


def _is_refused(system: System, before: int) -> bool:
    pay_in(system, ACCOUNT)
    try:
        return wait_for(lambda: system.depth() > before, "a dead letter", 20, pause=1)
    except NotYet:
        return False


def replay(session: Session) -> None:
    system = session.system()
    _up_to_date(system)
    before = own(system, ACCOUNT)
    lose(system, ACCOUNT)
    printed = session.runbook.run("Replay")
    assert re.search(r"replay-\d{14}\s+(STARTING|RUNNING|COMPLETED)", printed), printed
    system.projected(ACCOUNT, len(system.events(ACCOUNT)), SLOW)
    wait_for(lambda: own(system, ACCOUNT) == before, "the read model as it was", SLOW, pause=1)


def _up_to_date(system: System) -> None:
    system.projected(ACCOUNT, len(system.events(ACCOUNT)), SLOW)
