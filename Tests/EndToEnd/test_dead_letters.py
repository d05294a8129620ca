"""What cannot be applied: it fails alone, waits in the dead-letter queue, raises the alarm, and can be redriven."""

import json
from collections.abc import Iterator

import pytest
from conftest import VARIABLES
from harness.system import System, create, transaction, unique
from harness.waiting import settled, wait_for

SOURCE = "event-sourcing.financial"


def publish(system: System, detail: object, detail_type: str = "AccountCreated") -> None:
    """Puts something on the bus as the publisher would."""
    text = detail if isinstance(detail, str) else json.dumps(detail)
    answer = system.bus.put_events(Entries=[{"Source": SOURCE, "DetailType": detail_type, "Detail": text,
                                             "EventBusName": system.outputs["event_bus_name"]}])
    assert answer["FailedEntryCount"] == 0, answer


def letters(system: System, text: str) -> list[dict]:
    """The dead letters about something, each event once, as their JSON bodies."""
    bodies = [json.loads(message["Body"]) for message in system.dead_letters() if text in message["Body"]]
    return list({(body.get("requestPayload") or body)["id"]: body for body in bodies}.values())


def alarm(system: System, name: str) -> str:
    found = system.cloudwatch.describe_alarms(AlarmNames=[f"{name}-{system.outputs['resource_suffix']}"])
    return found["MetricAlarms"][0]["StateValue"]


@pytest.fixture(autouse=True)
def _empty_queue(system: System) -> Iterator[None]:
    """No more than ten messages can be looked at without taking them out."""
    yield
    system.queue.purge_queue(QueueUrl=system.outputs["dead_letter_queue_url"])


def _event(account: str, **changes: object) -> dict:
    """A whole event that no store holds, with changes; None leaves an attribute out."""
    event = {"EventId": "8f14e45f-ceea-467a-9575-5a1f3c1d2b3a", "AggregateId": account, "EventSequence": 1,
             "EventType": "AccountCreated", "EventData": {}, "Timestamp": "2024-01-15T10:30:00.000000Z", "Version": "1.0",
             "CommandId": "c", "UserId": "system", "CorrelationId": "c", "PreviousHash": "0" * 64, "EventHash": "1" * 64,
             **changes}
    return {name: value for name, value in event.items() if value is not None}


POISON = {
    "no-sequence": {"EventSequence": None},
    "sequence-text": {"EventSequence": "one"},
    "sequence-zero": {"EventSequence": 0},
    "no-type": {"EventType": None},
    "unknown-type": {"EventType": "MoneyPrinted"},
    "newer-version": {"Version": "99.0"},
    "no-data": {"EventData": None},
    "data-text": {"EventData": "x"},
    "no-timestamp": {"Timestamp": None},
    "timestamp-text": {"Timestamp": "yesterday"},
    "wrong-hash": {},
    "not-in-the-store": {"EventSequence": 5},
}


@pytest.mark.parametrize("name", POISON)
def test_a_poison_event_fails_alone_with_its_reason(system: System, name: str) -> None:
    account, other = unique("poison"), unique("account")
    publish(system, _event(account, **POISON[name]))
    assert system.command(create(other)).status == 200
    system.projected(other, 1)
    letter = system.eventually(lambda: letters(system, account), "the dead letter")[0]
    assert letter["requestPayload"]["detail"]["AggregateId"] == account
    assert letter["requestContext"]["condition"] == "RetriesExhausted"
    assert letter["requestContext"]["approximateInvokeCount"] == 3
    assert letter["responsePayload"]["errorType"] and letter["responsePayload"]["errorMessage"]
    assert system.read_model(account) == {}


def test_an_event_without_an_aggregate(system: System) -> None:
    mark = unique("mark")
    publish(system, {"mark": mark})
    letter = system.eventually(lambda: letters(system, mark), "the dead letter")[0]
    assert letter["responsePayload"]["errorType"]


def test_alarms(system: System) -> None:
    mark = unique("alarm")
    publish(system, {"mark": mark})
    system.eventually(lambda: letters(system, mark), "the dead letter")
    for name in ("DeadLetterQueue-Depth", "ProjectionHandler-Errors"):
        wait_for(lambda: alarm(system, name) == "ALARM", f"the alarm {name}")
    assert alarm(system, "CommandHandler-Errors") == "OK"
    system.queue.purge_queue(QueueUrl=system.outputs["dead_letter_queue_url"])
    wait_for(lambda: alarm(system, "DeadLetterQueue-Depth") == "OK", "the end of the alarm")


