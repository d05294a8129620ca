"""What alarms and dashboard ask for is what the functions write, name by name and dimension by dimension."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from harness.system import FEEDS, System, transaction, unique
from harness.waiting import wait_for
from operations import archive
from operations.faults import disabled_rule, environment, publish
from operations.http_api import http_api
from operations.metrics import NAMESPACE, Metric, emitted, on_alarms, on_dashboard, total


@pytest.fixture(scope="module")
def written(system: System) -> set[Metric]:
    """The metrics of traffic in which everything happens that there is a metric for."""
    account = system.open_account()
    assert system.command(transaction(account, 1, "tx")).status == system.command(transaction(account, 1, "tx")).status == 200
    assert system.command(json.loads(transaction(account, 1)) | {"expectedSequence": 0}).status == 409
    assert system.query({"queryType": "getAccountSummary", "accountId": account}).status in (200, 404)
    system.projected(account, 2)
    _gap(system, account)
    _orphan(system)
    _refusal(system)
    _poison_record(system)
    publish(system, {"mark": "no notification"})
    archive.replay(system, datetime.now(UTC) - timedelta(hours=1))
    wait_for(lambda: total(system, "ReplayedEvents", "projection") > 0, "replayed events")
    return emitted(system)


def _gap(system: System, account: str) -> None:
    published = total(system, "EventsPublished", "publisher")
    with disabled_rule(system):
        assert system.command(transaction(account, 1)).status == 200
        wait_for(lambda: total(system, "EventsPublished", "publisher") > published, "the publication")
    assert system.command(transaction(account, 1)).status == 200
    system.projected(account, 4)


def _orphan(system: System) -> None:
    """An entry of the journal without its event, as two tables that were restored to two moments have it."""
    orphans, account = total(system, "OrphanedKeys", "command"), system.open_account()
    command = transaction(account, 1, "lost")
    assert system.command(command).status == 200
    system.projected(account, 2)
    system.event_store_writer.delete_item(
        TableName=system.event_store, Key={"AggregateId": {"S": account}, "EventSequence": {"N": "2"}})
    assert "duplicate" not in system.command(command).body
    wait_for(lambda: total(system, "OrphanedKeys", "command") == orphans + 1, "the orphan among the metrics")
    system.invoke(system.name("projection"), {"action": "rebuild", "accountId": account})


def _refusal(system: System) -> None:
    failures = total(system, "PublishFailures", "publisher")
    with environment(system, "publisher", EVENT_BUS_NAME="somebody-elses-bus"):
        account = system.open_account()
        wait_for(lambda: total(system, "PublishFailures", "publisher") > failures, "refused events")
    system.projected(account, 1)


def _poison_record(system: System) -> None:
    """Something in the event store that is no event."""
    system.event_store_writer.put_item(TableName=system.event_store, Item={
        "AggregateId": {"S": unique("no-event")}, "EventSequence": {"N": "1"}, "Nonsense": {"S": "x"}})
    wait_for(lambda: total(system, "DeadLetters", "publisher") > 0, "the dead letter of the publisher")
    system.queue.purge_queue(QueueUrl=system.outputs["dead_letter_queue_url"])


def test_the_dashboard_shows_no_metric_that_nobody_writes(system: System, written: set[Metric]) -> None:
    named, _ = on_dashboard(system)
    ours = {metric for metric in named if metric.namespace == NAMESPACE}
    assert len(ours) > 10
    assert ours - written == set()


def test_the_dashboard_finds_outcomes_and_reasons(system: System, written: set[Metric]) -> None:
    _, searches = on_dashboard(system)
    assert searches
    values = {}
    for search in searches:
        namespace, function, kind = search["schema"].split(",")
        found = {metric for metric in written if (metric.namespace, metric.name) == (namespace, search["name"])
                 and {name for name, _ in metric.dimensions} == {function, kind}}
        assert found and all((function, search["function"]) in metric.dimensions for metric in found)
        values[search["name"]] = {dict(metric.dimensions)[kind] for metric in found}
    assert values["CommandsByOutcome"] >= {"Appended", "Duplicate", "ConcurrencyConflict"}
    assert values["ProjectionFailures"] >= {"MalformedEvent"}


def test_no_alarm_waits_for_a_metric_that_nobody_writes(system: System, written: set[Metric]) -> None:
    ours = {metric for metric in on_alarms(system) if metric.namespace == NAMESPACE}
    assert len(ours) == 7
    assert ours - written == set()


def test_no_metric_is_written_that_nobody_looks_at(system: System, written: set[Metric]) -> None:
    """Each costs money every month."""
    named, searches = on_dashboard(system)
    looked_at = {metric.name for metric in named | on_alarms(system)} | {search["name"] for search in searches}
    assert {metric.name for metric in written} - looked_at == set()


def test_the_metrics_of_aws_are_those_of_this_deployment(system: System) -> None:
    outputs = system.outputs
    values = {
        "FunctionName": {system.name(function) for function in ("command", "publisher", "projection", "query")},
        "TableName": {outputs[f"{table}_table_name"] for table in ("event_store", "read_model", "command_journal")},
        "GlobalSecondaryIndexName": {"EventType-Timestamp-index"},
        "QueueName": {outputs[f"{queue}_name"] for queue in ("dead_letter_queue", *FEEDS)} | {outputs["bus_dead_letter_queue_url"].rpartition("/")[2]},
        "ApiId": {http_api(system).identifier},
        "EventBusName": {outputs["event_bus_name"]},
        "RuleName": {outputs["financial_events_rule_name"], outputs["financial_events_replay_rule_name"]},
    }
    for metric in on_dashboard(system)[0] | on_alarms(system):
        if metric.namespace != NAMESPACE:
            assert metric.namespace in ("AWS/ApiGateway", "AWS/Lambda", "AWS/DynamoDB", "AWS/SQS", "AWS/Events")
            for name, value in metric.dimensions:
                assert value in values[name], metric


def test_a_replay_is_counted(system: System) -> None:
    """A replay of just the events of this test: bus and archive keep whole seconds."""
    system.finish_retries()
    before = total(system, "ReplayedEvents", "projection")
    begin, archived = datetime.now(UTC).replace(microsecond=0), system.archived()
    account = system.open_account()
    for number in range(9):
        assert system.command(transaction(account, 1, f"tx-{number}")).status == 200
    items = system.projected(account, 10)
    wait_for(lambda: system.archived() == archived + 10, "the events in the archive")
    # The first notice brought what others tell of too: those are duplicates of the bus, not of the replay.
    system.finish_retries()
    duplicates = total(system, "Duplicates", "projection")
    archive.replay(system, begin)
    wait_for(lambda: total(system, "ReplayedEvents", "projection") == before + 10, "the count of replayed events")
    wait_for(lambda: total(system, "Duplicates", "projection") == duplicates + 10, "the count of duplicates")
    assert system.read_model(account) == items
