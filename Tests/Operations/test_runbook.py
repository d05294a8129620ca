"""The runbook of terraform/README.md, block by block as printed, against faults made for it."""

import json
import re
import threading

import pytest
from harness.faults import no_queue_policy
from harness.paths import TERRAFORM
from harness.sandboxes import kill
from harness.system import FEEDS, System, transaction
from harness.waiting import settled, wait_for
from operations.damage import is_right, lose, spoil
from operations.faults import disabled_rule, environment, publish, silent_service
from operations.metrics import total
from operations.queue import depth
from operations.runbook import Runbook, answers


@pytest.fixture(autouse=True)
def _empty_queue(system: System) -> None:
    system.finish_retries()
    system.queue.purge_queue(QueueUrl=system.outputs["dead_letter_queue_url"])


def test_each_alarm_is_explained(system: System) -> None:
    table = [line for line in (TERRAFORM / "README.md").read_text().splitlines() if line.startswith("| `")]
    explained = {name for line in table for name in re.findall(r"`([A-Za-z]+-[A-Za-z0-9]+)`", line.split("|")[1])}
    of_the_process = {name for name in explained if re.match(r"(EventBridge)?Process", name)}
    assert explained - of_the_process == {name.removesuffix(f"-{system.outputs['resource_suffix']}") for name in system.outputs["alarm_names"]}


def test_which_alarms_fire(system: System, runbook: Runbook) -> None:
    publish(system, {"mark": "runbook"})
    system.eventually(lambda: "DeadLetterQueue-Depth-operations\tThreshold" in runbook.run("Runbook"), "the alarm in the list")


def test_look_at_dead_letters(system: System, runbook: Runbook) -> None:
    """Two of the shapes: a letter of the projection, and an event that the rule could not deliver."""
    publish(system, {"mark": "look"})
    system.eventually(lambda: depth(system) == 1, "the letter of the projection")
    with no_queue_policy(system, "projection_queue"):
        system.open_account()
        system.eventually(lambda: depth(system) == 2, "the dead letters")
    printed = runbook.run("Look at dead letters")
    assert '"ApproximateNumberOfMessages": "2"' in printed
    assert "letter" in printed and "MalformedEvent" in printed
    assert "ERROR_CODE" in printed and "NO_PERMISSIONS" in printed and "RULE_ARN" in printed
    assert depth(system) == 2, "looking takes nothing away"


def test_look_at_the_mapping(system: System, runbook: Runbook, account: str) -> None:
    assert runbook.run("Look at the publisher's mapping").split() == ["Enabled", "OK"]


def test_look_at_the_queues(system: System, runbook: Runbook, account: str) -> None:
    printed = runbook.run("Look at the queues")
    assert printed.count('"ApproximateNumberOfMessagesNotVisible"') == 2
    lines = [line.split("\t") for line in printed.splitlines() if line.startswith("arn:")]
    assert sorted(line[0].rpartition(":")[2] for line in lines) == ["event-sourcing-projection-operations", "event-sourcing-replay-operations"]
    assert {line[1] for line in lines} == {"Enabled"}


def test_look_at_capacity(system: System, runbook: Runbook) -> None:
    printed = runbook.run("Look at capacity")
    assert "ReadCapacityUnits" in printed and '"Datapoints"' in printed


def test_look_at_errors(system: System, runbook: Runbook, account: str) -> None:
    """The block, and each command that the table's third column names. What was killed by its time-out has no line of its own."""
    with environment(system, "query", READ_MODEL_TABLE="there-is-no-such-table"), \
            environment(system, "command", EVENT_STORE_TABLE="there-is-no-such-table"):
        for function, payload in (("query", json.dumps({"queryType": "getAccountSummary", "accountId": account})),
                                  ("command", transaction(account, 1, "fails"))):
            assert system.functions.invoke(FunctionName=system.name(function), Payload=payload.encode())["FunctionError"]
    assert system.command(json.loads(transaction(account, 1)) | {"expectedSequence": 1}).status == 409
    publish(system, {"mark": "errors"})
    system.event_store_writer.put_item(TableName=system.event_store, Item={
        "AggregateId": {"S": "no-event"}, "EventSequence": {"N": "1"}, "Nonsense": {"S": "x"}})
    system.eventually(lambda: depth(system) == 2, "the dead letters")
    printed = runbook.run("Look at errors")
    for function in ("command", "publisher", "projection", "query"):
        assert f'"function":"{system.name(function)}"' in printed, function
    assert '"type":"ConcurrencyConflict"' in printed
    commands = set(re.findall(r"`(errors [^`]+)`", (TERRAFORM / "README.md").read_text()))
    assert len(commands) == 5
    for command in commands - {'errors "$PROCESS"'}:
        assert '"level":"ERROR"' in runbook.shell(command), command


def test_look_at_what_was_killed(system: System, runbook: Runbook, account: str) -> None:
    """It has no line of its own: Lambda's says how it ended."""
    with silent_service() as endpoint, environment(system, "query", AWS_ENDPOINT_URL_DYNAMODB=endpoint):
        caller = threading.Thread(target=lambda: system.functions.invoke(
            FunctionName=system.live(system.name("query")), Payload=json.dumps({"queryType": "getAccountSummary", "accountId": account}).encode()))
        caller.start()

        def ended() -> bool:
            """Idle sandboxes of versions before are killed too, and the one that counts may come a moment later."""
            for sandbox in system.sandboxes(system.name("query")):
                kill(sandbox)
            return not caller.is_alive()

        wait_for(ended, "the end of the call")
    printed = runbook.shell('errors "$QUERY"').replace(" ", "")
    assert '"type":"platform.report"' in printed and re.search(r'"status":"(failure|error)"', printed)


