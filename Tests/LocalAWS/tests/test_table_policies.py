"""A table's own policy: it is consulted for every caller and every action, together with the caller's policies."""

import pytest
from botocore.exceptions import ClientError
from conftest import ACCOUNT, LocalAWS, Stage, allow, unique, wait_for
from dynamodb_tables import INDEX, create_table, item, partition
from policies import EVERYBODY, ROOT_USER, allowed, calls, denied, deny, document, protect, table_arn

ACTIONS = list(calls(None, "t"))


@pytest.mark.parametrize("action", ACTIONS)
def test_a_denied_action_is_denied_to_the_root_user_and_to_a_role_that_may_everything(
        aws: LocalAWS, stage: Stage, action: str) -> None:
    table = create_table(aws)
    everything = aws.acting(stage.role(allow("dynamodb:*", "*")), "dynamodb")
    for client in (stage.dynamodb, everything):
        allowed(calls(client, table)[action])
    name, _in, kind = action.partition(" ")
    resource = f"{table_arn(table)}/index/{INDEX}" if "index" in kind else table_arn(table)
    protect(aws, table, deny(f"dynamodb:{name}", resource))
    for client in (stage.dynamodb, everything):
        message = denied(calls(client, table)[action])
        assert f"dynamodb:{name}" in message and "explicit deny in a resource-based policy" in message
    for other, call in calls(stage.dynamodb, table).items():
        if other.partition(" ")[0] != name:
            allowed(call)


def test_one_denied_member_denies_the_whole_transaction(aws: LocalAWS, stage: Stage) -> None:
    table = create_table(aws)
    protect(aws, table, deny("dynamodb:DeleteItem", table_arn(table)))
    key = {"Id": {"S": "a"}, "Number": {"N": "2"}}
    denied(lambda: stage.dynamodb.transact_write_items(
        TransactItems=[{"Put": {"TableName": table, "Item": item(1)}}, {"Delete": {"TableName": table, "Key": key}}]))
    assert partition(aws, table, ConsistentRead=True)["Count"] == 0


def test_one_denied_statement_denies_the_whole_batch(aws: LocalAWS, stage: Stage) -> None:
    table = create_table(aws)
    protect(aws, table, deny("dynamodb:PartiQLInsert", table_arn(table)))
    read = {"Statement": f'SELECT * FROM "{table}" WHERE Id = \'a\' AND Number = 1'}
    write = {"Statement": f"INSERT INTO \"{table}\" VALUE {{'Id': 'p', 'Number': 1}}"}
    stage.dynamodb.batch_execute_statement(Statements=[read])
    denied(lambda: stage.dynamodb.batch_execute_statement(Statements=[read, write]))
    denied(lambda: stage.dynamodb.execute_transaction(TransactStatements=[write]))
    protect(aws, table, deny("dynamodb:PartiQLSelect", table_arn(table)))
    exists = {"Statement": f'EXISTS(SELECT * FROM "{table}" WHERE Id = \'a\' AND Number = 1)'}
    denied(lambda: stage.dynamodb.execute_transaction(TransactStatements=[exists, write]))


def test_a_policy_on_the_table_is_none_on_its_indexes(aws: LocalAWS, stage: Stage) -> None:
    table = create_table(aws)
    protect(aws, table, deny("dynamodb:Query", table_arn(table)))
    calls(stage.dynamodb, table)["Query of the index"]()
    protect(aws, table, deny("dynamodb:Query", f"{table_arn(table)}/index/*"))
    calls(stage.dynamodb, table)["Query"]()
    denied(calls(stage.dynamodb, table)["Query of the index"])


def test_an_allow_of_the_table_is_enough_for_a_role_without_one(aws: LocalAWS, stage: Stage) -> None:
    table, role, other = create_table(aws), stage.role(), stage.role()
    client = aws.acting(role, "dynamodb")
    denied(calls(client, table)["PutItem"])
    protect(aws, table, {**deny("dynamodb:PutItem", table_arn(table), principal={"AWS": role}), "Effect": "Allow"})
    calls(client, table)["PutItem"]()
    denied(calls(aws.acting(other, "dynamodb"), table)["PutItem"])
    denied(calls(client, table)["DeleteItem"])