def test_a_rule_that_may_not_call_the_projection(system: System) -> None:
    """EventBridge's own dead letter: the event itself, with the reason in the attributes."""
    function, account = system.name("projection"), unique("account")
    system.functions.remove_permission(FunctionName=function, StatementId="financial-events-rule")
    try:
        assert system.command(create(account)).status == 200
        found = wait_for(lambda: [message for message in system.dead_letters() if account in message["Body"]], "the dead letter")[0]
    finally:
        system.functions.add_permission(
            FunctionName=function, StatementId="financial-events-rule", Action="lambda:InvokeFunction",
            Principal="events.amazonaws.com", SourceArn=system.outputs["financial_events_rule_arn"])
    attributes = {name: value["StringValue"] for name, value in found["MessageAttributes"].items()}
    assert attributes["ERROR_CODE"] == "NO_PERMISSIONS"
    assert attributes["RULE_ARN"] == system.outputs["financial_events_rule_arn"]
    assert json.loads(found["Body"])["detail"]["AggregateId"] == account
    assert system.read_model(account) == {}


@pytest.mark.last(1)
def test_redrive(system: System) -> None:
    """Each shape that can be in the queue; what can be repaired is, the rest stays."""
    url, function = system.outputs["dead_letter_queue_url"], system.name("projection")
    # A replay of an earlier test brings that test's poison events again.
    settled(lambda: system.runs("projection"), "the projection", quiet=5, seconds=480)
    system.finish_retries()
    system.queue.purge_queue(QueueUrl=url)
    found = system.functions.get_function_configuration(FunctionName=function)["Environment"]["Variables"]
    failed, undelivered, unpublished, poison = (unique(name) for name in ("failed", "undelivered", "unpublished", "poison"))

    system.functions.update_function_configuration(
        FunctionName=function, Environment={"Variables": {**found, "READ_MODEL_TABLE": "there-is-no-such-table"}})
    assert system.command(create(failed)).status == 200
    assert system.command(transaction(failed, 7)).status == 200
    system.eventually(lambda: len(letters(system, failed)) == 2, "the dead letters of a broken projection")
    system.functions.update_function_configuration(FunctionName=function, Environment={"Variables": found})

    system.functions.remove_permission(FunctionName=function, StatementId="financial-events-rule")
    assert system.command(create(undelivered)).status == 200
    assert system.command(create(unpublished)).status == 200
    wait_for(lambda: letters(system, undelivered) and letters(system, unpublished), "the dead letters of the rule")
    for message in system.dead_letters():
        if unpublished in message["Body"]:
            system.queue.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    system.functions.add_permission(
        FunctionName=function, StatementId="financial-events-rule", Action="lambda:InvokeFunction",
        Principal="events.amazonaws.com", SourceArn=system.outputs["financial_events_rule_arn"])
    system.queue.send_message(QueueUrl=url, MessageBody=json.dumps(
        {"poisonRecord": {"AggregateId": unpublished, "EventSequence": 1, "streamSequenceNumber": "1"}, "reason": "a test"}))

    publish(system, _event(poison, EventType="MoneyPrinted"))
    system.eventually(lambda: letters(system, poison), "the dead letter of a poison event")
    for stays in ("no json", json.dumps({"DDBStreamBatchInfo": {"shardId": "s", "startSequenceNumber": "1"}}), json.dumps({"odd": 1})):
        system.queue.send_message(QueueUrl=url, MessageBody=stays)

    assert system.read_model(failed) == system.read_model(undelivered) == system.read_model(unpublished) == {}
    system.terraform.apply(**VARIABLES, enable_dlq_redrive=True)
    system.projected(failed, 2)
    system.projected(undelivered, 1)
    system.projected(unpublished, 1)

    def depth() -> int:
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        attributes = system.queue.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
        return sum(int(value) for value in attributes.values())

    # One more where the bus delivered the poison event twice.
    wait_for(lambda: depth() in (4, 5), "only what cannot be repaired being left")
    assert system.read_model(poison) == {}
    plan = system.terraform.plan()
    assert plan.status == 0, plan.output
    system.terraform.apply(**VARIABLES)
    system.queue.purge_queue(QueueUrl=url)
