"""Each function's role, tried with the credentials that the function itself got: what it does not use, it may not do.

The local AWS enforces the policies, so what a function does use is shown by every other test.
"""

import uuid

import pytest
from botocore.exceptions import ClientError
from harness.system import System, create, transaction, unique
from harness.waiting import wait_for

FUNCTIONS = ["command", "publisher", "projection", "query"]
TABLES = ["event_store", "read_model", "command_journal"]
DENIED = {"AccessDenied", "AccessDeniedException", "AuthorizationError"}

ALLOWED = {
    ("command", "event_store"): {"GetItem", "Query", "PutItem", "TransactGet", "TransactPut", "ConditionCheck"},
    ("command", "read_model"): {"GetItem", "Query", "TransactGet"},
    ("command", "command_journal"): {"BatchGetItem", "PutItem", "TransactPut"},
    ("publisher", "event_store"): {"Query", "QueryIndex"},
    ("projection", "event_store"): {"Query", "QueryIndex"},
    ("projection", "read_model"): {
        "GetItem", "BatchGetItem", "TransactGet", "PutItem", "BatchWriteItem", "TransactPut", "DeleteItem", "BatchDelete", "TransactDelete"},
    ("query", "event_store"): {"Query", "QueryIndex"},
    ("query", "read_model"): {"GetItem", "BatchGetItem", "Query", "TransactGet"},
    ("projection", "command_journal"): {"PutItem", "TransactPut"},
    ("query", "command_journal"): {"GetItem", "TransactGet"},
    ("publisher", "bus"): {"PutEvents"},
    ("command", "dead_letter_queue"): {"SendMessage"},
    ("publisher", "dead_letter_queue"): {"SendMessage"},
    ("projection", "dead_letter_queue"): {"SendMessage"},
    ("projection", "projection_queue"): {"ReceiveMessage", "DeleteMessage", "GetQueueAttributes"},
    ("projection", "replay_queue"): {"ReceiveMessage", "DeleteMessage", "GetQueueAttributes", "SendMessage"},
}
KEYS = {"event_store": ("AggregateId", "EventSequence", "N"), "read_model": ("AccountId", "ProjectionType", "S"),
        "command_journal": ("AggregateId", "CommandId", "S")}


@pytest.fixture(scope="module")
def credentials(system: System) -> dict[str, dict[str, str]]:
    """The credentials in the environment of a running sandbox of each function."""
    account = system.open_account()
    system.projected(account, 1)
    system.query({"queryType": "getAccountSummary", "accountId": account})
    found = {}
    for function in FUNCTIONS:
        found[function] = wait_for(lambda: system.sandboxes(system.name(function)), f"a sandbox of {function}")[0].credentials
        assert found[function]["token"], "a role's credentials have a session token"
    return found


def _table_actions(client, name: str, kind: str) -> dict:
    """Each action as a call that would harm nothing that a test needs, were it allowed."""
    hash_key, range_key, range_type = KEYS[kind]
    key = {hash_key: {"S": unique("forbidden")}, range_key: {range_type: "1"}}
    arn = f"arn:aws:dynamodb:us-east-1:000000000000:table/{name}"
    query = {"TableName": name, "KeyConditionExpression": "#k = :v", "ExpressionAttributeNames": {"#k": hash_key},
             "ExpressionAttributeValues": {":v": {"S": "forbidden"}}}
    update = {"TableName": name, "Key": key, "UpdateExpression": "SET forbidden = :t", "ExpressionAttributeValues": {":t": {"BOOL": True}}}
    check = {"TableName": name, "Key": key, "ConditionExpression": f"attribute_exists({hash_key})"}
    statement = f'UPDATE "{name}" SET forbidden = true WHERE {hash_key} = \'x\' AND {range_key} = ' + ("1" if range_type == "N" else "'1'")
    return {
        "GetItem": lambda: client.get_item(TableName=name, Key=key),
        "Query": lambda: client.query(**query),
        "Scan": lambda: client.scan(TableName=name, Limit=1),
        "BatchGetItem": lambda: client.batch_get_item(RequestItems={name: {"Keys": [key]}}),
        "TransactGet": lambda: client.transact_get_items(TransactItems=[{"Get": {"TableName": name, "Key": key}}]),
        "PutItem": lambda: client.put_item(TableName=name, Item=key),
        "UpdateItem": lambda: client.update_item(**update),
        "DeleteItem": lambda: client.delete_item(TableName=name, Key=key),
        "BatchWriteItem": lambda: client.batch_write_item(RequestItems={name: [{"PutRequest": {"Item": key}}]}),
        "BatchDelete": lambda: client.batch_write_item(RequestItems={name: [{"DeleteRequest": {"Key": key}}]}),
        "TransactPut": lambda: client.transact_write_items(TransactItems=[{"Put": {"TableName": name, "Item": key}}]),
        "TransactUpdate": lambda: client.transact_write_items(TransactItems=[{"Update": update}]),
        "TransactDelete": lambda: client.transact_write_items(TransactItems=[{"Delete": {"TableName": name, "Key": key}}]),
        "ConditionCheck": lambda: client.transact_write_items(TransactItems=[{"ConditionCheck": check}]),
        "PartiQLUpdate": lambda: client.execute_statement(Statement=statement),
        "PartiQLSelect": lambda: client.execute_statement(Statement=f'SELECT * FROM "{name}"'),
        "UpdateTable": lambda: client.update_table(TableName=name, DeletionProtectionEnabled=False),
        "DescribeTable": lambda: client.describe_table(TableName=name),
        "UpdateTimeToLive": lambda: client.update_time_to_live(
            TableName=name, TimeToLiveSpecification={"Enabled": False, "AttributeName": "never"}),
        "DeleteResourcePolicy": lambda: client.delete_resource_policy(ResourceArn=arn),
        "CreateBackup": lambda: client.create_backup(TableName=name, BackupName="forbidden"),
    }


