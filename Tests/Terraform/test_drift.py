"""Names that stand in two places, in HCL and in Swift, are the same in both."""

import json
import re

import pytest
from harness.permissions import ALLOWED
from harness.swift import has_code, literals, text
from harness.workspace import Workspace, variables

FLOORS_ABOVE_THE_CLIENTS = (
    "Accounts", "EventSourcing", "EventStore", "ReadModel", "Invocation", "CommandHandling", "Publishing", "Projecting", "Querying",
    "StoreWiring", "CommandWiring", "ProjectionWiring", "QueryWiring")

EXECUTABLES = {
    "command": ("CommandWiring", "CommandHandling"), "publisher": ("CommandWiring", "Publishing"),
    "projection": ("ProjectionWiring", "Projecting"), "query": ("QueryWiring", "Querying"),
}
"""The program and the handler's module of each function."""

READ = re.compile(r'\b(?:bootstrap|environment)\b(?:\.\w+)?\s*[(\[]\s*"([A-Z_][A-Z0-9_]*)"')
OF_LAMBDA_AND_THE_SDKS = ("AWS_", "LAMBDA_", "_X_", "_HANDLER")


@pytest.fixture(scope="module")
def planned(planning: Workspace) -> dict[str, dict]:
    return planning.planned(*variables(resource_suffix="drift", enable_dashboard=True))


@pytest.fixture(scope="module")
def environments(planned: dict[str, dict]) -> dict[str, set[str]]:
    """Of each function. The queue's URL is known only after an apply, so names are taken from the configuration too."""
    found = {}
    for function in EXECUTABLES:
        [environment] = planned[f'aws_lambda_function.this["{function}"]']["environment"]
        found[function] = set(environment.get("variables") or {})
    found["publisher"] |= {"EVENT_STORE_TABLE", "EVENT_STORE_TABLE_ARN", "EVENT_BUS_NAME", "DEAD_LETTER_QUEUE_URL"}
    return found


def variables_read(*modules: str) -> set[str]:
    """Arguments of calls on `bootstrap` or `environment`."""
    code = "\n".join(text(module) for module in modules)
    return {name for name in READ.findall(code) if not name.startswith(OF_LAMBDA_AND_THE_SDKS)}


@pytest.mark.parametrize("function", EXECUTABLES)
def test_every_variable_given_is_read(environments: dict[str, set[str]], function: str) -> None:
    assert environments[function] <= variables_read(*FLOORS_ABOVE_THE_CLIENTS)


@pytest.mark.parametrize("function", EXECUTABLES)
def test_every_variable_read_by_the_handlers_module_is_given(environments: dict[str, set[str]], function: str) -> None:
    """The programs of projection and query have one handler each; that of command has two, and reads what either gets."""
    program, handler = EXECUTABLES[function]
    if program == "CommandWiring":
        given = environments["command"] | environments["publisher"]
    else:
        given = environments[function]
    assert variables_read(program, handler, "StoreWiring") <= given


def test_the_handlers_of_the_command_bundle_are_told_apart_by_name(planned: dict[str, dict]) -> None:
    handlers = {values["handler"] for address, values in planned.items() if address.startswith("aws_lambda_function.")}
    assert handlers == {"command", "publish", "projection", "query"}
    assert "publish" in literals("CommandWiring", "CommandHandling", "Publishing", "Invocation", "LambdaRuntime")


def test_table_keys_and_index(planned: dict[str, dict]) -> None:
    for table, modules in {"event_store": ("EventStore",), "command_journal": ("EventStore",), "read_model": ("ReadModel",)}.items():
        values = planned[f"aws_dynamodb_table.{table}"]
        keys = {values["hash_key"], values["range_key"]} | {setting["attribute_name"] for setting in values.get("ttl") or []}
        for index in values.get("global_secondary_index") or []:
            keys |= {index["name"], index["hash_key"], index["range_key"]}
        assert keys - literals(*modules) == set(), table


def test_event_types_and_source(planned: dict[str, dict]) -> None:
    pattern = json.loads(planned["aws_cloudwatch_event_rule.financial_events"]["event_pattern"])
    types = re.findall(r'case \w+ = "(\w+)"', text("Accounts").split("enum AccountEventType", 1)[1].split("\n}", 1)[0])
    assert pattern["detail-type"] == types
    [source] = pattern["source"]
    assert source in literals(*FLOORS_ABOVE_THE_CLIENTS, "EventBridge")
    archived = json.loads(planned["aws_cloudwatch_event_archive.this"]["event_pattern"])
    assert archived == {"source": [source]}


def test_schemas_are_of_the_event_types() -> None:
    from harness.paths import TERRAFORM
    types = set(re.findall(r'case \w+ = "(\w+)"', text("Accounts").split("enum AccountEventType", 1)[1].split("\n}", 1)[0]))
    assert {path.stem for path in (TERRAFORM / "schemas").glob("*.json")} == types


def test_metrics_of_alarms_and_dashboard_are_written(planned: dict[str, dict]) -> None:
    alarmed = {values["metric_name"] for address, values in planned.items()
               if address.startswith("aws_cloudwatch_metric_alarm.") and values["namespace"] == "EventSourcing"}
    widgets = json.loads(planned["aws_cloudwatch_dashboard.this[0]"]["dashboard_body"])["widgets"]
    drawn = {metric[1] for widget in widgets for metric in widget["properties"]["metrics"] if metric[0] == "EventSourcing"}
    drawn |= set(re.findall(r'MetricName=\\?"(\w+)', json.dumps(widgets)))
    assert len(alarmed) >= 3 and len(drawn) >= 10
    assert (alarmed | drawn) - literals() == set()
    assert {"EventSourcing", "function", "outcome"} <= literals()


OPERATIONS = {
    "GetItem": "dynamodb:GetItem", "BatchGetItem": "dynamodb:BatchGetItem", "Query": "dynamodb:Query", "PutItem": "dynamodb:PutItem",
    "BatchWriteItem": "dynamodb:BatchWriteItem", "TransactWriteItems": "dynamodb:PutItem", "DeleteItem": "dynamodb:DeleteItem",
    "UpdateItem": "dynamodb:UpdateItem", "Scan": "dynamodb:Scan", "writeAll": "dynamodb:BatchWriteItem", "getAll": "dynamodb:BatchGetItem",
}


def test_granted_table_actions_are_those_that_the_code_asks_for() -> None:
    """As a whole: a module's operations are not told apart by function here; the end-to-end tests run each with its own role."""
    code = "\n".join(text(module) for module in FLOORS_ABOVE_THE_CLIENTS)
    asked = {action for operation, action in OPERATIONS.items()
             if re.search(rf"\b{operation}\s*\(", code)}
    granted = {action for resources in ALLOWED.values() for resource, actions in resources.items()
               if resource != "stream" for action in actions if action.startswith("dynamodb:")}
    assert asked - granted == set(), "the code asks for what no role may do"
    assert granted - asked == set(), "a role may do what no code asks for"


@pytest.mark.parametrize("module", sorted({module for modules in EXECUTABLES.values() for module in modules}))
def test_the_compared_modules_have_code(module: str) -> None:
    assert has_code(module), f"{module} is empty, so nothing is compared"
