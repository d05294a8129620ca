"""Events as callers, streams and queues send them."""

import json

ARN = "arn:aws:dynamodb:eu-west-1:123456789012:table/event-store/stream/2024-01-15T00:00:00.000"
QUEUE = "arn:aws:sqs:eu-west-1:123456789012:live"


def create(account: str, customer: str = "customer-1", key: str | None = None) -> dict:
    data = {"customerId": customer, "accountType": "checking", "createdAt": "2024-01-15T10:00:00Z"}
    command = {"aggregateId": account, "eventType": "AccountCreated", "eventData": data}
    return command if key is None else {**command, "commandId": key}


def deposit(name: str | None = None) -> dict:
    data = {"amount": 100.5, "type": "deposit", "timestamp": "2024-01-15T10:30:00Z"}
    return data if name is None else {"transactionId": name, **data}


def transaction(account: str, name: str) -> dict:
    """Goes under a key: its transaction's id."""
    return {"aggregateId": account, "eventType": "TransactionProcessed", "eventData": deposit(name)}


def batch(account: str, count: int, name: str | None = None) -> dict:
    """With a name each event goes under a key, without one none does."""
    names = [None if name is None else f"{name}-{number}" for number in range(count)]
    return {"aggregateId": account, "events": [
        {"eventType": "TransactionProcessed", "eventData": deposit(each)} for each in names]}


def stream(items: list[dict]) -> dict:
    """Items of the event store, on the wire, as its stream hands them over."""
    return {"Records": [
        {"eventID": f"{number:032x}", "eventName": "INSERT", "eventVersion": "1.1", "eventSource": "aws:dynamodb",
         "awsRegion": "eu-west-1", "eventSourceARN": ARN, "dynamodb": {
             "ApproximateCreationDateTime": 1705314600.0, "SequenceNumber": f"{100000000000000000000 + number}",
             "SizeBytes": 900, "StreamViewType": "NEW_IMAGE", "NewImage": item,
             "Keys": {name: item[name] for name in ("AggregateId", "EventSequence")}}}
        for number, item in enumerate(items)]}


def queue(entries: list[dict]) -> dict:
    """Entries of PutEvents as the queue behind the bus's rule hands them over."""
    return {"Records": [
        {"messageId": f"00000000-0000-4000-9000-{number:012x}", "receiptHandle": "handle", "body": json.dumps(_on_the_bus(entry)),
         "attributes": {"ApproximateReceiveCount": "1", "SentTimestamp": "1705314600000", "SenderId": "events",
                        "ApproximateFirstReceiveTimestamp": "1705314600001"},
         "messageAttributes": {}, "md5OfBody": "0" * 32, "eventSource": "aws:sqs", "eventSourceARN": QUEUE,
         "awsRegion": "eu-west-1"}
        for number, entry in enumerate(entries)]}


def _on_the_bus(entry: dict) -> dict:
    detail = json.loads(entry["Detail"])
    return {"version": "0", "id": detail["EventId"], "detail-type": entry["DetailType"], "source": entry["Source"],
            "account": "123456789012", "time": detail["Timestamp"], "region": "eu-west-1",
            "resources": entry["Resources"], "detail": detail}