TABLE_ACTIONS = sorted(_table_actions(None, "t", "event_store"))
TABLE_CASES = [(function, table, action) for function in FUNCTIONS for table in TABLES for action in TABLE_ACTIONS
               if action not in ALLOWED.get((function, table), set())]


def denied(call) -> None:
    with pytest.raises(ClientError) as refused:
        call()
    assert refused.value.response["Error"]["Code"] in DENIED, refused.value


@pytest.mark.parametrize("function, table, action", [case for case in TABLE_CASES if case[2] != "BatchDelete" or case[1] != "read_model"])
def test_a_table(system: System, credentials: dict, function: str, table: str, action: str) -> None:
    name = str(system.outputs[f"{table}_table_name"])
    denied(_table_actions(system.aws.client("dynamodb", **credentials[function]), name, table)[action])


@pytest.mark.parametrize("function", FUNCTIONS)
def test_the_index(system: System, credentials: dict, function: str) -> None:
    client = system.aws.client("dynamodb", **credentials[function])

    def query():
        return client.query(TableName=system.event_store, IndexName="EventType-Timestamp-index", KeyConditionExpression="EventType = :v",
                            ExpressionAttributeValues={":v": {"S": "x"}})

    if "QueryIndex" in ALLOWED.get((function, "event_store"), set()):
        assert query()["Count"] == 0
    else:
        denied(query)


BUS_ACTIONS = {
    "PutEvents": lambda client, out: client.put_events(Entries=[{
        "Source": "event-sourcing.financial", "DetailType": "x", "Detail": "{}", "EventBusName": out["event_bus_name"]}]),
    "PutEventsOnTheDefaultBus": lambda client, out: client.put_events(Entries=[{"Source": "x", "DetailType": "x", "Detail": "{}"}]),
    "PutRule": lambda client, out: client.put_rule(Name="forbidden", EventBusName=out["event_bus_name"], EventPattern='{"source":["x"]}'),
    "DisableRule": lambda client, out: client.disable_rule(Name=out["financial_events_rule_name"], EventBusName=out["event_bus_name"]),
    "RemoveTargets": lambda client, out: client.remove_targets(
        Rule=out["financial_events_rule_name"], EventBusName=out["event_bus_name"], Ids=["forbidden"]),
    "StartReplay": lambda client, out: client.start_replay(
        ReplayName=f"r{uuid.uuid4().hex[:8]}", EventSourceArn=out["event_archive_arn"], EventStartTime=0, EventEndTime=1,
        Destination={"Arn": out["event_bus_arn"]}),
    "UpdateArchive": lambda client, out: client.update_archive(ArchiveName=out["event_archive_name"], RetentionDays=365),
    "DescribeArchive": lambda client, out: client.describe_archive(ArchiveName=out["event_archive_name"]),
}


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("action", BUS_ACTIONS)
def test_the_bus(system: System, credentials: dict, function: str, action: str) -> None:
    if action in ALLOWED.get((function, "bus"), set()):
        return
    denied(lambda: BUS_ACTIONS[action](system.aws.client("events", **credentials[function]), system.outputs))


