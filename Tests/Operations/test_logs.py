"""The functions' logs: one JSON object a line with the same members, at the level asked for, and nothing of what callers confide."""

import json
import re

import pytest
from harness.answers import InvocationFailed
from harness.system import System, create, envelope, transaction, unique
from harness.twin import twin
from harness.waiting import wait_for
from operations.faults import publish
from operations.lines import FUNCTIONS, logged, messages, metric_lines, own

MARKERS = {
    "customerId": "Jane-Doe-mark", "accountType": "type-mark", "note": "note-mark", "iban": "iban-mark", "userId": "user-mark",
    "commandId": "command-mark", "transactionId": "transaction-mark", "deposit": "8642.9713", "withdrawal": "99999.1357",
    "limit": "7531.0864", "reason": "reason-mark", "eventType": "eventtype-mark", "queryType": "querytype-mark",
    "createdAt": "createdat-mark", "amount": "amount-mark", "nextToken": "nexttoken-mark", "authorization": "bearer-mark",
    "cookie": "cookie-mark", "malformed": "malformed-mark", "base64": "base64-mark", "unstorable": "unstorable-mark",
    "time": "time-mark", "poison": "poison-mark", "header": "header-mark", "query string": "querystring-mark",
}


@pytest.fixture(scope="module")
def account(system: System) -> str:
    """An account that has had all kinds of requests, with a marker in each field that must not be logged."""
    account = unique("marked")
    mark = MARKERS
    opened = create(account, customerId=mark["customerId"], accountType=mark["accountType"], note=mark["note"],
                    nested={"iban": mark["iban"]}, overdraftLimit="LIMIT")
    text = json.dumps(opened | {"userId": mark["userId"], "commandId": mark["commandId"], "correlationId": f"visit-of-{account}"})
    assert system.command(text.replace('"LIMIT"', mark["limit"])).status == 200
    assert system.command(text.replace('"LIMIT"', mark["limit"])).body["duplicate"] is True
    assert system.command(text.replace('"LIMIT"', "1")).status == 409
    assert system.command(transaction(account, mark["deposit"], mark["transactionId"])).status == 200
    assert system.command(transaction(account, "-" + mark["withdrawal"])).status == 422
    _refused_commands(system, account)
    _queries(system, account)
    _poison(system)
    closed = {"aggregateId": account, "eventType": "AccountClosed", "eventData": {"reason": mark["reason"]}}
    assert system.command(closed).status == 200
    system.projected(account, 3)
    return account


def _refused_commands(system: System, account: str) -> None:
    mark, one = MARKERS, json.loads(transaction(account, 1))
    for payload in (
            {**one, "eventType": mark["eventType"]},
            {**one, "eventData": {**one["eventData"], "amount": mark["amount"]}},
            {**create(unique("a")), "eventData": {"createdAt": mark["createdAt"]}},
            {**one, "eventData": {**one["eventData"], "note": {mark["unstorable"]: ["x", {mark["unstorable"]: "\ud800"}]}}},
            {"body": '{"aggregateId": "' + mark["malformed"], "isBase64Encoded": False},
            {"body": mark["base64"] + "%", "isBase64Encoded": True}):
        assert system.command(payload).status == 400, payload
    headers = {"authorization": f"Bearer {mark['authorization']}", "x-mark": mark["header"]}
    assert system.command(envelope({**one, "expectedSequence": 0}, encoded=True, headers=headers, cookies=[mark["cookie"]])).status == 409


def _queries(system: System, account: str) -> None:
    mark = MARKERS
    assert system.query({"queryType": "getAccountSummary", "accountId": account}).status == 200
    assert system.query({"queryType": "getAuditTrail", "accountId": account}).status == 200
    assert system.query({"queryType": mark["queryType"]}).status == 400
    assert system.query({"queryType": "getAuditTrail", "accountId": account, "nextToken": mark["nextToken"]}).status == 400
    assert system.query({"queryType": "reconstructState", "aggregateId": account, "asOf": mark["time"]}).status == 400
    get = {"version": "2.0", "routeKey": "GET /accounts/{id}", "rawPath": f"/accounts/{account}",
           "rawQueryString": f"limit={mark['query string']}&consistent={mark['query string']}", "pathParameters": {"id": account},
           "requestContext": {"http": {"method": "GET", "path": f"/accounts/{account}"}, "stage": "$default"}, "isBase64Encoded": False}
    assert system.query(get).status == 400


