"""Events as the bus, the stream and queues hand them to functions."""

import json

from boto3.dynamodb.types import TypeSerializer
from harness.system import unique

_wire = TypeSerializer()


def bus_event(item: dict) -> dict:
    return {"version": "0", "id": unique("id"), "detail-type": item["EventType"], "source": "event-sourcing.financial",
            "account": "000000000000", "time": "2024-01-15T10:30:00Z", "region": "us-east-1", "resources": [],
            "detail": json.loads(json.dumps(item, default=lambda number: int(number) if number == int(number) else float(number)))}


def stream_batch(items: list[dict]) -> dict:
    return {"Records": [{
        "eventID": f"event-{number}", "eventName": "INSERT", "eventVersion": "1.1", "eventSource": "aws:dynamodb",
        "awsRegion": "us-east-1", "dynamodb": {
            "SequenceNumber": str(1000 + number), "StreamViewType": "NEW_AND_OLD_IMAGES",
            "Keys": {key: _wire.serialize(item[key]) for key in ("AggregateId", "EventSequence")},
            "NewImage": {key: _wire.serialize(value) for key, value in item.items()}}}
        for number, item in enumerate(items)]}


def queue_batch(*bodies: dict) -> dict:
    return {"Records": [{"messageId": unique("message"), "eventSource": "aws:sqs", "body": json.dumps(body),
                         "eventSourceARN": "arn:aws:sqs:us-east-1:000000000000:queue", "attributes": {}} for body in bodies]}
