"""How large a queue's message may be.

https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html: text and attributes (name,
type and value) count together. A queue made before August 2025, or with `MaximumMessageSize` as Terraform's provider sets
it, takes 262,144 bytes and no more; a document that has to pass every queue stays below that.
"""

from collections.abc import Callable
from typing import Any

from ministack.services import sqs

from .patching import replace

MOST_BYTES = 262_144


def size(message: dict[str, Any]) -> int:
    """The bytes that count."""
    attributes = message.get("MessageAttributes") or {}
    return _length(message.get("MessageBody")) + sum(
        _length(name) + sum(_length(attribute.get(part)) for part in ("DataType", "StringValue", "BinaryValue"))
        for name, attribute in attributes.items())


def _length(value: str | bytes | None) -> int:
    return len(value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value or b"")


def _bounded(original: Callable[[dict, str], dict]) -> Callable[[dict, str], dict]:
    def send(data: dict, url: str) -> dict:
        if size(data) > MOST_BYTES:
            raise sqs._Err("InvalidParameterValue", "One or more parameters are invalid. Reason: Message must be shorter "
                           f"than {MOST_BYTES} bytes.")
        return original(data, url)

    return send


def _bounded_batch(original: Callable[[dict, str], dict]) -> Callable[[dict, str], dict]:
    def send(data: dict, url: str) -> dict:
        total = sum(map(size, data.get("Entries") or []))
        if total > MOST_BYTES:
            raise sqs._Err("BatchRequestTooLong", f"Batch requests cannot be longer than {MOST_BYTES} bytes. "
                           f"You have sent {total} bytes.")
        return original(data, url)

    return send


def install() -> None:
    for action, name, make in (("SendMessage", "_act_send_message", _bounded),
                               ("SendMessageBatch", "_act_send_message_batch", _bounded_batch)):
        replace(sqs, name, make)
        sqs._HANDLERS[action] = getattr(sqs, name)