def test_verify_finds_a_damaged_summary_and_rebuild_repairs_it(system: System, runbook: Runbook, account: str) -> None:
    before = system.read_model(account)
    [found] = answers(runbook.run("Verify"))
    assert found["valid"] is True and found["readModelMatches"] is True and found["eventsChecked"] == len(system.events(account))
    spoil(system, account)
    [found] = answers(runbook.run("Verify"))
    assert found["valid"] is True and found["readModelMatches"] is False
    [one] = answers(runbook.run("Rebuild"))
    assert one["processedEvents"] == len(system.events(account)) and one["failedEvents"] == 0
    [found] = answers(runbook.run("Verify"))
    assert found["readModelMatches"] is True and system.read_model(account) == before


def test_rebuild_brings_lost_items_back(system: System, runbook: Runbook, account: str) -> None:
    before = system.read_model(account)
    lose(system, account)
    question = {"queryType": "getAccountSummary", "accountId": account}
    system.eventually(lambda: system.query(question).status == 404, "no replica has it")
    answers(runbook.run("Rebuild"))
    assert system.read_model(account) == before


def test_rebuild_all_repairs_every_account(system: System, runbook: Runbook, account: str) -> None:
    before = system.read_model(account)
    spoil(system, account)
    [begun] = answers(runbook.run("Rebuild all"))

    def complete() -> dict | None:
        [progress] = answers(runbook.run("Rebuild all", 1))
        assert progress["run"] == begun["run"]
        return progress if progress["isComplete"] else None
    progress = system.eventually(complete, "the end of the rebuild", 240)
    assert progress["processedAccounts"] > 1 and progress["failedAccounts"] == [] and len(progress["parts"]) == begun["parts"]
    assert system.read_model(account) == before


def test_an_event_that_the_bus_lost_is_healed_by_the_next(system: System, account: str) -> None:
    healed, sequence = total(system, "GapsHealed", "projection"), len(system.events(account))
    lost(system, account)
    assert system.command(transaction(account, 1)).status == 200
    system.projected(account, sequence + 2)
    assert is_right(system, account)
    wait_for(lambda: total(system, "GapsHealed", "projection") == healed + 1, "the healed gap among the metrics")


def test_republish_repairs_what_the_bus_lost(system: System, runbook: Runbook, account: str) -> None:
    lost(system, account)
    count = len(system.events(account))
    [found] = answers(runbook.run("Verify"))
    assert (found["readModelMatches"], found["eventsChecked"], found["readModelVersion"]) == (True, count, count - 1)
    everything, one = answers(runbook.run("Republish"))
    assert (everything["published"], one["published"]) == (count, 1)
    system.projected(account, count)
    assert is_right(system, account)


def test_republish_by_time_repairs_what_the_bus_lost(system: System, runbook: Runbook, account: str) -> None:
    lost(system, account)
    published = answers(runbook.run("Republish", 1))
    assert sum(slice["published"] for slice in published) >= len(system.events(account))
    system.projected(account, len(system.events(account)))
    assert is_right(system, account)


def lost(system: System, account: str) -> None:
    """One event that was published while the rule was off."""
    published, version = total(system, "EventsPublished", "publisher"), system.summary(account)["Version"]
    with disabled_rule(system):
        assert system.command(transaction(account, 1)).status == 200
        wait_for(lambda: total(system, "EventsPublished", "publisher") > published, "the publication")
    assert settled(lambda: system.summary(account)["Version"], "the summary", quiet=5) == version


def test_replay_brings_lost_items_back(system: System, runbook: Runbook, account: str) -> None:
    before, replayed = system.read_model(account), total(system, "ReplayedEvents", "projection")
    lose(system, account)
    printed = runbook.run("Replay")
    assert re.search(r"replay-\d{14}\s+(STARTING|RUNNING|COMPLETED)", printed), printed
    system.projected(account, len(system.events(account)))
    events = len(system.events(account))
    wait_for(lambda: total(system, "ReplayedEvents", "projection") - replayed >= events, "the replay")
    assert system.read_model(account) == before


def test_redrive_repairs_what_failed_and_what_was_not_delivered(system: System, runbook: Runbook, account: str) -> None:
    """A projection that lost its table, then a queue that lost its policy, which the same apply puts back."""
    failed, undelivered = system.open_account(), system.open_account()
    system.projected(failed, 1)
    system.projected(undelivered, 1)
    with environment(system, "projection", READ_MODEL_TABLE="there-is-no-such-table"):
        assert system.command(transaction(failed, 7)).status == 200
        system.eventually(lambda: depth(system) == 1, "the message that came back too often")
    system.queue.set_queue_attributes(QueueUrl=system.outputs["projection_queue_url"], Attributes={"Policy": ""})
    assert system.command(transaction(undelivered, 7)).status == 200
    system.eventually(lambda: depth(system) == 2, "the dead letter of the rule")
    system.queue.send_message(QueueUrl=system.outputs["dead_letter_queue_url"], MessageBody='{"mark": "cannot be repaired"}')

    assert '"ApproximateNumberOfMessages"' in runbook.run("Redrive")
    system.projected(failed, 2)
    system.projected(undelivered, 2)
    system.eventually(lambda: depth(system) == 1, "all but one repaired")
    runbook.run("Redrive", 1)
    assert is_right(system, failed) and is_right(system, undelivered)
    mappings = system.functions.list_event_source_mappings(FunctionName=system.live(system.name("projection")))["EventSourceMappings"]
    assert {mapping["EventSourceArn"] for mapping in mappings} == {system.outputs[f"{queue}_arn"] for queue in FEEDS}
    later = system.open_account()
    system.projected(later, 1)
    assert depth(system) == 1
