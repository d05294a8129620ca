"""The records of an event source mapping on a queue.

https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html ("Example standard queue message event")
"""

from ministack.core.responses import get_account_id, get_region
from ministack.services import lambda_svc

from .queue_messages import first_received_milliseconds, sent_milliseconds


def records(messages: list[dict], source: str) -> list[dict]:
    """As the function gets them; `source` is the queue's ARN."""
    return [{
        "messageId": message["id"],
        "receiptHandle": message["receipt_handle"],
        "body": message["body"],
        "attributes": _attributes(message),
        "messageAttributes": lambda_svc._sqs_message_attributes_to_camel_case(message.get("message_attributes", {})),
        "md5OfBody": message.get("md5_body") or message.get("md5") or "",
        "eventSource": "aws:sqs",
        "eventSourceARN": source,
        "awsRegion": get_region(),
    } for message in messages]


def _attributes(message: dict) -> dict[str, str]:
    system = message.get("sys") or {}
    names = {"AWSTraceHeader": system.get("AWSTraceHeader"), "DeadLetterQueueSourceArn": system.get("DeadLetterQueueSourceArn"),
             "MessageGroupId": message.get("group_id"), "MessageDeduplicationId": message.get("dedup_id"),
             "SequenceNumber": message.get("seq")}
    return {
        "ApproximateReceiveCount": str(message.get("receive_count", 1)),
        "SentTimestamp": str(sent_milliseconds(message)),
        "SenderId": get_account_id(),
        "ApproximateFirstReceiveTimestamp": str(first_received_milliseconds(message)),
        **{name: str(value) for name, value in names.items() if value is not None},
    }
