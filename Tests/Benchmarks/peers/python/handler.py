"""A command function as one would write it in Python: boto3, the same four DynamoDB calls as ours for a command under a
key, no checks of hash chain or copies. Run as a bootstrap, with a Runtime API loop of its own."""

import hashlib
import http.client
import json
import os
import uuid
from datetime import datetime, timezone
from decimal import Decimal

import boto3
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer

dynamodb = boto3.client("dynamodb")
EVENTS, READ_MODEL, JOURNAL = (
    os.environ[name] for name in ("EVENT_STORE_TABLE", "READ_MODEL_TABLE", "COMMAND_JOURNAL_TABLE"))
serialize, deserialize = TypeSerializer().serialize, TypeDeserializer().deserialize


def load(account: str, transaction: str) -> list[dict]:
    """The last ten events, newest first; the journal and the read model are asked as ours asks them."""
    log = dynamodb.query(
        TableName=EVENTS, KeyConditionExpression="AggregateId = :id", ExpressionAttributeValues={":id": {"S": account}},
        ScanIndexForward=False, Limit=10, ConsistentRead=True)
    keys = [{"AggregateId": {"S": account}, "CommandId": {"S": key}} for key in ("Checkpoint", f"Command#{transaction}")]
    dynamodb.batch_get_item(RequestItems={JOURNAL: {"ConsistentRead": True, "Keys": keys}})
    dynamodb.get_item(TableName=READ_MODEL, Key={"AccountId": {"S": account}, "ProjectionType": {"S": "AccountSummary"}})
    return [{name: deserialize(value) for name, value in item.items()} for item in log["Items"]]


def append(*items: tuple[str, dict]) -> None:
    dynamodb.transact_write_items(TransactItems=[
        {"Put": {"TableName": table, "Item": {name: serialize(value) for name, value in item.items()},
                 "ConditionExpression": "attribute_not_exists(AggregateId)"}}
        for table, item in items])


def handle(command: dict) -> dict:
    account, data = command["aggregateId"], json.loads(json.dumps(command["eventData"]), parse_float=Decimal)
    transaction = data["transactionId"]
    log = load(account, transaction)
    sequence = int(log[0]["EventSequence"]) + 1 if log else 1
    previous = log[0]["EventHash"] if log else ""
    timestamp, event_id = datetime.now(timezone.utc).isoformat(), str(uuid.uuid4())
    content = previous + account + str(sequence) + json.dumps(command["eventData"], sort_keys=True) + timestamp
    digest = hashlib.sha256(content.encode()).hexdigest()
    event = {
        "AggregateId": account, "EventSequence": sequence, "EventId": event_id, "EventType": command["eventType"],
        "Timestamp": timestamp, "Version": "1.0", "UserId": "system", "CorrelationId": event_id, "CommandId": transaction,
        "PreviousHash": previous, "EventHash": digest, "EventData": data}
    entry = {"AggregateId": account, "CommandId": f"Command#{transaction}", "RequestHash": digest, "ExpiresAt": 1999999999}
    append((EVENTS, event), (JOURNAL, entry))
    print(json.dumps({"level": "INFO", "message": "The command was carried out", "sequence": sequence}), flush=True)
    body = {"eventId": event_id, "aggregateId": account, "sequence": sequence, "timestamp": timestamp,
            "eventType": command["eventType"], "commandId": transaction}
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps(body, separators=(",", ":"))}


def serve() -> None:
    api = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
    base = "/2018-06-01/runtime/invocation/"
    while True:
        api.request("GET", base + "next")
        event = api.getresponse()
        body, request = event.read(), event.headers["Lambda-Runtime-Aws-Request-Id"]
        try:
            kind, answer = "response", handle(json.loads(body))
        except Exception as error:
            kind, answer = "error", {"errorMessage": str(error), "errorType": type(error).__name__}
        api.request("POST", f"{base}{request}/{kind}", json.dumps(answer).encode(), {"Content-Type": "application/json"})
        api.getresponse().read()


if __name__ == "__main__":
    serve()
