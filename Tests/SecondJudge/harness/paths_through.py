"""Every code path of each function that calls AWS; each run works on accounts of its own."""

import json
import uuid

from boto3.dynamodb.types import TypeSerializer

from .deployment import Deployment
from .function import Function, Outcome

BATCH = 12


def customer(account: str) -> str:
    return f"customer of {account}"


def created(account: str) -> dict:
    return {"aggregateId": account, "eventType": "AccountCreated", "eventData": {"accountId": account, "customerId": customer(account), "overdraftLimit": 5}}


def paid(account: str, amount: float, name: str | None, **fields: object) -> dict:
    data = {"amount": amount, **({"transactionId": name} if name else {})}
    return {"aggregateId": account, "eventType": "TransactionProcessed", "eventData": data, **fields}


def several(account: str, names: list[str]) -> dict:
    return {"aggregateId": account, "events": [
        {"eventType": "TransactionProcessed", "eventData": {"transactionId": name, "amount": 1}} for name in names]}


def new_account() -> str:
    return f"account-{uuid.uuid4()}"


def command(function: Function, deployment: Deployment) -> list[tuple[int | None, Outcome]]:
    """What each command has to be answered with, and was."""
    account = new_account()
    asked = [
        (200, created(account)), (422, created(account)), (200, paid(account, 10.25, None)),
        (200, paid(account, 1, "a")), (200, paid(account, 1, "a")), (409, paid(account, 2, "a")),
        (200, several(account, ["b", "c"])), (200, several(account, ["b", "c"])), (422, paid(account, -1000, "d")),
        (409, paid(account, 1, "e", expectedSequence=99)), (200, created(new_account()) | {"commandId": "first"}),
        # Long enough that the window of last events does not reach the start, and nothing was projected.
        (200, several(account, [f"n{number}" for number in range(20)])),
    ]
    answered = [(status, function.invoke(event)) for status, event in asked]
    without_copy(deployment, account)
    return [*answered, (200, function.invoke(paid(account, -30, "z")))]


def without_copy(deployment: Deployment, account: str) -> None:
    """Without a copy at hand a snapshot is asked for."""
    deployment.client("dynamodb").delete_item(
        TableName=deployment.variables["command"]["COMMAND_JOURNAL_TABLE"],
        Key={"AggregateId": {"S": account}, "CommandId": {"S": "Checkpoint"}})


def filled(function: Function, batches: int = 2) -> str:
    """An account with more events than one snapshot is apart from the next."""
    account = new_account()
    events = [created(account), *(several(account, [f"{batch}-{number}" for number in range(BATCH)]) for batch in range(batches))]
    for event in events:
        outcome = function.invoke(event)
        assert outcome.status == 200, outcome
    return account


def events(deployment: Deployment, account: str) -> list[dict]:
    """The stored items, in DynamoDB's JSON."""
    pages = deployment.client("dynamodb").get_paginator("query").paginate(
        TableName=deployment.variables["command"]["EVENT_STORE_TABLE"], KeyConditionExpression="AggregateId = :id",
        ExpressionAttributeValues={":id": {"S": account}})
    return [item for page in pages for item in page["Items"]]


def publisher(function: Function, deployment: Deployment, account: str) -> list[tuple[int | None, Outcome]]:
    stored = events(deployment, account)[:15]
    poison = {"AggregateId": TypeSerializer().serialize(account), "EventSequence": {"N": "9999"}}
    records = [{"eventName": "INSERT", "eventSource": "aws:dynamodb", "dynamodb": {
        "SequenceNumber": str(1000 + number), "Keys": {name: item[name] for name in ("AggregateId", "EventSequence")},
        "NewImage": item}} for number, item in enumerate([*stored, poison])]
    return [(None, function.invoke({"Records": records})),
            (200, function.invoke({"action": "republish", "aggregateId": account, "toSequence": 12})),
            (200, function.invoke({"action": "republish", "fromTime": stored[0]["Timestamp"]["S"], "toTime": stored[-1]["Timestamp"]["S"]}))]


def delivered(item: dict) -> dict:
    """A stored event as EventBridge delivers it."""
    return {"version": "0", "id": str(uuid.uuid4()), "detail-type": item["EventType"]["S"], "source": "event-sourcing.financial",
            "time": item["Timestamp"]["S"], "detail": {name: _plain(value) for name, value in item.items()}}


