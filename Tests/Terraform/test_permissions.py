"""The roles' policies before two judges: moto's policy engine, and the local AWS on real signed calls."""

import pytest
from botocore.exceptions import ClientError
from harness.local_aws import LocalAWS
from harness.permissions import ACTIONS, ALLOWED, KEYS, QUEUES, RESOURCES, SUFFIX, bus_calls, index_calls, queue_calls, table_calls
from harness.workspace import Workspace, variables
from moto.iam.access_control import IAMPolicy, PermissionResult

FUNCTIONS = list(ALLOWED)


@pytest.fixture(scope="module")
def policies(planning: Workspace) -> dict[str, str]:
    planned = planning.planned(*variables(resource_suffix=SUFFIX, enable_transfers=True))
    return {name: planned[f'aws_iam_role_policy.function["{name}"]']["policy"] for name in FUNCTIONS}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_motos_engine_finds_exactly_the_matrix(policies: dict[str, str], function: str) -> None:
    policy = IAMPolicy(policies[function])
    found = {}
    for resource, name in RESOURCES.items():
        permitted = {action for action in ACTIONS[name.split(":")[2]]
                     if policy.is_action_permitted(action, name) == PermissionResult.PERMITTED}
        if permitted:
            found[resource] = permitted
    assert found == ALLOWED[function]


@pytest.fixture(scope="module")
def stage(aws: LocalAWS, policies: dict[str, str]) -> dict[str, tuple[str, str]]:
    """The resources, and for each function a key with its role's policy: a role itself is for Lambda to assume only."""
    dynamodb, iam = aws.client("dynamodb"), aws.client("iam")
    for resource, key in KEYS.items():
        names = list(key)
        attributes = [{"AttributeName": name, "AttributeType": next(iter(key[name]))} for name in names]
        table = {"TableName": RESOURCES[resource].rpartition("/")[2], "BillingMode": "PAY_PER_REQUEST",
                 "KeySchema": [{"AttributeName": name, "KeyType": kind} for name, kind in zip(names, ("HASH", "RANGE"))]}
        if resource == "event store":
            attributes += [{"AttributeName": name, "AttributeType": "S"} for name in ("EventType", "Timestamp")]
            table["GlobalSecondaryIndexes"] = [{
                "IndexName": "EventType-Timestamp-index", "Projection": {"ProjectionType": "ALL"},
                "KeySchema": [{"AttributeName": "EventType", "KeyType": "HASH"}, {"AttributeName": "Timestamp", "KeyType": "RANGE"}]}]
        dynamodb.create_table(**table, AttributeDefinitions=attributes)
    aws.client("events").create_event_bus(Name=f"event-sourcing-bus-{SUFFIX}")
    for queue in QUEUES:
        aws.client("sqs").create_queue(QueueName=RESOURCES[queue].rpartition(":")[2])
    keys = {}
    for function in FUNCTIONS:
        iam.create_user(UserName=function)
        iam.put_user_policy(UserName=function, PolicyName="role", PolicyDocument=policies[function])
        key = iam.create_access_key(UserName=function)["AccessKey"]
        keys[function] = (key["AccessKeyId"], key["SecretAccessKey"])
    return keys


@pytest.mark.parametrize("function", FUNCTIONS)
def test_the_local_aws_allows_exactly_the_matrix(aws: LocalAWS, stage: dict[str, tuple[str, str]], function: str) -> None:
    key, secret = stage[function]
    dynamodb, events, sqs = (aws.client(service, key, secret) for service in ("dynamodb", "events", "sqs"))
    calls = {resource: table_calls(dynamodb, resource) for resource in KEYS}
    calls["index"] = index_calls(dynamodb, "index")
    calls |= {resource: bus_calls(events, resource) for resource in ("bus", "default bus")}
    for resource in QUEUES:
        url = aws.client("sqs").get_queue_url(QueueName=RESOURCES[resource].rpartition(":")[2])["QueueUrl"]
        calls[resource] = queue_calls(sqs, resource, url)
    wrong, tried = [], 0
    for resource, actions in calls.items():
        for action, call in actions.items():
            expected = action.removesuffix(" in a transaction") in ALLOWED[function].get(resource, set())
            tried += 1
            if permitted(call) != expected:
                wrong.append(f"{action} on {resource}: {'refused' if expected else 'allowed'}")
    assert wrong == [] and tried > 70


def permitted(call) -> bool:
    """Whether a call got past the policies, however it fared after that."""
    try:
        call()
    except ClientError as error:
        return error.response["Error"]["Code"] not in ("AccessDenied", "AccessDeniedException")
    return True
