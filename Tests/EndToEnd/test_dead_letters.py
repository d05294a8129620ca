"""What cannot be applied: it is put aside as a letter at once, alone, and can be redriven."""

import json
from collections.abc import Iterator

import pytest
from conftest import VARIABLES
from harness.faults import no_queue_policy
from harness.live import configure
from harness.system import System, create, transaction, unique
from harness.waiting import wait_for

SOURCE = "event-sourcing.financial"


def publish(system: System, detail: object, detail_type: str = "AccountCreated") -> None:
    """Puts something on the bus as the publisher would."""
    text = detail if isinstance(detail, str) else json.dumps(detail)
    answer = system.publishers_bus.put_events(Entries=[{"Source": SOURCE, "DetailType": detail_type, "Detail": text,
                                             "EventBusName": system.outputs["event_bus_name"]}])
    assert answer["FailedEntryCount"] == 0, answer


def letters(system: System, text: str) -> list[dict]:
    """The dead letters about something, as their JSON bodies."""
    return [json.loads(message["Body"]) for message in system.dead_letters() if text in message["Body"]]


def reasons(system: System, text: str) -> set[str]:
    """Why the projection has put something aside: each delivery of the bus has a letter of its own."""
    return {letter["letter"]["reason"] for letter in letters(system, text) if "letter" in letter}


@pytest.fixture(autouse=True)
def _empty_queue(system: System) -> Iterator[None]:
    """With nothing left that an earlier test's messages could still bring into it."""
    system.finish_retries()
    system.queue.purge_queue(QueueUrl=system.outputs["dead_letter_queue_url"])
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
    "no-sequence": {"EventSequence": None}, "sequence-text": {"EventSequence": "one"}, "sequence-zero": {"EventSequence": 0},
    "no-hash": {"EventHash": None}, "hash-short": {"EventHash": "1"}, "no-aggregate": {"AggregateId": None},
    "aggregate-number": {"AggregateId": 7},
}
"""What does not say which event it is about."""

NOT_IN_THE_STORE = {
    "whole": {}, "far-ahead": {"EventSequence": 5}, "no-data": {"EventData": None}, "data-text": {"EventData": "x"},
    "no-timestamp": {"Timestamp": None}, "unknown-type": {"EventType": "MoneyPrinted"}, "newer-version": {"Version": "99.0"},
}
"""The bus's copy is not looked at, so that all of these are the same: an event that the log does not show, and never will."""


@pytest.mark.parametrize("name", POISON)
def test_a_message_that_names_no_event_is_put_aside_at_once(system: System, name: str) -> None:
    """Without the clock: nothing waits out its retries, and nobody else is held up."""
    account, other, before = unique("poison"), unique("account"), system.count("DeadLetters", "projection")
    publish(system, _event(account, **POISON[name]))
    assert system.command(create(other)).status == 200
    system.projected(other, 1)
    letter = wait_for(lambda: letters(system, "MalformedEvent"), "the letter")[0]["letter"]
    assert letter["detail"] and letter["messageId"] and account not in json.dumps(letter), letter
    assert system.read_model(account) == {}
    wait_for(lambda: system.count("DeadLetters", "projection") > before, "the letter among the metrics")


def test_a_message_of_no_known_form_is_put_aside_at_once(system: System) -> None:
    mark = unique("mark")
    for body in ("no json", "[]", "{}", json.dumps({"mark": mark})):
        system.queue.send_message(QueueUrl=system.outputs["projection_queue_url"], MessageBody=body)
    wait_for(lambda: len(letters(system, "UnknownMessage")) >= 4, "the letters")
    assert letters(system, mark) == []


@pytest.mark.parametrize("name", NOT_IN_THE_STORE)
def test_an_event_that_the_log_does_not_show_is_waited_for_and_then_put_aside(system: System, name: str) -> None:
    account = unique("poison")
    publish(system, _event(account, **NOT_IN_THE_STORE[name]))
    wait_for(lambda: system.aws.clock()["queues"], "the message being left for later")
    assert letters(system, account) == []
    system.eventually(lambda: letters(system, account), "the letter")
    assert reasons(system, account) == {"EventNotInStore"}
    [letter] = letters(system, account)[:1]
    assert letter["letter"]["aggregateId"] == account and "customer" not in json.dumps(letter)
    assert system.read_model(account) == {}


def test_a_forged_event_has_no_effect(system: System) -> None:
    """Chained to the account's last event and with a hash of the right form: nothing of what the bus says is applied."""
    account = system.open_account()
    system.projected(account, 1)
    [first] = system.events(account)
    forged = _event(account, EventSequence=2, EventType="TransactionProcessed", EventData={"transactionId": "t", "amount": 1000000},
                    PreviousHash=first["EventHash"])
    publish(system, forged, "TransactionProcessed")
    system.eventually(lambda: reasons(system, account) == {"EventNotInStore"}, "the letter")
    assert system.summary(account)["Balance"] == 0
    assert system.command(transaction(account, 5)).status == 200
    assert system.projected(account, 2)["AccountSummary"]["Balance"] == 5


def test_a_false_hash_is_named_and_changes_nothing(system: System) -> None:
    account = system.open_account()
    before = system.projected(account, 1)
    publish(system, _event(account))
    wait_for(lambda: reasons(system, account) == {"NotificationMismatch"}, "the letter")
    assert system.read_model(account) == before


