"""A command's way: event store, stream, bus, archive, read model, query."""

import json
import re
import time
from collections.abc import Iterator
from datetime import datetime, timezone
from decimal import Decimal

import pytest
from harness.system import System, close, create, transaction, unique
from harness.waiting import wait_for

INSTANT = re.compile(r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$")
UUID = re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", re.IGNORECASE)
SOURCE = "event-sourcing.financial"


@pytest.fixture
def listener(system: System) -> Iterator[str]:
    """The URL of a queue that gets whatever is on the bus while the test runs."""
    name = unique("listener")
    url = system.queue.create_queue(QueueName=name)["QueueUrl"]
    arn = system.queue.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    bus = system.outputs["event_bus_name"]
    rule = system.bus.put_rule(Name=name, EventBusName=bus, EventPattern=json.dumps({"source": [SOURCE]}))["RuleArn"]
    policy = {"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}, "Action": "sqs:SendMessage", "Resource": arn,
        "Condition": {"ArnEquals": {"aws:SourceArn": rule}}}]}
    system.queue.set_queue_attributes(QueueUrl=url, Attributes={"Policy": json.dumps(policy)})
    system.bus.put_targets(Rule=name, EventBusName=bus, Targets=[{"Id": "listener", "Arn": arn}])
    yield url
    system.bus.remove_targets(Rule=name, EventBusName=bus, Ids=["listener"])
    system.bus.delete_rule(Name=name, EventBusName=bus)
    system.queue.delete_queue(QueueUrl=url)


def heard(system: System, url: str, account: str, count: int) -> list[dict]:
    """The first `count` different events of an account on the bus, by sequence."""
    found: dict[int, dict] = {}

    def look() -> bool:
        for message in system.queue.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", []):
            event = json.loads(message["Body"], parse_float=Decimal)
            if event["detail"]["AggregateId"] == account:
                found[event["detail"]["EventSequence"]] = event
        return len(found) >= count

    wait_for(look, f"{count} events of {account} on the bus")
    return [found[sequence] for sequence in sorted(found)]


def test_a_command_reaches_the_read_model(system: System, listener: str) -> None:
    account, before = unique("account"), system.archived()

    opened = system.command(create(account))
    paid_in = system.command(transaction(account, "100.50", "tx-1"))
    paid_out = system.command(transaction(account, "-30.25", "tx-2", userId="teller-7", correlationId="visit-1"))
    closed = system.command(close(account))

    assert [answer.status for answer in (opened, paid_in, paid_out, closed)] == [200] * 4
    assert [answer.body["sequence"] for answer in (opened, paid_in, paid_out, closed)] == [1, 2, 3, 4]
    stored = system.events(account)
    assert [event["EventSequence"] for event in stored] == [1, 2, 3, 4]
    on_the_bus = heard(system, listener, account, 4)
    assert [event["detail"]["EventId"] for event in on_the_bus] == [event["EventId"] for event in stored]
    model = system.projected(account, 4)
    summary = model["AccountSummary"]
    assert (summary["Balance"], summary["Status"], summary["Version"], summary["TransactionCount"]) == \
        (Decimal("70.25"), "Closed", 4, 2)
    assert sorted(model)[:1] == ["AccountSummary"]
    assert sorted(name for name in model if name.startswith("AuditTrail#")) == [f"AuditTrail#{n:020d}" for n in range(1, 5)]
    wait_for(lambda: system.archived() >= before + 4, "four more events in the archive")
    asked = system.query({"queryType": "getAccountSummary", "accountId": account})
    assert asked.status == 200 and asked.body["Balance"] == Decimal("70.25")


def test_the_answer_to_a_command(system: System) -> None:
    account = unique("account")
    answer = system.command(create(account))
    assert answer.headers == {"Content-Type": "application/json", "Access-Control-Allow-Origin": "*"}
    assert set(answer.body) == {"eventId", "aggregateId", "sequence", "timestamp", "eventType", "commandId"}
    assert UUID.match(answer.body["eventId"]) and INSTANT.match(answer.body["timestamp"])
    assert (answer.body["aggregateId"], answer.body["sequence"], answer.body["eventType"]) == (account, 1, "AccountCreated")


def test_the_stored_event(system: System) -> None:
    account = system.open_account()
    answer = system.command(transaction(account, "0.0001", "tx-a", userId="teller-7", correlationId="visit-1",
                                        commandId="command-a")).body
    first, second = system.events(account)
    assert set(second) >= {"EventId", "AggregateId", "EventSequence", "EventType", "EventData", "Timestamp", "Version",
                           "CommandId", "UserId", "CorrelationId", "PreviousHash", "EventHash"}
    assert second["EventId"] == answer["eventId"] and second["Timestamp"] == answer["timestamp"]
    assert (second["UserId"], second["CorrelationId"], second["CommandId"]) == ("teller-7", "visit-1", "command-a")
    assert (first["UserId"], first["CorrelationId"]) == ("system", first["EventId"])
    assert second["EventData"]["amount"] == Decimal("0.0001")
    assert first["PreviousHash"] == "0" * 64 and second["PreviousHash"] == first["EventHash"]
    assert re.match(r"^[0-9a-f]{64}$", second["EventHash"]) and second["Version"] == "1.0"
    assert INSTANT.match(second["Timestamp"])


def test_the_event_on_the_bus_is_the_stored_item(system: System, listener: str) -> None:
    account = system.open_account()
    system.command(transaction(account, "12.3400", "tx-b", note={"kept": [1, True, None]}))
    event = heard(system, listener, account, 2)[1]
    stored = system.events(account)[1]
    assert event["source"] == SOURCE and event["detail-type"] == "TransactionProcessed"
    assert event["resources"] == [system.outputs["event_store_table_arn"]]
    seconds = datetime.fromisoformat(stored["Timestamp"].replace("Z", "+00:00")).replace(microsecond=0)
    assert datetime.fromisoformat(event["time"].replace("Z", "+00:00")).astimezone(timezone.utc) == seconds
    assert event["detail"] == stored


def test_unknown_fields_of_the_payload_are_kept(system: System) -> None:
    account = unique("account")
    more = {"nested": {"list": [1, "two", None, True, {"deep": "é\u0301\U0001f600"}]}, "empty": "", "channel": "web"}
    assert system.command(create(account, **more)).status == 200
    stored = system.events(account)[0]["EventData"]
    assert {name: stored[name] for name in more} == more


@pytest.mark.parametrize("name", ["with space", "ünï-cödé", "e\u0301", "\u00e9", "x" * 256, "a/b#c?d&e", '"quoted"', "☃"])
def test_an_aggregate_name_is_kept_byte_for_byte(system: System, name: str) -> None:
    account = name if len(name) > 200 else f"{name} {unique('n')}"
    assert system.command(create(account)).status == 200
    assert system.events(account)[0]["AggregateId"] == account
    assert system.projected(account, 1)["AccountSummary"]["AccountId"] == account


def test_composed_and_decomposed_names_are_two_accounts(system: System) -> None:
    composed, decomposed = unique("caf\u00e9"), ""
    decomposed = composed.replace("\u00e9", "e\u0301")
    assert system.command(create(composed)).status == 200
    assert system.command(create(decomposed)).status == 200
    assert len(system.events(composed)) == len(system.events(decomposed)) == 1


def test_a_read_model_that_is_up_to_date_within_seconds(system: System) -> None:
    account = system.open_account()
    begun = time.monotonic()
    for number in range(10):
        assert system.command(transaction(account, 1, f"tx-{number}")).status == 200
    system.projected(account, 11)
    assert time.monotonic() - begun < 20
