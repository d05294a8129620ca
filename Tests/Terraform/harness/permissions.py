"""Who may do what, written down by hand; and how each action is tried."""

from collections.abc import Callable

ACCOUNT = "000000000000"
SUFFIX = "permissions"


def arn(service: str, name: str) -> str:
    return f"arn:aws:{service}:us-east-1:{ACCOUNT}:{name}"


RESOURCES = {
    "event store": arn("dynamodb", f"table/event-store-{SUFFIX}"),
    "index": arn("dynamodb", f"table/event-store-{SUFFIX}/index/EventType-Timestamp-index"),
    "stream": arn("dynamodb", f"table/event-store-{SUFFIX}/stream/2026-01-01T00:00:00.000"),
    "command journal": arn("dynamodb", f"table/command-journal-{SUFFIX}"),
    "read model": arn("dynamodb", f"table/read-model-{SUFFIX}"),
    "bus": arn("events", f"event-bus/event-sourcing-bus-{SUFFIX}"),
    "default bus": arn("events", "event-bus/default"),
    "queue": arn("sqs", f"event-sourcing-dlq-{SUFFIX}"),
    "projection queue": arn("sqs", f"event-sourcing-projection-{SUFFIX}"),
    "replay queue": arn("sqs", f"event-sourcing-replay-{SUFFIX}"),
    "process queue": arn("sqs", f"event-sourcing-process-{SUFFIX}"),
    "process dead-letter queue": arn("sqs", f"event-sourcing-process-dlq-{SUFFIX}"),
    "another table": arn("dynamodb", "table/another"),
    "another queue": arn("sqs", "another"),
}

QUEUES = ("queue", "projection queue", "replay queue", "process queue", "process dead-letter queue", "another queue")
_READ_QUEUE = {"sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"}
_READ_STREAM = {"dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"}

ALLOWED: dict[str, dict[str, set[str]]] = {
    "command": {
        "event store": {"dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"},
        "command journal": {"dynamodb:BatchGetItem", "dynamodb:PutItem"},
        "read model": {"dynamodb:GetItem", "dynamodb:Query"},
        "queue": {"sqs:SendMessage"},
    },
    "publisher": {
        "event store": {"dynamodb:Query"},
        "index": {"dynamodb:Query"},
        "stream": _READ_STREAM,
        "bus": {"events:PutEvents"},
        "queue": {"sqs:SendMessage"},
    },
    "projection": {
        "event store": {"dynamodb:Query"},
        "index": {"dynamodb:Query"},
        "command journal": {"dynamodb:PutItem"},
        "read model": {"dynamodb:BatchGetItem", "dynamodb:BatchWriteItem", "dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem"},
        "queue": {"sqs:SendMessage"},
        "projection queue": _READ_QUEUE,
        "replay queue": _READ_QUEUE | {"sqs:SendMessage"},
    },
    "process": {
        "event store": {"dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"},
        "command journal": {"dynamodb:BatchGetItem", "dynamodb:PutItem"},
        "read model": {"dynamodb:GetItem", "dynamodb:Query"},
        "process queue": _READ_QUEUE,
        "process dead-letter queue": {"sqs:SendMessage"},
    },
    "query": {
        "event store": {"dynamodb:Query"},
        "index": {"dynamodb:Query"},
        "command journal": {"dynamodb:GetItem"},
        "read model": {"dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query"},
    },
}

ACTIONS = {
    "dynamodb": {
        f"dynamodb:{name}" for name in (
            "BatchGetItem", "BatchWriteItem", "ConditionCheckItem", "CreateBackup", "DeleteItem", "DeleteTable", "DescribeTable",
            "ExportTableToPointInTime", "GetItem", "PartiQLDelete", "PartiQLInsert", "PartiQLSelect", "PartiQLUpdate", "PutItem",
            "PutResourcePolicy", "Query", "Scan", "UpdateContinuousBackups", "UpdateItem", "UpdateTable", "UpdateTimeToLive",
        )} | _READ_STREAM,
    "events": {"events:PutEvents", "events:PutRule", "events:PutTargets", "events:DeleteEventBus", "events:StartReplay"},
    "sqs": {"sqs:SendMessage", "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:PurgeQueue", "sqs:DeleteQueue", "sqs:GetQueueAttributes"},
}

KEYS = {
    "event store": {"AggregateId": {"S": "a"}, "EventSequence": {"N": "1"}},
    "command journal": {"AggregateId": {"S": "a"}, "CommandId": {"S": "c"}},
    "read model": {"AccountId": {"S": "a"}, "ProjectionType": {"S": "AccountSummary"}},
    "another table": {"id": {"S": "a"}},
}