def test_a_deny_of_the_roles_own_policy_beats_the_tables_allow(aws: LocalAWS, stage: Stage) -> None:
    table = create_table(aws)
    role = stage.role({"Effect": "Deny", "Action": "dynamodb:PutItem", "Resource": "*"})
    protect(aws, table, {**deny("dynamodb:PutItem", table_arn(table), principal={"AWS": role}), "Effect": "Allow"})
    assert "identity-based policy" in denied(calls(aws.acting(role, "dynamodb"), table)["PutItem"])


@pytest.mark.parametrize("operator", ["ArnNotEquals", "ArnNotLike", "StringNotEquals", "StringNotLike"])
@pytest.mark.parametrize("path", ["/", "/some/path/"])
def test_a_deny_for_everybody_but_two_roles_also_holds_for_the_administrator(
        aws: LocalAWS, stage: Stage, operator: str, path: str) -> None:
    table = create_table(aws)
    first, second, other = (stage.role(allow("dynamodb:*", "*"), path=path) for _ in range(3))
    protect(aws, table, deny("dynamodb:PutItem", table_arn(table), {operator: {"aws:PrincipalArn": [first, second]}}))
    for role in (first, second):
        calls(aws.acting(role, "dynamodb"), table)["PutItem"]()
    denied(calls(aws.acting(other, "dynamodb"), table)["PutItem"])
    denied(calls(stage.dynamodb, table)["PutItem"])


@pytest.mark.parametrize(("condition", "holds"), [
    ({"ArnEquals": {"aws:PrincipalArn": ROOT_USER}}, True),
    ({"ArnLike": {"aws:PrincipalArn": f"arn:aws:iam::{ACCOUNT}:*"}}, True),
    ({"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*"}}, False),
    ({"ArnLike": {"aws:PrincipalArn": "arn:aws:iam:*:root"}}, False),
    ({"ArnLike": {"AWS:principalARN": "arn:*:iam::*:root"}}, True),
    ({"StringLike": {"aws:PrincipalArn": "arn:aws:iam::*"}}, True),
    ({"StringEquals": {"aws:PrincipalAccount": ACCOUNT}}, True),
    ({"StringEquals": {"aws:PrincipalType": "Account"}}, True),
    ({"StringEquals": {"aws:SourceAccount": ACCOUNT}}, False),
    ({"StringNotEquals": {"aws:SourceAccount": ACCOUNT}}, True),
    ({"StringEqualsIfExists": {"aws:SourceAccount": "x"}}, True),
    ({"ArnLike": {"aws:SourceArn": "*"}}, False),
    ({"Null": {"aws:SourceArn": "true"}}, True),
    ({"Null": {"aws:SourceArn": "false"}}, False),
    ({"Null": {"aws:PrincipalServiceName": "true"}}, True),
    ({"Null": {"aws:PrincipalArn": True}}, False),
    ({"Bool": {"aws:PrincipalIsAWSService": "false"}}, True),
    ({"Bool": {"aws:PrincipalIsAWSService": False}}, True),
    ({"BoolIfExists": {"aws:ViaAWSService": "true"}}, False),
    ({"StringEquals": {"aws:PrincipalAccount": ["x", ACCOUNT]}, "ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::1:root"}}, False),
])
def test_conditions_on_the_root_user(aws: LocalAWS, stage: Stage, condition: dict, holds: bool) -> None:
    table = create_table(aws)
    protect(aws, table, deny("dynamodb:PutItem", table_arn(table), condition))
    if holds:
        denied(calls(stage.dynamodb, table)["PutItem"])
    else:
        calls(stage.dynamodb, table)["PutItem"]()


@pytest.mark.parametrize("principal", ["*", EVERYBODY, {"AWS": ACCOUNT}, {"AWS": [ROOT_USER]}])
def test_whom_a_statement_is_about(aws: LocalAWS, stage: Stage, principal: object) -> None:
    table = create_table(aws)
    protect(aws, table, deny("dynamodb:PutItem", table_arn(table), principal=principal))
    denied(calls(stage.dynamodb, table)["PutItem"])
    denied(calls(aws.acting(stage.role(allow("dynamodb:*", "*")), "dynamodb"), table)["PutItem"])


def test_a_statement_about_a_role_is_not_about_others(aws: LocalAWS, stage: Stage) -> None:
    table, role = create_table(aws), stage.role(allow("dynamodb:*", "*"))
    protect(aws, table, deny("dynamodb:*", table_arn(table), principal={"AWS": role}))
    denied(calls(aws.acting(role, "dynamodb"), table)["PutItem"])
    calls(stage.dynamodb, table)["PutItem"]()
    calls(aws.acting(stage.role(allow("dynamodb:*", "*")), "dynamodb"), table)["PutItem"]()


