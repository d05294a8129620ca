"""The policies as they would be sent to AWS, with everything on that adds to them."""

import json

import pytest
from harness.variable_sets import DOCUMENT, EVERYTHING, ONLY_ON_AWS, REPLICAS
from harness.workspace import Workspace, variables

SETS = {
    "document": DOCUMENT, "everything": [*EVERYTHING, *variables(create_kms_key=False, kms_key_arn="arn:aws:kms:us-east-1:000000000000:key/1")],
    "only on aws": [*ONLY_ON_AWS, *variables(create_kms_key=False)], "replicas": [*REPLICAS, *variables(create_kms_key=False)],
}
CHANGES = {"dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:BatchWriteItem", "dynamodb:PartiQLUpdate",
           "dynamodb:PartiQLDelete", "dynamodb:PartiQLInsert"}


@pytest.fixture(scope="module", params=SETS)
def planned(request: pytest.FixtureRequest, planning: Workspace) -> dict[str, dict]:
    return planning.planned(*SETS[request.param])


def statements(planned: dict[str, dict]) -> list[tuple[str, dict]]:
    found = [(address, statement) for address, values in planned.items() if address.startswith("aws_iam_role_policy.")
             for statement in json.loads(values["policy"])["Statement"]]
    assert {address for address, _ in found} == roles(planned)
    return found


def roles(planned: dict[str, dict]) -> set[str]:
    """The policies that there have to be: one for each function."""
    return {address.replace("aws_lambda_function.this", "aws_iam_role_policy.function")
            for address in planned if address.startswith("aws_lambda_function.")}


def test_no_action_is_a_pattern(planned: dict[str, dict]) -> None:
    assert [action for _, statement in statements(planned) for action in statement["Action"] if "*" in action] == []


def test_resources_are_this_deployments(planned: dict[str, dict]) -> None:
    for address, statement in statements(planned):
        for resource in statement["Resource"]:
            if statement["Sid"] == "Traces":
                assert resource == "*" and all(action.startswith("xray:Put") for action in statement["Action"])
            else:
                arn, _, rest = resource.rpartition(":000000000000:")
                assert arn.startswith("arn:aws:") and rest, f"{address}: {resource}"
                assert "*" not in rest.removesuffix(":*").removesuffix("/stream/*"), f"{address}: {resource}"


def test_nobody_may_change_an_event(planned: dict[str, dict]) -> None:
    suffix = planned["aws_dynamodb_table.event_store"]["name"]
    for address, statement in statements(planned):
        on_events = [resource for resource in statement["Resource"] if resource.endswith(f"table/{suffix}")]
        if on_events and statement["Effect"] == "Allow":
            assert not CHANGES & set(statement["Action"]), address
    denied = {address for address, statement in statements(planned) if statement["Effect"] == "Deny" and CHANGES <= set(statement["Action"])}
    assert denied == roles(planned)


def test_the_tables_own_policy_denies_it_to_everybody(planned: dict[str, dict]) -> None:
    policy = json.loads(planned["aws_dynamodb_resource_policy.event_store"]["policy"])
    never, only_commands = policy["Statement"]
    for statement in (never, only_commands):
        assert statement["Effect"] == "Deny" and statement["Principal"] == "*" and set(statement["Condition"]) == {"ArnNotLike"}
    assert CHANGES <= set(never["Action"]) and only_commands["Action"] == ["dynamodb:PutItem"]
    exempt, *appending = (arn.partition(":role/")[2] for arn in only_commands["Condition"]["ArnNotLike"]["aws:PrincipalArn"])
    assert never["Condition"]["ArnNotLike"]["aws:PrincipalArn"][0].endswith(exempt) and "AWSServiceRoleForDynamoDBReplication" in exempt
    functions = ["command", "process"] if 'aws_lambda_function.this["process"]' in planned else ["command"]
    assert appending == [planned[f'aws_iam_role.function["{function}"]']["name"] for function in functions]


def test_only_the_publisher_speaks_for_the_event_store(planned: dict[str, dict]) -> None:
    [statement] = json.loads(planned["aws_cloudwatch_event_bus_policy.this"]["policy"])["Statement"]
    assert (statement["Effect"], statement["Principal"], statement["Action"]) == ("Deny", "*", "events:PutEvents")
    [publisher] = statement["Condition"]["ArnNotEquals"]["aws:PrincipalArn"]
    assert publisher.endswith(":role/" + planned['aws_iam_role.function["publisher"]']["name"])


LIVE, REPLAY, PROCESS = "/financial-events-rule", "/financial-events-replay-rule", "/financial-process-rule"


@pytest.mark.parametrize(("queue", "rules"), [
    ("dead_letter", [LIVE, REPLAY]), ('projection["live"]', [LIVE]), ('projection["replay"]', [REPLAY])])
def test_only_its_rule_may_write_to_a_queue(planned: dict[str, dict], queue: str, rules: list[str]) -> None:
    check_policy(planned, queue, rules)


@pytest.mark.parametrize("queue", ["process[0]", "process_dead_letter[0]"])
def test_only_the_rule_of_the_process_may_write_to_its_queues(planned: dict[str, dict], queue: str) -> None:
    if "aws_cloudwatch_event_rule.process[0]" in planned:
        check_policy(planned, queue, [PROCESS])
    else:
        assert f"aws_sqs_queue.{queue}" not in planned


def check_policy(planned: dict[str, dict], queue: str, rules: list[str]) -> None:
    values = planned[f"aws_sqs_queue.{queue}"]
    [statement] = json.loads(values["policy"])["Statement"]
    assert statement["Principal"] == {"Service": "events.amazonaws.com"} and statement["Action"] == "sqs:SendMessage"
    assert statement["Resource"].endswith(f":{values['name']}")
    sources = statement["Condition"]["ArnEquals"]["aws:SourceArn"]
    sources = sources if isinstance(sources, list) else [sources]
    assert [source[source.rindex("/"):] for source in sources] == rules


def test_only_the_queues_of_the_projection_may_move_messages_to_the_dead_letters(planned: dict[str, dict]) -> None:
    allowed = json.loads(planned["aws_sqs_queue.dead_letter"]["redrive_allow_policy"])
    names = {planned[f'aws_sqs_queue.projection["{feed}"]']["name"] for feed in ("live", "replay")}
    assert {arn.rpartition(":")[2] for arn in allowed["sourceQueueArns"]} == names


def test_every_permission_to_invoke_names_its_source(planned: dict[str, dict]) -> None:
    permissions = [values for address, values in planned.items() if address.startswith("aws_lambda_permission.")]
    assert all(values["principal"] == "apigateway.amazonaws.com" for values in permissions)


def test_the_redrive_adds_reading_the_queue_to_the_projection_only(planned: dict[str, dict]) -> None:
    enabled = "aws_lambda_event_source_mapping.redrive[0]" in planned
    readers = {address for address, statement in statements(planned)
               if "sqs:ReceiveMessage" in statement["Action"] and any(":event-sourcing-dlq-" in arn for arn in statement["Resource"])}
    assert readers == ({'aws_iam_role_policy.function["projection"]'} if enabled else set())
