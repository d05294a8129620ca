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
    assert len({address for address, _ in found}) == 4
    return found


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
    assert len(denied) == 4


def test_the_tables_own_policy_denies_it_to_everybody(planned: dict[str, dict]) -> None:
    policy = json.loads(planned["aws_dynamodb_resource_policy.event_store"]["policy"])
    [statement] = policy["Statement"]
    assert statement["Effect"] == "Deny" and statement["Principal"] == "*" and CHANGES <= set(statement["Action"])


def test_only_the_rule_may_write_to_the_queue(planned: dict[str, dict]) -> None:
    policy = json.loads(planned["aws_sqs_queue.dead_letter"]["policy"])
    [statement] = policy["Statement"]
    assert statement["Principal"] == {"Service": "events.amazonaws.com"}
    assert statement["Condition"]["ArnEquals"]["aws:SourceArn"].endswith("/financial-events-rule")


def test_every_permission_to_invoke_names_its_source(planned: dict[str, dict]) -> None:
    permissions = [values for address, values in planned.items() if address.startswith("aws_lambda_permission.")]
    assert permissions and all(values["principal"] in ("events.amazonaws.com", "apigateway.amazonaws.com") for values in permissions)


def test_the_redrive_adds_reading_the_queue_to_the_projection_only(planned: dict[str, dict]) -> None:
    enabled = "aws_lambda_event_source_mapping.redrive[0]" in planned
    readers = {address for address, statement in statements(planned) if "sqs:ReceiveMessage" in statement["Action"]}
    assert readers == ({'aws_iam_role_policy.function["projection"]'} if enabled else set())