def _poison(system: System) -> None:
    """Messages that name no event; the account stands in no store."""
    url, account, before = system.outputs["dead_letter_queue_url"], unique("poison"), system.depth()
    publish(system, {"AggregateId": account, "EventSequence": 1, "EventType": "AccountCreated", "EventData": MARKERS["poison"]})
    publish(system, {"AggregateId": account, "EventSequence": MARKERS["poison"], "EventData": {"note": MARKERS["poison"]}})
    wait_for(lambda: any("put aside" in line for line in messages(system, "projection")), "the failure in the log")
    wait_for(lambda: system.depth() == before + 2, "the letters")
    system.queue.purge_queue(QueueUrl=url)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_each_line_is_one_object_with_the_same_members(system: System, account: str, function: str) -> None:
    if function == "publisher":
        system.invoke(system.name(function), {"action": "republish", "aggregateId": account})
    lines = wait_for(lambda: logged(system, function), f"lines of {function}")
    for line in lines:
        assert {"timestamp", "level", "message", "requestId", "traceId", "function", "coldStart"} <= set(line), line
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z", line["timestamp"])
        assert line["level"] in ("INFO", "WARN", "ERROR")
        assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", line["requestId"])
        assert re.fullmatch(r"1-[0-9a-f]{8}-[0-9a-f]{24}", line["traceId"])
        assert line["function"] == system.name(function) and isinstance(line["coldStart"], bool)
        assert isinstance(line["message"], str) and line["message"]
    assert {line["coldStart"] for line in lines} == {True, False}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_each_metric_line_gets_past_the_level_filter_of_lambda(system: System, account: str, function: str) -> None:
    """Lambda takes a JSON line without level and timestamp for INFO, and drops it, with its metrics, where only more is kept."""
    lines = metric_lines(system, function)
    assert lines
    for line in lines:
        assert line["level"] == "INFO" and re.fullmatch(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z", line["timestamp"]), line


def test_a_command_can_be_followed_by_account_and_correlation(system: System, account: str) -> None:
    found = [line for line in logged(system, "command") if line.get("correlationId") == f"visit-of-{account}"]
    assert found and {line["aggregateId"] for line in found} == {account}
    assert any(line.get("aggregateId") == account for line in logged(system, "query"))


def test_nothing_that_callers_confide_is_logged(system: System, account: str) -> None:
    found = {(name, function): line for function in FUNCTIONS for line in messages(system, function)
             for name, marker in MARKERS.items() if marker in line}
    assert found == {}


@pytest.mark.parametrize("field", ["aggregateId", "userId", "correlationId", "commandId"])
@pytest.mark.parametrize("character", ["\n", "\r", "\0", "\x1b", "\x7f", "\x85"], ids=ascii)
def test_control_characters_are_refused(system: System, field: str, character: str) -> None:
    command = create(unique("account"))
    answer = system.command({**command, field: f'a{character}{{"level":"ERROR","message":"forged"}}'})
    assert answer.status == 400 and answer.body["field"] == field, answer


def test_what_is_logged_stays_within_its_line(system: System, account: str) -> None:
    """Separators of lines that are no control characters are allowed in names, so the log has to escape them."""
    name = unique("evil") + '\u2028"}{"message":"forged"}\u2029'
    assert system.command({**create(name), "correlationId": name}).status == 200
    system.projected(name, 1)
    assert system.query({"queryType": "getAccountSummary", "accountId": name}).status == 200
    forged = '\n{"level":"ERROR","message":"forged"}\r\n'
    assert system.command(create(unique("account"), note=forged, customerId=forged)).status == 200
    assert system.command({**create(unique("account")), "eventType": forged}).status == 400
    publish(system, {"AggregateId": name, "EventSequence": 7, "EventHash": "1" * 64})
    for function in ("command", "projection", "query"):
        lines = wait_for(lambda: [line for line in own(messages(system, function)) if name.split("\u2028")[0] in line], function)
        for line in own(messages(system, function)):
            assert "\u2028" not in line and "\u2029" not in line
            assert json.loads(line).get("message") != "forged"
        assert all(json.loads(line)["aggregateId"] == name for line in lines if "_aws" not in line)


def written(system: System, **settings: str) -> list[str]:
    """The lines of a query function without a read model: of one query that is answered, one that is refused and one that fails.

    AWS_LAMBDA_LOG_LEVEL and AWS_LAMBDA_LOG_FORMAT are the function's own variables here, which Lambda does not allow: so it is the
    function alone that leaves lines out, not what Lambda does with them.
    """
    with twin(system, "query", READ_MODEL_TABLE="there-is-no-such-table", **settings) as name:
        assert system.call(name, {"queryType": "getAggregateEvents", "aggregateId": "nobody"}).status == 200
        assert system.call(name, {"queryType": "nonsense"}).status == 400
        with pytest.raises(InvocationFailed):
            system.invoke(name, {"queryType": "getAccountSummary", "accountId": "nobody"})
        return own(messages(system, "query", name))


@pytest.mark.parametrize("level, expected", [
    ("DEBUG", {"INFO", "WARN", "ERROR"}), ("INFO", {"INFO", "WARN", "ERROR"}), ("WARN", {"WARN", "ERROR"}), ("ERROR", {"ERROR"}),
    ("FATAL", set())])
def test_the_log_level(system: System, level: str, expected: set[str]) -> None:
    lines = [json.loads(line) for line in written(system, AWS_LAMBDA_LOG_LEVEL=level, AWS_LAMBDA_LOG_FORMAT="JSON")]
    assert {line["level"] for line in lines if "_aws" not in line} == expected
    metrics = [line for line in lines if "_aws" in line]
    assert {line["level"] for line in metrics} == {level if level in ("WARN", "ERROR", "FATAL") else "INFO"}


def test_the_text_format(system: System) -> None:
    lines = [line for line in written(system, AWS_LAMBDA_LOG_LEVEL="INFO", AWS_LAMBDA_LOG_FORMAT="Text") if '"_aws"' not in line]
    assert [re.match(r"\S+Z (INFO|WARN|ERROR) [A-Za-z]", line)[1] for line in lines].count("ERROR") >= 1
    assert all("requestId=" in line and "{" not in line.split(" ")[0] for line in lines)


def test_what_terraform_asks_of_lambda_and_of_the_log_groups(system: System) -> None:
    for function in FUNCTIONS:
        group = f"/aws/lambda/{system.name(function)}"
        asked = system.functions.get_function_configuration(FunctionName=system.name(function))["LoggingConfig"]
        assert (asked["LogFormat"], asked["ApplicationLogLevel"], asked["LogGroup"]) == ("JSON", "INFO", group)
        assert asked["SystemLogLevel"] == "INFO"
        [found] = system.logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"]
        assert found["retentionInDays"] == 30 and found["kmsKeyId"] == system.outputs["kms_key_arn"]