def table_calls(dynamodb, resource: str) -> dict[str, Callable[[], object]]:
    """How each data action on a table is asked for; transactions are judged as the actions of their members."""
    name, key = RESOURCES[resource].rpartition("/")[2], KEYS[resource]
    partition = next(iter(key))
    condition = {"KeyConditionExpression": "#k = :k", "ExpressionAttributeNames": {"#k": partition},
                 "ExpressionAttributeValues": {":k": {"S": "a"}}}
    update = {"Key": key, "UpdateExpression": "SET Altered = :a", "ExpressionAttributeValues": {":a": {"S": "a"}}}
    return {
        "dynamodb:GetItem": lambda: dynamodb.get_item(TableName=name, Key=key),
        "dynamodb:BatchGetItem": lambda: dynamodb.batch_get_item(RequestItems={name: {"Keys": [key]}}),
        "dynamodb:Query": lambda: dynamodb.query(TableName=name, **condition),
        "dynamodb:Scan": lambda: dynamodb.scan(TableName=name),
        "dynamodb:PutItem": lambda: dynamodb.put_item(TableName=name, Item=key),
        "dynamodb:UpdateItem": lambda: dynamodb.update_item(TableName=name, **update),
        "dynamodb:DeleteItem": lambda: dynamodb.delete_item(TableName=name, Key=key),
        "dynamodb:BatchWriteItem": lambda: dynamodb.batch_write_item(RequestItems={name: [{"PutRequest": {"Item": key}}]}),
        "dynamodb:PutItem in a transaction": lambda: dynamodb.transact_write_items(
            TransactItems=[{"Put": {"TableName": name, "Item": key}}]),
        "dynamodb:DeleteItem in a transaction": lambda: dynamodb.transact_write_items(
            TransactItems=[{"Delete": {"TableName": name, "Key": key}}]),
        "dynamodb:UpdateItem in a transaction": lambda: dynamodb.transact_write_items(
            TransactItems=[{"Update": {"TableName": name, **update}}]),
        "dynamodb:DescribeTable": lambda: dynamodb.describe_table(TableName=name),
        "dynamodb:UpdateTimeToLive": lambda: dynamodb.update_time_to_live(
            TableName=name, TimeToLiveSpecification={"Enabled": True, "AttributeName": "x"}),
        "dynamodb:UpdateTable": lambda: dynamodb.update_table(TableName=name, DeletionProtectionEnabled=False),
        "dynamodb:DeleteTable": lambda: dynamodb.delete_table(TableName=name),
    }


def index_calls(dynamodb, resource: str) -> dict[str, Callable[[], object]]:
    name = RESOURCES["event store"].rpartition("/")[2]
    condition = {"KeyConditionExpression": "EventType = :t", "ExpressionAttributeValues": {":t": {"S": "AccountCreated"}}}
    return {
        "dynamodb:Query": lambda: dynamodb.query(TableName=name, IndexName="EventType-Timestamp-index", **condition),
        "dynamodb:Scan": lambda: dynamodb.scan(TableName=name, IndexName="EventType-Timestamp-index"),
    }


def bus_calls(events, resource: str) -> dict[str, Callable[[], object]]:
    name = RESOURCES[resource].rpartition("/")[2]
    entry = {"Source": "event-sourcing.financial", "DetailType": "AccountCreated", "Detail": "{}", "EventBusName": name}
    return {
        "events:PutEvents": lambda: events.put_events(Entries=[entry]),
        "events:PutRule": lambda: events.put_rule(Name="r", EventBusName=name, EventPattern='{"source":["x"]}'),
    }


def queue_calls(sqs, resource: str, url: str) -> dict[str, Callable[[], object]]:
    return {
        "sqs:SendMessage": lambda: sqs.send_message(QueueUrl=url, MessageBody="m"),
        "sqs:ReceiveMessage": lambda: sqs.receive_message(QueueUrl=url),
        "sqs:DeleteMessage": lambda: sqs.delete_message(QueueUrl=url, ReceiptHandle="r"),
        "sqs:GetQueueAttributes": lambda: sqs.get_queue_attributes(QueueUrl=url),
        "sqs:PurgeQueue": lambda: sqs.purge_queue(QueueUrl=url),
        "sqs:DeleteQueue": lambda: sqs.delete_queue(QueueUrl=url),
    }
