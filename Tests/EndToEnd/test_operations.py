"""Logs and metrics as an operator finds them."""

import json
import re
import time

from harness.system import System, create, transaction, unique
from harness.waiting import wait_for


def lines_about(system: System, function: str, text: str) -> list[dict]:
    return wait_for(lambda: system.log_lines(function, text), f"{text} in the log of {function}")


def test_a_log_line(system: System) -> None:
    account = unique("logged")
    assert system.command(create(account, customerId="Jane Doe 4711") | {"correlationId": "visit-9"}).status == 200
    assert system.command(transaction(account, "8642.97", "tx")).status == 200
    system.projected(account, 2)
    found = {"command": [line for line in lines_about(system, "command", account) if "message" in line],
             "projection": lines_about(system, "projection", "batch projected")}
    for function, lines in found.items():
        assert lines, function
        for line in lines:
            assert {"timestamp", "level", "message", "requestId", "function", "coldStart"} <= set(line), line
            assert re.match(r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3,9}Z$", line["timestamp"])
            assert line["function"] == system.name(function)
    assert {line["aggregateId"] for line in found["command"]} == {account}
    assert all(line["messages"] >= 1 for line in found["projection"])
    assert any(line.get("correlationId") == "visit-9" for line in lines_about(system, "command", account))


def test_no_money_and_no_names_in_the_logs(system: System) -> None:
    account, begun = unique("secret"), time.time()
    assert system.command(create(account, customerId="Jane Doe 4711")).status == 200
    assert system.command(transaction(account, "8642.97", "tx")).status == 200
    assert system.command(transaction(account, "-99999.13", "tx2")).status == 422
    system.query({"queryType": "getAccountSummary", "accountId": account})
    system.projected(account, 2)
    lines_about(system, "command", account)
    for function in ("command", "publisher", "projection", "query"):
        text = json.dumps(system.log_lines(function, since=begun))
        assert "8642.97" not in text and "99999.13" not in text and "Jane Doe" not in text, function


def test_what_a_caller_sends_stays_within_one_line(system: System) -> None:
    evil = '"}\n{"level":"ERROR","message":"forged"}\r\n\u2028'
    begun = time.time()
    system.command({"aggregateId": unique("a"), "eventType": evil, "eventData": {}})
    system.query({"queryType": evil})
    system.command({"aggregateId": unique("a"), "eventType": "AccountCreated", "eventData": {"createdAt": evil}})
    for function in ("command", "query"):
        found = system.log_lines(function, since=begun)
        assert found and all(line.get("message") != "forged" for line in found)


def test_metrics(system: System) -> None:
    account = system.open_account()
    command = transaction(account, 1, "tx")
    assert system.command(command).status == system.command(command).status == 200
    system.projected(account, 2)

    def names() -> set[str]:
        found = system.cloudwatch.list_metrics(Namespace="EventSourcing")["Metrics"]
        return {metric["MetricName"] for metric in found}

    wanted = {"EventsAppended", "CommandsByOutcome", "Duplicates", "EventsPublished", "ProjectionLagMilliseconds", "ColdStarts"}
    wait_for(lambda: wanted <= names(), f"{wanted} among the metrics")
