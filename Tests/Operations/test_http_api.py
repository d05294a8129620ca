"""The HTTP API behind `enable_http_api`."""

import json
import urllib.parse
from pathlib import Path

import pytest
from harness.deployment import Deployment
from harness.system import System, create, transaction, unique
from operations.http_api import API, Reply, http_api
from operations.runbook import Runbook


@pytest.fixture(scope="module")
def api(system: System) -> API:
    return http_api(system)


def answered(reply: Reply, status: int) -> dict:
    assert reply.status == status, reply
    assert reply.headers["content-type"] == "application/json" and reply.headers["access-control-allow-origin"] == "*"
    return reply.body


def test_the_way_of_an_account(system: System, api: API) -> None:
    account = unique("account")
    opened = answered(api.call("POST", "/commands", create(account)), 200)
    assert set(opened) == {"eventId", "aggregateId", "sequence", "timestamp", "eventType", "commandId"}
    paid = answered(api.call("POST", "/commands", transaction(account, "100.50", "tx-1")), 200)
    assert (paid["aggregateId"], paid["sequence"], paid["commandId"]) == (account, 2, "tx-1")
    assert answered(api.call("POST", "/commands", transaction(account, "100.50", "tx-1")), 200)["duplicate"] is True
    system.projected(account, 2)

    summary = answered(api.call("GET", f"/accounts/{account}"), 200)
    assert (summary["AccountId"], summary["Balance"], summary["Version"]) == (account, 100.5, 2)
    assert summary == answered(api.call("POST", "/queries", {"queryType": "getAccountSummary", "accountId": account}), 200)
    assert answered(api.call("GET", f"/accounts/{account}?consistent=true&minSequence=2"), 200)["Balance"] == 100.5

    events = answered(api.call("GET", f"/accounts/{account}/events"), 200)
    assert [event["EventSequence"] for event in events["events"]] == [1, 2] and events["eventCount"] == 2
    first = answered(api.call("GET", f"/accounts/{account}/events?limit=1"), 200)
    assert len(first["events"]) == 1 and first["nextToken"]
    second = answered(api.call("GET", f"/accounts/{account}/events?limit=1&nextToken={first['nextToken']}"), 200)
    assert [event["EventSequence"] for event in second["events"]] == [2]


def test_what_is_refused(api: API) -> None:
    account = unique("account")
    assert answered(api.call("POST", "/commands", {"aggregateId": account}), 400)["type"] == "ValidationError"
    assert answered(api.call("POST", "/commands", "{"), 400)["type"] == "ValidationError"
    assert answered(api.call("POST", "/commands", transaction(account, 1)), 422)["rule"] == "AccountNotFound"
    assert "supportedQueryTypes" in answered(api.call("POST", "/queries", {"queryType": "other"}), 400)
    assert answered(api.call("GET", f"/accounts/{account}"), 404) == {"error": "Account not found"}
    assert answered(api.call("GET", f"/accounts/{account}/events?limit=0"), 400)["field"] == "limit"
    assert api.call("GET", "/commands").status == 404


@pytest.mark.parametrize("name", ["with space", "käse", "a+b", "semi;colon"])
def test_an_account_name_in_a_path(api: API, name: str) -> None:
    account = f"{unique('account')}-{name}"
    assert answered(api.call("POST", "/commands", create(account)), 200)["aggregateId"] == account
    path = urllib.request.quote(account, safe="")
    assert [event["AggregateId"] for event in answered(api.call("GET", f"/accounts/{path}/events"), 200)["events"]] == [account]


@pytest.mark.parametrize("method, path", [
    ("POST", "/commands"), ("POST", "/queries"), ("GET", "/accounts/account-123"), ("GET", "/accounts/account-123/events")])
def test_nobody_gets_in_without_a_signature(api: API, method: str, path: str) -> None:
    reply = api.call(method, path, {} if method == "POST" else None, signed=False)
    assert reply.status == 403 and set(reply.body) == {"message"}, reply


def test_curl_can_sign(api: API, deployment: Deployment, account: str, tmp_path: Path) -> None:
    """The example of the page, for an account that has been opened; on the local AWS the API is at another address."""
    example = Runbook(deployment, tmp_path, "http")
    try:
        printed = example.run("The HTTP API", API=api.address)
    finally:
        example.close()
    opened, asked = (json.loads(line) for line in printed.replace("}{", "}\n{").splitlines())
    assert opened["rule"] == "AccountAlreadyExists" and asked["AccountId"] == account == "account-123"
