"""The dead letters, which stay where they are."""

import threading
from collections.abc import Iterator

from .deployment import Deployment
from .failures import Absent, Failure
from .letter_shapes import shape

PROCESS = "process dead letters"
QUEUES = ("dead letters", PROCESS)
_MOST = 100
"""How many are shown."""
_HIDDEN_SECONDS = 15
"""While the others are read; then each is given back, and comes back by itself where that fails."""
ALONE = threading.Lock()
"""Whoever holds letters hides them from the others: here one after the other looks, or moves them."""
_PATIENCE_SECONDS = 20
"""Of one who looks, while somebody else does; a redrive takes longer, and no server's thread waits for it."""


def waiting(deployment: Deployment) -> list[dict]:
    """Each with its reason, and what it would take to repair it."""
    found = []
    for queue in QUEUES:
        for message in looked_at(deployment, queue):
            attributes = _attributes(message)
            found.append({"id": message["MessageId"], "queue": queue, "sent": int(message["Attributes"]["SentTimestamp"]),
                          "attributes": attributes, "body": message["Body"], **shape(message["Body"], attributes, queue == PROCESS).described()})
    return found


def looked_at(deployment: Deployment, queue: str) -> list[dict]:
    """Up to a hundred messages, which are given back."""
    if not ALONE.acquire(timeout=_PATIENCE_SECONDS):
        raise Failure(409, "busy", "A redrive has the letters: they are shown again when it has ended")
    try:
        messages = list(received(deployment, queue, _MOST, _HIDDEN_SECONDS))
        give_back(deployment, queue, messages)
    except Absent:
        if queue != PROCESS:
            raise
        return []
    finally:
        ALONE.release()
    return messages


def give_back(deployment: Deployment, queue: str, messages: list[dict]) -> None:
    """Shows them to others again."""
    for start in range(0, len(messages), 10):
        deployment.call("sqs", "change_message_visibility_batch", deployment.queue(queue), QueueUrl=deployment.queue_url(queue), Entries=[
            {"Id": str(number), "ReceiptHandle": message["ReceiptHandle"], "VisibilityTimeout": 0}
            for number, message in enumerate(messages[start:start + 10])])


def received(deployment: Deployment, queue: str, most: int, hidden_seconds: int) -> Iterator[dict]:
    """Messages that are hidden from others meanwhile; each once."""
    seen: set[str] = set()
    while len(seen) < most:
        # Without a time to wait, AWS asks a part of its servers only.
        messages = deployment.call(
            "sqs", "receive_message", deployment.queue(queue), QueueUrl=deployment.queue_url(queue), MaxNumberOfMessages=10,
            WaitTimeSeconds=1, VisibilityTimeout=hidden_seconds, MessageAttributeNames=["All"],
            MessageSystemAttributeNames=["SentTimestamp"]).get("Messages", [])
        fresh = [message for message in messages if message["MessageId"] not in seen]
        if not fresh:
            return
        seen.update(message["MessageId"] for message in fresh)
        yield from fresh


def _attributes(message: dict) -> dict[str, str]:
    return {name: value.get("StringValue", "") for name, value in message.get("MessageAttributes", {}).items()}
