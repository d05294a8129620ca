"""Names that stand in two places, in HCL and in Swift, are the same in both."""

import json
import re

import pytest
from harness.paths import DOMAIN, MODULE
from harness.permissions import ALLOWED
from harness.swift import has_code, literals, text
from harness.workspace import Workspace, variables

FLOORS_ABOVE_THE_CLIENTS = (
    "Accounts", "Transfers", "EventSourcing", "EventStore", "ReadModel", "Invocation", "CommandHandling", "Processing", "Publishing",
    "Projecting", "Querying",
    "StoreWiring", "CommandWiring", "ProjectionWiring", "QueryWiring")

EXECUTABLES = {
    "command": ("CommandWiring", "CommandHandling"), "publisher": ("CommandWiring", "Publishing"),
    "projection": ("ProjectionWiring", "Projecting"), "query": ("QueryWiring", "Querying"), "process": ("CommandWiring", "Processing"),
}
"""The program and the handler's module of each function."""

OF_QUEUES = {
    "publisher": {"EVENT_STORE_TABLE", "EVENT_STORE_TABLE_ARN", "EVENT_BUS_NAME", "EVENT_TYPE_SHARDS", "DEAD_LETTER_QUEUE_URL", "PROCESSES"},
    "projection": {"EVENT_STORE_TABLE", "READ_MODEL_TABLE", "COMMAND_JOURNAL_TABLE", "SNAPSHOT_INTERVAL", "EVENT_TYPE_SHARDS",
                   "LAG_SECONDS", "DEAD_LETTER_QUEUE_URL", "REBUILD_QUEUE_URL", "PROCESSES"},
    "process": {"EVENT_STORE_TABLE", "READ_MODEL_TABLE", "COMMAND_JOURNAL_TABLE", "EVENT_TYPE_SHARDS", "LAG_SECONDS",
                "DEAD_LETTER_QUEUE_URL", "PROCESSES"},
}
"""A queue's URL is known only after an apply, and a plan shows nothing of the environment that it belongs to."""

READ = re.compile(r'\b(?:bootstrap|environment)\b(?:\.\w+)?\s*[(\[]\s*"([A-Z_][A-Z0-9_]*)"')
OF_LAMBDA_AND_THE_SDKS = ("AWS_", "LAMBDA_", "_X_", "_HANDLER")


@pytest.fixture(scope="module")
def planned(planning: Workspace) -> dict[str, dict]:
    return planning.planned(*variables(resource_suffix="drift", enable_dashboard=True, enable_transfers=True))


@pytest.fixture(scope="module")
def environments(planned: dict[str, dict]) -> dict[str, set[str]]:
    """Of each function."""
    found = {}
    for function in EXECUTABLES:
        [environment] = planned[f'aws_lambda_function.this["{function}"]']["environment"]
        found[function] = set(environment.get("variables") or {}) | OF_QUEUES.get(function, set())
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
    """The programs of projection and query have one handler each; that of command has three, and reads what any of them gets."""
    program, handler = EXECUTABLES[function]
    if program == "CommandWiring":
        given = environments["command"] | environments["publisher"] | environments["process"]
    else:
        given = environments[function]
    assert variables_read(program, handler, "StoreWiring") <= given


def test_the_handlers_of_the_command_bundle_are_told_apart_by_name(planned: dict[str, dict]) -> None:
    handlers = {values["handler"] for address, values in planned.items() if address.startswith("aws_lambda_function.")}
    assert handlers == {"command", "publish", "process", "projection", "query"}
    assert {"publish", "process"} <= literals("CommandWiring", "CommandHandling", "Publishing", "Invocation", "LambdaRuntime")


def test_table_keys_and_index(planned: dict[str, dict]) -> None:
    for table, modules in {"event_store": ("EventStore",), "command_journal": ("EventStore",), "read_model": ("ReadModel",)}.items():
        values = planned[f"aws_dynamodb_table.{table}"]
        keys = {values["hash_key"], values["range_key"]} | {setting["attribute_name"] for setting in values.get("ttl") or []}
        for index in values.get("global_secondary_index") or []:
            keys |= {index["name"], index["hash_key"], index["range_key"]}
        made_of_the_noun = {json.loads(DOMAIN.read_text())["noun"]["idAttribute"]} if table == "read_model" else set()
        assert keys - literals(*modules) - made_of_the_noun == set(), table


def test_the_rules_and_the_archive_are_of_the_domain(planned: dict[str, dict]) -> None:
    domain = json.loads(DOMAIN.read_text())
    for feed, is_replay in (("live", False), ("replay", True)):
        pattern = json.loads(planned[f'aws_cloudwatch_event_rule.projection["{feed}"]']["event_pattern"])
        types = [type["name"] for type in domain["eventTypes"] + domain["process"]["eventTypes"]]
        assert pattern == {"source": [domain["source"]], "detail-type": types, "replay-name": [{"exists": is_replay}]}
    driving = json.loads(planned["aws_cloudwatch_event_rule.process[0]"]["event_pattern"])
    assert driving == {"source": [domain["source"]], "detail-type": domain["process"]["drivingTypes"], "replay-name": [{"exists": False}]}
    archived = json.loads(planned["aws_cloudwatch_event_archive.this"]["event_pattern"])
    assert archived == {"source": [domain["source"]]}


def test_the_configuration_spells_nothing_of_the_domain() -> None:
    """Names of its outputs apart, which callers rely on."""
    whole = json.loads(DOMAIN.read_text())
    words = [word for domain in (whole, whole["process"]) for word in (
        domain["source"], domain["noun"]["idAttribute"], domain["noun"]["idMember"], f"/{domain['noun']['listMember']}/",
        *(type["name"] for type in domain["eventTypes"]), *(view["member"] for view in domain["views"]))]
    found = [(path.name, word) for path in sorted(MODULE.glob("*.tf")) for word in words if word in path.read_text()]
    assert found == []


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
    # An action of a transaction.
    "delete": "dynamodb:DeleteItem",
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