def test_the_policy_can_protect_itself_and_its_table(aws: LocalAWS, stage: Stage) -> None:
    table = create_table(aws)
    protect(aws, table, deny(["dynamodb:DeleteTable", "dynamodb:DeleteResourcePolicy"], table_arn(table)))
    denied(lambda: stage.dynamodb.delete_table(TableName=table))
    denied(lambda: stage.dynamodb.delete_resource_policy(ResourceArn=table_arn(table)))
    protect(aws, table, deny("dynamodb:Scan", table_arn(table)))
    stage.dynamodb.delete_resource_policy(ResourceArn=table_arn(table))
    calls(stage.dynamodb, table)["Scan"]()


def test_a_policy_comes_with_its_table_and_goes_with_it(aws: LocalAWS, stage: Stage) -> None:
    name = unique("table")
    definition = {"TableName": name, "BillingMode": "PAY_PER_REQUEST",
                  "AttributeDefinitions": [{"AttributeName": "Id", "AttributeType": "S"}],
                  "KeySchema": [{"AttributeName": "Id", "KeyType": "HASH"}]}
    stage.dynamodb.create_table(**definition, ResourcePolicy=document(deny("dynamodb:Scan", table_arn(name))))
    denied(lambda: stage.dynamodb.scan(TableName=name))
    stage.dynamodb.delete_table(TableName=name)
    stage.dynamodb.get_waiter("table_not_exists").wait(TableName=name, WaiterConfig={"Delay": 1})
    stage.dynamodb.create_table(**definition)
    stage.dynamodb.scan(TableName=name)


@pytest.mark.parametrize("policy", [
    "{", "[]", '{"Statement": []}',
    document({**deny("dynamodb:*", "*"), "Effect": "No"}),
    document({name: value for name, value in deny("dynamodb:*", "*").items() if name != "Principal"}),
    document({name: value for name, value in deny("dynamodb:*", "*").items() if name != "Action"}),
    document({**deny("dynamodb:*", "*"), "NotPrincipal": "*"}),
    document(deny("dynamodb:*", "*", {"ArnIsNot": {"aws:PrincipalArn": "x"}})),
])
def test_a_policy_that_cannot_be_read_is_refused(aws: LocalAWS, stage: Stage, policy: str) -> None:
    table = create_table(aws)
    with pytest.raises(ClientError, match="ValidationException"):
        stage.dynamodb.put_resource_policy(ResourceArn=table_arn(table), Policy=policy)
    with pytest.raises(ClientError, match="PolicyNotFoundException"):
        stage.dynamodb.get_resource_policy(ResourceArn=table_arn(table))


def test_a_deny_on_the_table_does_not_keep_its_stream_from_a_function(aws: LocalAWS, stage: Stage) -> None:
    table = create_table(aws, StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"})
    stream = stage.dynamodb.describe_table(TableName=table)["Table"]["LatestStreamArn"]
    actions = ["dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:DescribeStream", "dynamodb:ListStreams"]
    protect(aws, table, deny(["dynamodb:DeleteItem", *actions], table_arn(table)))
    name, _arn = stage.function(stage.role(allow(actions, stream)))
    stage.functions.create_event_source_mapping(FunctionName=name, EventSourceArn=stream, StartingPosition="TRIM_HORIZON")
    stage.dynamodb.put_item(TableName=table, Item=item(1))
    wait_for(lambda: stage.seen(name), "the record")


def test_a_deny_on_the_stream_keeps_a_mapping_from_being_made(aws: LocalAWS, stage: Stage) -> None:
    table = create_table(aws, StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"})
    stream = stage.dynamodb.describe_table(TableName=table)["Table"]["LatestStreamArn"]
    name, _arn = stage.function(stage.role(allow("dynamodb:*", stream)))
    stage.dynamodb.put_resource_policy(ResourceArn=stream, Policy=document(deny("dynamodb:GetRecords", stream)))
    with pytest.raises(ClientError, match="Cannot access stream"):
        stage.functions.create_event_source_mapping(FunctionName=name, EventSourceArn=stream, StartingPosition="TRIM_HORIZON")
