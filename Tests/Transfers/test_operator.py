"""What the process cannot do by itself: an operator is told, and the runbook's blocks, as printed, bring it to an end."""

import json
import re

import pytest
from bank import Bank
from harness.answers import Throttled
from harness.faults import no_queue_policy
from harness.live import configure
from harness.paths import TERRAFORM
from harness.system import close, unique
from harness.waiting import wait_for
from operations.alarms import Alarms
from operations.faults import disabled_mapping, no_concurrency
from operations.runbook import Runbook, answers


@pytest.fixture(scope="module")
def alarms(bank: Bank) -> Alarms:
    return Alarms(bank)


def poisoned(bank: Bank) -> str:
    """An account whose log cannot be read."""
    account = unique("poisoned")
    bank.event_store_writer.put_item(TableName=bank.event_store, Item={
        "AggregateId": {"S": account}, "EventSequence": {"N": "1"}, "Nonsense": {"S": "x"}})
    return account


def mend(bank: Bank, account: str) -> None:
    bank.event_store_writer.delete_item(TableName=bank.event_store, Key={"AggregateId": {"S": account}, "EventSequence": {"N": "1"}})


def block(runbook: Runbook, heading: str, **values: str) -> str:
    """Runs a block with other values than the page's in the variables of the setup, or in those that the block itself sets."""
    [found] = [each for each in runbook.all if each.heading == heading]
    text = found.text
    for name, value in values.items():
        text, count = re.subn(rf"\b{name}=\S+", f"{name}={value}", text)
        text = text if count else f"{name}={value}\n{text}"
    runbook.ran.add(found)
    return runbook.shell(text)


def test_a_transfer_that_could_not_be_taken_on_is_taken_on_once_the_cause_is_mended(bank: Bank, runbook: Runbook, alarms: Alarms) -> None:
    source, target = bank.account(100), poisoned(bank)
    transfer = bank.request(source, target, 25)
    bank.eventually(lambda: bank.depth("process_dead_letter_queue") >= 1, "the letter", 240)
    alarms.fires("ProcessDeadLetterQueue-Depth", "AWS/SQS", "ApproximateNumberOfMessagesVisible",
                 QueueName=bank.outputs["process_dead_letter_queue_name"])
    bank.eventually(lambda: bank.transfer(transfer).get("Status") == "Debited", "the debit in the read model")
    printed = block(runbook, "Look at the process")
    assert transfer in printed and "EventLogDamaged" in printed and "Enabled" in printed
    mend(bank, target)
    assert bank.command({"aggregateId": target, "eventType": "AccountCreated", "eventData": {}}).status == 200
    [resumed] = answers(block(runbook, "Take transfers on", TRANSFER=transfer))
    assert resumed["needsOperator"] is False
    bank.eventually(lambda: bank.depth("process_dead_letter_queue") == 0, "the letter to be taken on", 240)
    assert bank.ended(transfer)["Status"] == "Completed"
    assert (bank.balance(source), bank.balance(target)) == (75, 25)


def test_a_transfer_that_was_not_refunded_is_paid_out(bank: Bank, runbook: Runbook, alarms: Alarms) -> None:
    source, target, other = bank.account(100), poisoned(bank), bank.account()
    transfer = bank.request(source, target, 25)
    bank.eventually(lambda: bank.depth("process_dead_letter_queue") >= 1, "the letter", 240)
    assert bank.command(close(source)).status == 200
    mend(bank, target)
    assert bank.resume(transfer)["needsOperator"] is True, "whoever came to it first: a message that is there twice may"
    alarms.fires("Process-Stopped", "EventSourcing", "ProcessesStopped", function=bank.name("process"))
    found = bank.ended(transfer)
    assert found.items() >= {"Status": "Failed", "FailedRule": "AccountNotFound", "Refunded": False}.items()
    for _time in range(2):
        printed = answers(block(runbook, "A transfer that was not refunded", TRANSFER=transfer, OTHER=other, AMOUNT="25"))
    assert printed[0]["Refunded"] is True, "the second time, it is told at once"
    assert printed[-1].items() >= {"Status": "Failed", "Refunded": True}.items()
    assert bank.balance(other) == 25
    bank.queue.purge_queue(QueueUrl=bank.outputs["process_dead_letter_queue_url"])


def test_a_transfer_is_followed_through_all_functions(bank: Bank, runbook: Runbook) -> None:
    """One that the runbook finds by its name alone: the caller gave it no correlation id."""
    source, target = bank.account(100), bank.account()
    transfer = bank.request(source, target, 25)
    bank.ended(transfer)
    [request] = [event for event in bank.events(transfer) if event["EventType"] == "TransferRequested"]

    def followed() -> list[dict]:
        printed = block(runbook, "Follow a transfer", TRANSFER=transfer)
        lines = [json.loads(line) for line in re.split(r"[\t\n]", printed) if line.startswith('{"timestamp"')]
        assert all(line["correlationId"] == request["EventId"] for line in lines), lines
        return lines

    def whole() -> bool:
        return {"The command was carried out", "run taken on"} <= {line["message"] for line in followed()}

    wait_for(whole, "the lines of all functions")
    assert {line["function"] for line in followed()} == {bank.name("command"), bank.name("process")}


