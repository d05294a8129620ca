"""X-Ray: the bootstraps of dist/ with a tracing header and a daemon, their calls going to the local AWS."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from harness.system import System, create, transaction, unique
from operations.daemon import Daemon, check
from operations.deliveries import bus_event, stream_batch
from operations.recorder import Recorder
from operations.runtime_api import running

TRACE, PARENT = "1-5759e988-bd862e3fe1be46a994272793", "53995c3f42cd8ad8"
SAMPLED = f"Root={TRACE};Parent={PARENT};Sampled=1;Lineage=a87bd80c:1|68fd508a:5"
DISPENSABLE = {"BatchGetItem", "GetItem"}


@pytest.fixture
def daemon() -> Iterator[Daemon]:
    made = Daemon()
    yield made
    made.close()


def recorded(daemon: Daemon, begun: float) -> list[tuple[str, str]]:
    """Service and operation of each subsegment, all well-formed and each with an id of its own.

    None has failed but those that only save work: on a slow machine they are given up.
    """
    found = daemon.received()
    for segment in found:
        check(segment, TRACE, PARENT, begun)
    assert len({segment["id"] for segment in found}) == len(found)
    failed = [segment for segment in found if {"error", "fault", "throttle"} & set(segment)]
    assert all(segment["aws"]["operation"] in DISPENSABLE for segment in failed), failed
    return sorted((segment["name"], segment["aws"]["operation"]) for segment in found)


def test_a_subsegment_for_each_call_of_a_command(system: System, daemon: Daemon, tmp_path: Path) -> None:
    recorder = Recorder(system.aws.endpoint)
    account, begun = unique("traced"), time.time()
    with running(system, "command", tmp_path, AWS_XRAY_DAEMON_ADDRESS=daemon.address, AWS_ENDPOINT_URL=recorder.endpoint) as api:
        assert api.invoke(create(account), SAMPLED)["statusCode"] == 200
        opened = recorded(daemon, begun)
        assert api.invoke(json.loads(transaction(account, 5, "tx")), SAMPLED)["statusCode"] == 200
        paid = recorded(daemon, begun)
    recorder.stop()
    assert [operation for _, operation in opened] == ["PutItem"]
    assert "TransactWriteItems" in [operation for _, operation in paid]
    assert {name for name, _ in opened + paid} == {"DynamoDB"}
    for operation in {operation for _, operation in opened + paid}:
        made = len(recorder.bodies(operation))
        assert made == [one for _, one in opened + paid].count(operation), f"{made} calls of {operation}"


def test_a_failed_call_is_marked(system: System, daemon: Daemon, tmp_path: Path) -> None:
    account, begun = unique("traced"), time.time()
    with running(system, "command", tmp_path, AWS_XRAY_DAEMON_ADDRESS=daemon.address) as api:
        assert api.invoke(create(account), SAMPLED)["statusCode"] == 200
        daemon.received()
        assert api.invoke(create(account), SAMPLED)["statusCode"] == 422
        found = daemon.received()
    for segment in found:
        check(segment, TRACE, PARENT, begun)
    assert [segment["error"] for segment in found if segment["aws"]["operation"] == "PutItem"] == [True]


def test_the_other_functions(system: System, daemon: Daemon, tmp_path: Path) -> None:
    account, begun = system.open_account(), time.time()
    system.projected(account, 1)
    with running(system, "query", tmp_path, AWS_XRAY_DAEMON_ADDRESS=f"tcp:127.0.0.1:1 udp:{daemon.address}") as api:
        assert api.invoke({"queryType": "getAccountSummary", "accountId": account}, SAMPLED)["statusCode"] == 200
        assert recorded(daemon, begun) == [("DynamoDB", "GetItem")]
    with running(system, "projection", tmp_path, AWS_XRAY_DAEMON_ADDRESS=daemon.address) as api:
        assert api.invoke(bus_event(system.events(account)[0]), SAMPLED)["statusCode"] == 200
        assert recorded(daemon, begun) == [("DynamoDB", "BatchGetItem"), ("DynamoDB", "Query")], "a duplicate is one round trip"


@pytest.mark.parametrize("header", [
    None, f"Root={TRACE};Parent={PARENT};Sampled=0", f"Root={TRACE};Parent={PARENT}", f"Root={TRACE};Sampled=1", "nonsense"])
def test_nothing_is_sent_of_what_is_not_sampled(system: System, daemon: Daemon, tmp_path: Path, header: str | None) -> None:
    with running(system, "query", tmp_path, AWS_XRAY_DAEMON_ADDRESS=daemon.address) as api:
        assert api.invoke({"queryType": "getAccountSummary", "accountId": "nobody"}, header)["statusCode"] == 404
        assert daemon.received() == []
        assert api.invoke({"queryType": "getAccountSummary", "accountId": "nobody"}, SAMPLED)["statusCode"] == 404
        assert len(daemon.received()) == 1


@pytest.mark.parametrize("address", ["", "127.0.0.1:1", "nonsense", "daemon.example.com:2000"])
def test_a_daemon_that_is_not_there_changes_nothing(system: System, tmp_path: Path, address: str) -> None:
    with running(system, "query", tmp_path, AWS_XRAY_DAEMON_ADDRESS=address) as api:
        for _ in range(3):
            assert api.invoke({"queryType": "getAccountSummary", "accountId": "nobody"}, SAMPLED)["statusCode"] == 404


def test_the_header_travels_to_the_bus(system: System, daemon: Daemon, tmp_path: Path) -> None:
    account, begun = system.open_account(), time.time()
    assert system.command(transaction(account, 1)).status == 200
    batch = stream_batch(system.events(account))
    recorder = Recorder(system.aws.endpoint)
    with running(system, "publisher", tmp_path, AWS_XRAY_DAEMON_ADDRESS=daemon.address, AWS_ENDPOINT_URL=recorder.endpoint) as api:
        assert api.invoke(batch, SAMPLED) == {"batchItemFailures": []}
        assert recorded(daemon, begun) == [("EventBridge", "PutEvents")]
        assert api.invoke(batch) == {"batchItemFailures": []}
    recorder.stop()
    traced, untraced = recorder.bodies("PutEvents")
    assert [entry["TraceHeader"] for entry in traced["Entries"]] == [SAMPLED, SAMPLED]
    assert [entry.get("TraceHeader") for entry in untraced["Entries"]] == [None, None]


def test_correlation_and_causation_travel_in_the_event(system: System) -> None:
    """The bus drops the header when it delivers, so the event itself says what it belongs to."""
    account = unique("account")
    sent = {**create(account), "correlationId": "visit-42", "commandId": "click-7"}
    assert system.command(sent).status == 200
    [event] = system.events(account)
    assert (event["CorrelationId"], event["CommandId"]) == ("visit-42", "click-7")
    system.projected(account, 1)
    other = system.command(create(unique("account"))).body
    assert system.events(other["aggregateId"])[0]["CorrelationId"] == other["eventId"]
