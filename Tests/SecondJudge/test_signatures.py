"""What the judge must refuse, so that its consent means something."""

import pytest
from botocore.exceptions import ClientError
from conftest import Start
from harness.deployment import FUNCTIONS, Deployment
from harness.paths_through import command, created, new_account, projection, publisher, query, resume


@pytest.mark.parametrize(("change", "code"), [
    ({"AWS_SECRET_ACCESS_KEY": "not the secret"}, "InvalidSignatureException"),
    ({"AWS_SESSION_TOKEN": "not the token"}, "UnrecognizedClientException"),
    ({"AWS_SESSION_TOKEN": ""}, "UnrecognizedClientException"),
    ({"AWS_ACCESS_KEY_ID": "ASIA0000000000000000"}, "UnrecognizedClientException"),
], ids=["secret", "token", "no token", "key"])
@pytest.mark.parametrize("name", FUNCTIONS)
def test_wrong_credentials(
    name: str, change: dict[str, str], code: str, start: Start, deployment: Deployment, account: str
) -> None:
    with start(name, **change) as function:
        match name:
            case "command":
                outcomes = command(function, deployment)[:1]
            case "publisher":
                outcomes = publisher(function, deployment, account)[1:2]
            case "projection":
                outcomes = projection(function, deployment, account)[1:2]
            case "process":
                outcomes = [(None, function.invoke(resume("any")))]
            case _:
                outcomes = query(function, account)[:1]
    [(_, outcome)] = outcomes
    assert outcome.failed and code in outcome.body["errorMessage"], outcome


def test_nobody_without_a_key(deployment: Deployment) -> None:
    with pytest.raises(ClientError) as refusal:
        deployment.judge.client("dynamodb").list_tables()
    assert refusal.value.response["Error"]["Code"] == "UnrecognizedClientException"


def test_a_role_of_another_function(start: Start, deployment: Deployment) -> None:
    with start("command", **deployment.roles["query"].credentials) as function:
        outcome = function.invoke(created(new_account()))
    assert outcome.failed and outcome.is_denied, outcome


@pytest.mark.parametrize("name", FUNCTIONS)
def test_no_role_changes_an_event(name: str, deployment: Deployment, account: str) -> None:
    session = deployment.roles[name].credentials
    dynamodb = deployment.judge.client(
        "dynamodb", session["AWS_ACCESS_KEY_ID"], session["AWS_SECRET_ACCESS_KEY"], session["AWS_SESSION_TOKEN"])
    table = deployment.variables["command"]["EVENT_STORE_TABLE"]
    key = {"AggregateId": {"S": account}, "EventSequence": {"N": "1"}}
    update = {"TableName": table, "Key": key, "UpdateExpression": "SET EventType = :type",
              "ExpressionAttributeValues": {":type": {"S": "x"}}}
    attempts = [
        lambda: dynamodb.delete_item(TableName=table, Key=key), lambda: dynamodb.update_item(**update),
        lambda: dynamodb.batch_write_item(RequestItems={table: [{"DeleteRequest": {"Key": key}}]}),
        lambda: dynamodb.transact_write_items(TransactItems=[{"Update": update}]),
        lambda: dynamodb.transact_write_items(TransactItems=[{"Delete": {"TableName": table, "Key": key}}]),
        lambda: dynamodb.delete_table(TableName=table)]
    for attempt in attempts:
        with pytest.raises(ClientError) as refusal:
            attempt()
        assert refusal.value.response["Error"]["Code"] == "AccessDeniedException"
