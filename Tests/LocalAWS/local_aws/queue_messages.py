"""Messages of standard queues: in what order, and how often, they are handed out.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/standard-queues.html: order is not kept, and "on rare
occasions" a message is delivered again although it was deleted.
"""

import random
import threading
import time as machine
from collections.abc import Callable

from ministack.services import sqs

from . import clock
from .patching import replace
from .settings import Settings

_LATEST_SECOND_DELIVERY = 1.0
"""Seconds within which a message is there again."""

COPY = "local_aws_copy"
"""A message with this member is a second delivery, and goes with whatever comes of it."""


def copied(messages: list[dict], chance: random.Random, one_in: int) -> list[dict]:
    """Second deliveries of some messages that have been received for the first time."""
    first = [message for message in messages if message["receive_count"] == 1 and COPY not in message]
    return [{**message, COPY: True, "receipt_handle": None,
             "visible_at": clock.time() + chance.random() * _LATEST_SECOND_DELIVERY}
            for message in first if one_in and chance.random() * one_in < 1]


def sent_milliseconds(message: dict) -> int:
    """When it was sent, so that its age by a function's clock, which nobody winds, is the age by this one."""
    return _milliseconds(message["sent_at"])


def first_received_milliseconds(message: dict) -> int:
    return _milliseconds(message.get("first_receive_at") or clock.time())


def _milliseconds(moment: float) -> int:
    return int((machine.time() - (clock.time() - moment)) * 1000)


def _by_chance(chance: random.Random) -> Callable[[Callable], Callable]:
    def replacement(original: Callable) -> Callable:
        def collect(queue: dict, most: int, visibility: int) -> list[dict]:
            if queue["is_fifo"]:
                return original(queue, most, visibility)
            now = clock.time()
            visible = [message for message in queue["messages"] if message.get("visible_at", now) <= now]
            chosen = chance.sample(visible, min(most, len(visible)))
            return original({**queue, "messages": chosen}, most, visibility)

        return collect

    return replacement


_WRITERS = ("_expire_retained", "_dlq_sweep", "_collect_msgs", "_delete_messages_for_esm")
_WRITING_ACTIONS = {
    "SendMessage": "_act_send_message", "SendMessageBatch": "_act_send_message_batch", "PurgeQueue": "_act_purge_queue",
    "DeleteMessage": "_act_delete_message", "DeleteMessageBatch": "_act_delete_message_batch",
}


def _locked(original: Callable) -> Callable:
    """MiniStack puts a new list in the place of a queue's messages, and would lose what another thread has just added."""

    def write(*arguments: object) -> object:
        with sqs._queues_lock:
            return original(*arguments)

    return write


def install(settings: Settings) -> None:
    """Comes after what else replaces actions."""
    sqs._queues_lock = threading.RLock()
    replace(sqs, "_collect_msgs", _by_chance(random.Random(f"{settings.seed} queues")))
    for name in (*_WRITERS, *_WRITING_ACTIONS.values()):
        replace(sqs, name, _locked)
    for action, name in _WRITING_ACTIONS.items():
        sqs._HANDLERS[action] = getattr(sqs, name)