QUEUE_ACTIONS = {
    "SendMessage": lambda client, url: client.send_message(QueueUrl=url, MessageBody="forbidden"),
    "ReceiveMessage": lambda client, url: client.receive_message(QueueUrl=url, VisibilityTimeout=0),
    "DeleteMessage": lambda client, url: client.delete_message(QueueUrl=url, ReceiptHandle="forbidden"),
    "PurgeQueue": lambda client, url: client.purge_queue(QueueUrl=url),
    "SetQueueAttributes": lambda client, url: client.set_queue_attributes(QueueUrl=url, Attributes={"DelaySeconds": "0"}),
    "GetQueueAttributes": lambda client, url: client.get_queue_attributes(QueueUrl=url, AttributeNames=["All"]),
}


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("queue", ["dead_letter_queue", "projection_queue", "replay_queue"])
@pytest.mark.parametrize("action", QUEUE_ACTIONS)
def test_a_queue(system: System, credentials: dict, function: str, queue: str, action: str) -> None:
    if action in ALLOWED.get((function, queue), set()):
        return
    url = system.outputs[f"{queue}_url"]
    denied(lambda: QUEUE_ACTIONS[action](system.aws.client("sqs", **credentials[function]), url))


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("other", FUNCTIONS)
def test_functions_do_not_call_or_change_functions(system: System, credentials: dict, function: str, other: str) -> None:
    client, name = system.aws.client("lambda", **credentials[function]), system.name(other)
    denied(lambda: client.invoke(FunctionName=name, Payload=b"{}"))
    denied(lambda: client.update_function_configuration(FunctionName=name, Timeout=30))
    denied(lambda: client.get_function(FunctionName=name))


@pytest.mark.parametrize("function", FUNCTIONS)
def test_roles_do_not_change_roles(system: System, credentials: dict, function: str) -> None:
    client = system.aws.client("iam", **credentials[function])
    role = str(system.outputs["lambda_execution_role_name"])
    denied(lambda: client.put_role_policy(RoleName=role, PolicyName="p", PolicyDocument='{"Version":"2012-10-17","Statement":[]}'))
    denied(lambda: client.list_roles())


def test_nobody_can_change_a_stored_event(system: System, credentials: dict) -> None:
    """Not one that is there, with any role."""
    account = system.open_account()
    stored = system.events(account)
    key = {"AggregateId": {"S": account}, "EventSequence": {"N": "1"}}
    for function in FUNCTIONS:
        client = system.aws.client("dynamodb", **credentials[function])
        denied(lambda: client.delete_item(TableName=system.event_store, Key=key))
        denied(lambda: client.update_item(TableName=system.event_store, Key=key, UpdateExpression="REMOVE EventHash"))
    assert system.events(account) == stored


def test_everything_that_the_functions_do_is_allowed(system: System) -> None:
    """Their logs hold no denial, after every other test of this run."""
    account = unique("account")
    assert system.command(create(account)).status == 200
    assert system.command(transaction(account, 1)).status == 200
    system.projected(account, 2)
    for function in FUNCTIONS:
        assert [line for code in sorted(DENIED) for line in system.log_lines(function, code)] == [], function


def test_an_administrator_can_neither_put_nor_change_an_event(system: System) -> None:
    """By the table's own policy, whatever the administrator's say."""
    account = system.open_account()
    stored = system.events(account)
    key = {"AggregateId": {"S": account}, "EventSequence": {"N": "1"}}
    denied(lambda: system.dynamodb.put_item(TableName=system.event_store, Item={**key, "EventType": {"S": "Forged"}}))
    denied(lambda: system.dynamodb.delete_item(TableName=system.event_store, Key=key))
    denied(lambda: system.dynamodb.update_item(TableName=system.event_store, Key=key, UpdateExpression="REMOVE EventHash"))
    denied(lambda: system.dynamodb.transact_write_items(TransactItems=[{"Put": {"TableName": system.event_store, "Item": key}}]))
    assert system.events(account) == stored


def test_an_administrator_cannot_speak_for_the_event_store(system: System) -> None:
    """On the same bus under another source, anybody may whom a policy lets."""
    entry = {"Source": "event-sourcing.financial", "DetailType": "AccountCreated", "Detail": "{}", "EventBusName": system.outputs["event_bus_name"]}
    denied(lambda: system.bus.put_events(Entries=[entry]))
    assert system.bus.put_events(Entries=[{**entry, "Source": "somebody.else"}])["FailedEntryCount"] == 0