def _plain(value: dict) -> object:
    [(kind, content)] = value.items()
    match kind:
        case "N":
            return json.loads(content)
        case "M":
            return {name: _plain(member) for name, member in content.items()}
        case "L":
            return [_plain(member) for member in content]
        case "NULL":
            return None
    return content


def projection(function: Function, deployment: Deployment, account: str) -> list[tuple[int | None, Outcome]]:
    stored = events(deployment, account)
    begun = function.invoke({"action": "rebuildAll", "parts": 1})
    run = begun.body.get("run") if isinstance(begun.body, dict) else None
    answered = [
        # The tenth event first: the nine before it are read from the store.
        (200, function.invoke(delivered(stored[9]))), (200, function.invoke(delivered(stored[-1]))),
        (200, function.invoke(delivered(stored[0]))),
        (None, function.invoke(queued(delivered(stored[1]), {"detail-type": "AccountCreated", "detail": {"for": "a letter"}}))),
        (200, function.invoke({"action": "rebuild", "accountId": account})), (200, begun),
        (None, function.invoke(queued({"action": "rebuildPart", "run": run, "part": 1}))),
        (200, function.invoke({"action": "rebuildProgress"})), (200, function.invoke({"action": "stopRebuild"}))]
    _put_under_another_customer(deployment, account)
    return [*answered, (200, function.invoke({"action": "rebuild", "accountId": account}))]


def transfer(function: Function, deployment: Deployment) -> str:
    """A transfer that was asked for, from an account with a long log to one that does not exist."""
    account, name = filled(function), f"transfer-{uuid.uuid4()}"
    without_copy(deployment, account)
    outcome = function.invoke({"aggregateId": name, "eventType": "TransferRequested", "eventData": {
        "fromAccountId": account, "toAccountId": new_account(), "amount": 3}})
    assert outcome.status == 200, outcome
    return name


def resume(name: str) -> dict:
    return {"action": "resume", "transferId": name}


def process(function: Function, deployment: Deployment, transfers: list[str]) -> list[tuple[int | None, Outcome]]:
    [requested, *_rest] = events(deployment, transfers[0])
    nonsense = {"detail-type": "TransferRequested", "detail": {"for": "a letter"}}
    return [(None, function.invoke(queued(delivered(requested), nonsense))), (200, function.invoke(resume(transfers[1])))]


def queued(*bodies: dict) -> dict:
    """Messages as the queue hands them to the function."""
    return {"Records": [{"messageId": str(number), "body": json.dumps(body), "eventSource": "aws:sqs", "attributes": {}, "messageAttributes": {}}
                        for number, body in enumerate(bodies)]}


def _put_under_another_customer(deployment: Deployment, account: str) -> None:
    """The summary then has a row to be deleted."""
    dynamodb, table = deployment.client("dynamodb"), deployment.variables["projection"]["READ_MODEL_TABLE"]
    key = {"AccountId": {"S": account}, "ProjectionType": {"S": "AccountSummary"}}
    if summary := dynamodb.get_item(TableName=table, Key=key).get("Item"):
        dynamodb.put_item(TableName=table, Item={**summary, "CustomerId": {"S": "somebody else"}})


def query(function: Function, account: str) -> list[tuple[int | None, Outcome]]:
    questions = [
        {"queryType": "getAccountSummary", "accountId": account}, {"queryType": "getAccountSummary", "accountId": account, "consistent": True},
        {"queryType": "getAccountSummary", "accountId": account, "minSequence": 2}, {"queryType": "getAuditTrail", "accountId": account},
        {"queryType": "getAggregateEvents", "aggregateId": account}, {"queryType": "reconstructState", "aggregateId": account},
        {"queryType": "reconstructState", "aggregateId": account, "upToSequence": 22},
        {"queryType": "reconstructState", "aggregateId": account, "asOf": "2100-01-01T00:00:00Z"},
        {"queryType": "getEventsByType", "eventType": "AccountCreated"}, {"queryType": "verifyIntegrity", "aggregateId": account},
        {"queryType": "getEventsByTimeRange", "startTime": "2020-01-01T00:00:00Z", "endTime": "2100-01-01T00:00:00Z"},
        {"queryType": "getCustomerAccounts", "customerId": customer(account)},
    ]
    return [(200, function.invoke(question)) for question in questions]
