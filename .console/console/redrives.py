"""Second chances for dead letters."""

from collections.abc import Callable

from .deployment import Deployment
from .functions import act
from .letter_shapes import REDRIVE, shape
from .letters import ALONE, give_back, received

_MOST = 10_000
"""In one redrive: more need the runbook's way, by a mapping."""
_HIDDEN_SECONDS = 900
"""Longer than it takes to look at so many; what stays is given back at the end, and comes back by itself where that fails."""


def redrive(deployment: Deployment, _request: dict, told: Callable[[str], None]) -> str:
    """Moves what the projection can repair into the queue of replayed events, so that no live event stands behind it.

    What cannot be repaired stays. AWS's own move task takes all or nothing, and a command in the projection's queue would fail
    for an hour.
    """
    with ALONE:
        # All are looked at before one is moved: a letter that cannot be repaired after all is there again, as a new one, in a moment.
        repairable, others, moved = [], [], 0
        try:
            for message in received(deployment, "dead letters", _MOST, _HIDDEN_SECONDS):
                (repairable if _is_repairable(message) else others).append(message)
                told(f"{len(repairable)} of {len(repairable) + len(others)} can be handed to the projection again")
            for message in repairable:
                _move(deployment, message)
                moved += 1
                told(_words(moved, len(others)))
        finally:
            give_back(deployment, "dead letters", [*repairable[moved:], *others])
    return _words(moved, len(others))


def _words(moved: int, left: int) -> str:
    return f"{moved} were handed to the projection again, {left} stay"


def _is_repairable(message: dict) -> bool:
    texts = {name: value.get("StringValue", "") for name, value in message.get("MessageAttributes", {}).items()}
    return shape(message["Body"], texts).means == REDRIVE


def _move(deployment: Deployment, message: dict) -> None:
    """First sent, then deleted: what happens between makes two of a message, and the projection does nothing twice."""
    attributes = {name: {"DataType": value["DataType"], "StringValue": value["StringValue"]}
                  for name, value in message.get("MessageAttributes", {}).items() if "StringValue" in value}
    deployment.call("sqs", "send_message", deployment.queue("replay"), QueueUrl=deployment.queue_url("replay"), MessageBody=message["Body"],
                    MessageAttributes=attributes)
    deployment.call("sqs", "delete_message", deployment.queue("dead letters"), QueueUrl=deployment.queue_url("dead letters"),
                    ReceiptHandle=message["ReceiptHandle"])


def resume(deployment: Deployment, request: dict, _told: Callable[[str], None]) -> str:
    """Takes one transfer on; what has been done is not done again."""
    body = act(deployment, "process", action="resume", transferId=request["aggregateId"])
    return "it needs an operator: the runbook's \"A transfer that was not refunded\"" if body.get("needsOperator") else "it was taken on"