def test_poison_in_the_log_is_named_and_what_is_before_it_is_applied(system: System) -> None:
    """What the publisher could not publish either: both say so, each in its own letter."""
    account = system.open_account()
    system.projected(account, 1)
    [first] = system.events(account)
    item = {"AggregateId": {"S": account}, "EventSequence": {"N": "2"}, "Nonsense": {"S": first["EventHash"]}}
    system.event_store_writer.put_item(TableName=system.event_store, Item=item)
    publish(system, _event(account, EventSequence=2))
    wait_for(lambda: reasons(system, account), "the letter of the projection")
    assert reasons(system, account) <= {"MalformedEvent", "EventLogDamaged"}, reasons(system, account)
    wait_for(lambda: any("poisonRecord" in letter for letter in letters(system, account)), "the letter of the publisher")
    assert system.summary(account)["Version"] == 1


@pytest.mark.last(1)
def test_a_letter_that_cannot_be_sent_is_no_message_lost(system: System) -> None:
    """The message comes back until there is somewhere to put it."""
    function = system.name("projection")
    found = system.functions.get_function_configuration(FunctionName=function)["Environment"]["Variables"]
    elsewhere = found["DEAD_LETTER_QUEUE_URL"] + "-is-gone"
    configure(system.functions, function, Environment={"Variables": {**found, "DEAD_LETTER_QUEUE_URL": elsewhere}})
    try:
        publish(system, {"mark": unique("nowhere")})
        wait_for(lambda: system.aws.clock()["queues"], "the message being left for later")
        assert letters(system, "MalformedEvent") == []
    finally:
        configure(system.functions, function, Environment={"Variables": found})
    system.eventually(lambda: letters(system, "MalformedEvent"), "the letter")


def test_a_rule_that_may_not_send_to_the_queue(system: System) -> None:
    """EventBridge's own dead letter: the event itself, with the reason in the attributes."""
    account = unique("account")
    with no_queue_policy(system, "projection_queue"):
        assert system.command(create(account)).status == 200
        found = wait_for(lambda: [message for message in system.dead_letters() if account in message["Body"]], "the dead letter")[0]
    attributes = {name: value["StringValue"] for name, value in found["MessageAttributes"].items()}
    assert attributes["ERROR_CODE"] == "NO_PERMISSIONS"
    assert attributes["RULE_ARN"] == system.outputs["financial_events_rule_arn"]
    assert attributes["TARGET_ARN"] == system.outputs["projection_queue_arn"]
    assert json.loads(found["Body"])["detail"]["AggregateId"] == account
    assert system.read_model(account) == {}


@pytest.mark.last(1)
def test_redrive(system: System) -> None:
    """Each shape that can be in the queue; what can be repaired is, the rest stays."""
    url, function = system.outputs["dead_letter_queue_url"], system.name("projection")
    # A replay of an earlier test brings that test's poison events again.
    system.finish_retries()
    system.queue.purge_queue(QueueUrl=url)
    failed, undelivered, unpublished, put_aside = (unique(name) for name in ("failed", "undelivered", "unpublished", "aside"))
    _received_too_often(system, function, failed)
    with no_queue_policy(system, "projection_queue"):
        for account in (undelivered, unpublished, put_aside):
            assert system.command(create(account)).status == 200
        wait_for(lambda: all(letters(system, name) for name in (undelivered, unpublished, put_aside)), "the dead letters of the rule")
    for message in system.dead_letters():
        if unpublished in message["Body"] or put_aside in message["Body"]:
            system.queue.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    letter = {"reason": "UnknownEventType", "detail": "a test", "aggregateId": put_aside, "sequence": 1, "messageId": "m"}
    for body in ({"poisonRecord": {"AggregateId": unpublished, "EventSequence": 1, "streamSequenceNumber": "1"}, "reason": "a test"},
                 {"letter": letter}):
        system.queue.send_message(QueueUrl=url, MessageBody=json.dumps(body))
    stay = ("no json", json.dumps({"DDBStreamBatchInfo": {"shardId": "s", "startSequenceNumber": "1"}}), json.dumps({"odd": 1}),
            json.dumps({"letter": {"reason": "MalformedEvent", "detail": "a test", "messageId": "m"}}))
    for body in stay:
        system.queue.send_message(QueueUrl=url, MessageBody=body)

    accounts = (failed, undelivered, unpublished, put_aside)
    assert all(system.read_model(account) == {} for account in accounts)
    system.terraform.apply(**VARIABLES, enable_dlq_redrive=True)
    for account, version in zip(accounts, (2, 1, 1, 1)):
        system.projected(account, version)
    system.eventually(lambda: system.depth() == len(stay), "only what cannot be repaired being left")
    plan = system.terraform.plan()
    assert plan.status == 0, plan.output
    system.terraform.apply(**VARIABLES)
    system.queue.purge_queue(QueueUrl=url)


def _received_too_often(system: System, function: str, account: str) -> None:
    """Two events that the projection could not write as often as a message is received."""
    found = system.functions.get_function_configuration(FunctionName=function)["Environment"]["Variables"]
    configure(system.functions, function, Environment={"Variables": {**found, "READ_MODEL_TABLE": "there-is-no-such-table"}})
    assert system.command(create(account)).status == 200
    assert system.command(transaction(account, 7)).status == 200
    system.eventually(lambda: len(letters(system, account)) >= 2, "the messages that came back too often", 240)
    configure(system.functions, function, Environment={"Variables": found})
