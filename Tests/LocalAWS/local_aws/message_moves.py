"""Messages are moved out of a dead-letter queue.

- https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html: from the dead-letter
  queue of a queue only, one task at a time, with a rate of at most 500 messages a second.
- https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue-redrive.html: a moved
  message is a new one. Without a destination each goes to the queue that it came from; what was sent to the dead-letter queue
  by anybody else came from none, and ends the task ("CouldNotDetermineMessageSource").
"""

import json
import threading
import time
from collections.abc import Iterator

from ministack.core.arn import ArnParseError, parse_arn
from ministack.core.responses import new_uuid
from ministack.services import lambda_svc, sqs

from . import clock
from .scope import current, scope

_MOST_A_SECOND = 500
_MOST_LISTED = 10
_NO_SOURCE = "CouldNotDetermineMessageSource"


class Moves:
    """The tasks of all queues, the newest last."""

    def __init__(self) -> None:
        self._tasks: list[dict] = []
        self._lock = threading.Lock()

    def start(self, data: dict, _url: str) -> dict:
        source, destination = _dead_letter_queue(data), data.get("DestinationArn")
        if destination is not None:
            _named(destination, "DestinationArn")
        rate = data.get("MaxNumberOfMessagesPerSecond")
        if rate is not None and not 1 <= int(rate) <= _MOST_A_SECOND:
            raise _invalid("MaxNumberOfMessagesPerSecond", f"must be between 1 and {_MOST_A_SECOND}")
        with self._lock:
            if any(task["Status"] == "RUNNING" and task["SourceArn"] == data["SourceArn"] for task in self._tasks):
                raise sqs._Err("UnsupportedOperation", "There is already a task running. Only one active task is allowed for a "
                               "source queue arn at a given time.")
            task = {"TaskHandle": new_uuid(), "Status": "RUNNING", "SourceArn": data["SourceArn"],
                    **({"DestinationArn": destination} if destination else {}), "StartedTimestamp": int(time.time() * 1000),
                    "ApproximateNumberOfMessagesMoved": 0, "ApproximateNumberOfMessagesToMove": len(source["messages"]),
                    **({"MaxNumberOfMessagesPerSecond": int(rate)} if rate else {})}
            self._tasks.append(task)
        threading.Thread(target=_run, args=(task, source, current()), daemon=True).start()
        return {"TaskHandle": task["TaskHandle"]}

    def list(self, data: dict, _url: str) -> dict:
        _dead_letter_queue(data)
        most = int(data.get("MaxResults") or 1)
        if not 1 <= most <= _MOST_LISTED:
            raise _invalid("MaxResults", f"must be between 1 and {_MOST_LISTED}")
        found = [task for task in reversed(self._tasks) if task["SourceArn"] == data["SourceArn"]][:most]
        return {"Results": [_shown(task) for task in found]}


def _shown(task: dict) -> dict:
    """AWS names a task that is over no more."""
    return {name: value for name, value in dict(task).items() if name != "TaskHandle" or task["Status"] == "RUNNING"}


def _run(task: dict, queue: dict, place: tuple[str, str]) -> None:
    pause = 1 / task.get("MaxNumberOfMessagesPerSecond", _MOST_A_SECOND)
    with scope(*place):
        for message in _messages(queue):
            target = sqs._queue_by_arn(task.get("DestinationArn") or (message.get("sys") or {}).get("DeadLetterQueueSourceArn", ""))
            if target is None:
                task |= {"Status": "FAILED", "FailureReason": _NO_SOURCE}
                return
            _move(message, queue, target)
            task["ApproximateNumberOfMessagesMoved"] += 1
            time.sleep(pause)
    task["Status"] = "COMPLETED"


def _messages(queue: dict) -> Iterator[dict]:
    """Those that nobody has received, one after the other, the oldest first."""
    while True:
        with sqs._queues_lock:
            visible = [message for message in queue["messages"] if message.get("visible_at", 0) <= clock.time()]
        if not visible:
            return
        yield min(visible, key=lambda message: message["sent_at"])


def _move(message: dict, queue: dict, target: dict) -> None:
    """A new message takes its place; who has received it meanwhile keeps it."""
    with sqs._queues_lock:
        if not any(each is message for each in queue["messages"]):
            return
        queue["messages"] = [each for each in queue["messages"] if each is not message]
        sqs._act_send_message({"MessageBody": message["body"], "MessageAttributes": message.get("message_attributes") or {}},
                              sqs._queue_url(target["name"]))
    lambda_svc.esm_wake.set()


def _dead_letter_queue(data: dict) -> dict:
    source = data.get("SourceArn")
    queue = _named(source, "SourceArn")
    policies = [json.loads(each["attributes"].get("RedrivePolicy") or "{}") for each in sqs._queues.values()]
    if not any(policy.get("deadLetterTargetArn") == source for policy in policies):
        raise _invalid("SourceArn", "must be the dead-letter queue of a queue")
    return queue


def _named(arn: object, field: str) -> dict:
    try:
        queue = sqs._queue_by_arn(str(arn)) if parse_arn(str(arn)).service == "sqs" else None
    except ArnParseError:
        raise _invalid(field, "is not the ARN of a queue") from None
    if queue is None:
        raise sqs._Err("ResourceNotFoundException", "The resource that you specified for the SourceArn parameter doesn't exist.")
    return queue


def _invalid(field: str, reason: str) -> Exception:
    return sqs._Err("InvalidParameterValue", f"Value for parameter {field} is invalid. Reason: {reason}.")


def install() -> None:
    moves = Moves()
    sqs._HANDLERS |= {"StartMessageMoveTask": moves.start, "ListMessageMoveTasks": moves.list}