def test_a_process_that_stands_still_is_told(bank: Bank, alarms: Alarms) -> None:
    source, target = bank.account(100), bank.account()
    with disabled_mapping(bank, "process_queue"):
        transfer = bank.request(source, target, 1)
        wait_for(lambda: bank.depth("process_queue") >= 1, "the message")
        bank.aws.clock({"advance": 120})
        alarms.fires("ProcessQueue-Age", "AWS/SQS", "ApproximateAgeOfOldestMessage", QueueName=bank.outputs["process_queue_name"])
    assert bank.ended(transfer)["Status"] == "Completed"


def test_a_function_that_cannot_start_is_told(bank: Bank, alarms: Alarms) -> None:
    source, target = bank.account(100), bank.account()
    found = bank.functions.get_function_configuration(FunctionName=bank.name("process"))["Environment"]["Variables"]
    configure(bank.functions, bank.name("process"), Environment={"Variables": {name: value for name, value in found.items() if name != "EVENT_STORE_TABLE"}})
    transfer = bank.request(source, target, 1)
    alarms.fires("ProcessHandler-Errors", "AWS/Lambda", "Errors", FunctionName=bank.name("process"))
    configure(bank.functions, bank.name("process"), Environment={"Variables": found})
    assert bank.ended(transfer)["Status"] == "Completed"


def test_a_process_that_lambda_does_not_run_is_told(bank: Bank, alarms: Alarms) -> None:
    with no_concurrency(bank, "process"):
        with pytest.raises(Throttled):
            bank.invoke(bank.name("process"), {})
        alarms.fires("ProcessHandler-Throttles", "AWS/Lambda", "Throttles", FunctionName=bank.name("process"))


def test_a_rule_that_does_not_reach_its_queue_is_told(bank: Bank, runbook: Runbook, alarms: Alarms) -> None:
    """What was not delivered waits in the process's dead-letter queue, whence it is moved back; some of it is there twice. What could not
    be put there either is told too, and named by an operator."""
    source, target = bank.account(100), bank.account()
    rule = {"EventBusName": bank.outputs["event_bus_name"], "RuleName": bank.outputs["process_rule_name"]}
    with no_queue_policy(bank, "process_queue"):
        transfers = [bank.request(source, target, 1) for _number in range(14)]
        bank.eventually(lambda: bank.depth("process_dead_letter_queue") >= 14, "what was not delivered", 240)
        with no_queue_policy(bank, "process_dead_letter_queue"):
            lost = bank.request(source, target, 1)
            alarms.fires("EventBridgeProcess-FailedToReachDeadLetterQueue", "AWS/Events", "InvocationsFailedToBeSentToDlq", **rule)
    alarms.fires("EventBridgeProcess-FailedInvocations", "AWS/Events", "FailedInvocations", **rule)
    block(runbook, "Take transfers on", TRANSFER=lost)
    for transfer in [*transfers, lost]:
        assert bank.ended(transfer)["Status"] == "Completed"
    assert bank.depth("process_dead_letter_queue") == 0


def test_a_slow_function_is_told_by_put_metric_data(bank: Bank, alarms: Alarms) -> None:
    found = alarms.put("ProcessHandler-Duration")
    alarms.fires("ProcessHandler-Duration", found["Namespace"], found["MetricName"],
                 **{pair["Name"]: pair["Value"] for pair in found["Dimensions"]})


def test_every_alarm_of_the_process_has_been_driven(bank: Bank, alarms: Alarms, runbook: Runbook) -> None:
    suffix = bank.outputs["resource_suffix"]
    of_the_process = {name for name in bank.outputs["alarm_names"] if "Process" in name.split("-")[0] and not name.startswith("Projection")}
    assert {name.removesuffix(f"-{suffix}") for name in of_the_process} == {
        "Process-Stopped", "ProcessDeadLetterQueue-Depth", "ProcessQueue-Age", "ProcessHandler-Errors", "ProcessHandler-Duration", "ProcessHandler-Throttles",
        "EventBridgeProcess-FailedInvocations", "EventBridgeProcess-FailedToReachDeadLetterQueue"}
    assert of_the_process <= alarms.driven
    table = [line for line in (TERRAFORM / "README.md").read_text().splitlines() if line.startswith("| `")]
    explained = {name for line in table for name in re.findall(r"`([A-Za-z]+-[A-Za-z]+)`", line.split("|")[1])}
    assert {name.removesuffix(f"-{suffix}") for name in of_the_process} <= explained
    assert runbook.ran == runbook.all
