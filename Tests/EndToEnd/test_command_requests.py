"""Every field of a command, wrong in every way: 400 with the field's name, and nothing is written."""

import json

import pytest
from harness.system import System, create, envelope, unique

LONG = "x" * 257


def _valid() -> dict:
    return create(unique("bad"))


def _with(**members: object) -> dict:
    return {**_valid(), **members}


def _without(name: str) -> dict:
    return {key: value for key, value in _valid().items() if key != name}


def _data(event_type: str, **data: object) -> dict:
    return {"aggregateId": unique("bad"), "eventType": event_type, "eventData": data}


MISSING = ["aggregateId", "eventType", "eventData"]


@pytest.mark.parametrize("name", MISSING)
def test_a_missing_field(system: System, name: str) -> None:
    answer = system.command(_without(name))
    assert answer.status == 400, answer
    assert answer.body["error"] == f"Missing required field: {name}"
    assert (answer.body["type"], answer.body["field"]) == ("ValidationError", name)


@pytest.mark.parametrize("name", MISSING)
def test_a_field_that_is_null(system: System, name: str) -> None:
    answer = system.command(_with(**{name: None}))
    assert answer.status == 400 and answer.body["error"] == f"Missing required field: {name}", answer


def _wrong(name: str, *values: object) -> list:
    return [pytest.param(name, value, id=f"{name}-{json.dumps(value)[:30]}") for value in values]


@pytest.mark.parametrize("name, value", [
    *_wrong("aggregateId", "", LONG, "é" * 129, "a\nb", "a\u0000b", "a\u0085b", "\u007f", 7, 1.5, True, [], {}, ["a"]),
    *_wrong("eventType", "", "accountCreated", "AccountCreated ", "Unknown", 7, False, [], {}),
    *_wrong("eventData", "{}", "", 7, True, [], [{}]),
    *_wrong("commandId", "", "x" * 129, "é" * 65, "a\tb", 7, True, [], {}),
    *_wrong("expectedSequence", -1, 1.5, "0", True, [], {}, 10**30),
    *_wrong("userId", "", 7, True, [], {}, "a\nb"),
    *_wrong("correlationId", "", 7, True, [], {}, "a\nb"),
])
def test_a_field_of_the_wrong_form(system: System, name: str, value: object) -> None:
    command = _with(**{name: value})
    answer = system.command(command)
    assert answer.status == 400, answer
    assert (answer.body["type"], answer.body["field"]) == ("ValidationError", name), answer
    if name != "aggregateId":
        assert system.events(command["aggregateId"]) == []


@pytest.mark.parametrize("name, value", [
    *_wrong("accountId", 7, True, [], {}),
    *_wrong("customerId", 7, True, [], {}),
    *_wrong("accountType", 7, True, [], {}),
    *_wrong("createdAt", 7, "yesterday", "2024-13-01T00:00:00Z", "2024-01-15", "2024-01-15T10:00:00"),
    *_wrong("overdraftLimit", -1, "100", 0.00001, True, 10**15),
])
def test_a_created_account_of_the_wrong_form(system: System, name: str, value: object) -> None:
    command = _data("AccountCreated", **{name: value})
    answer = system.command(command)
    assert answer.status == 400 and answer.body["type"] == "ValidationError", answer
    assert name in answer.body["field"], answer
    assert system.events(command["aggregateId"]) == []


@pytest.mark.parametrize("name, value", [
    *_wrong("amount", None, "100.50", "", True, [], {}),
    *_wrong("amount", 0, 0.00001, 10**15, 1234567890123456),
    *_wrong("transactionId", 7, True, [], {}),
    *_wrong("timestamp", 7, "now", "2024-01-15 10:30:00"),
    *_wrong("type", 7, True, [], {}),
])
def test_a_transaction_of_the_wrong_form(system: System, name: str, value: object) -> None:
    account = system.open_account()
    data = {"transactionId": "tx-1", "amount": 1, "type": "deposit", "timestamp": "2024-01-15T10:30:00Z", name: value}
    answer = system.command({"aggregateId": account, "eventType": "TransactionProcessed", "eventData": data})
    assert answer.status == 400 and answer.body["type"] == "ValidationError", answer
    assert name in answer.body["field"], answer
    assert len(system.events(account)) == 1


@pytest.mark.parametrize("name, value", [*_wrong("closedAt", 7, "soon"), *_wrong("reason", 7, True, [], {})])
def test_a_closing_of_the_wrong_form(system: System, name: str, value: object) -> None:
    account = system.open_account()
    answer = system.command({"aggregateId": account, "eventType": "AccountClosed", "eventData": {name: value}})
    assert answer.status == 400 and name in answer.body["field"], answer
    assert len(system.events(account)) == 1


GOOD = {"eventType": "AccountCreated", "eventData": {}}


@pytest.mark.parametrize("events, field", [
    pytest.param([], "events", id="none"),
    pytest.param([GOOD] + [{"eventType": "TransactionProcessed", "eventData": {"amount": 1}}] * 50, "events", id="51"),
    pytest.param({}, "events", id="object"),
    pytest.param("x", "events", id="text"),
    pytest.param(7, "events", id="number"),
    pytest.param([GOOD, 7], "events[1]", id="element-number"),
    pytest.param([GOOD, None], "events[1]", id="element-null"),
    pytest.param([GOOD, {"eventData": {}}], "events[1].eventType", id="no-type"),
    pytest.param([GOOD, {"eventType": "AccountClosed"}], "events[1].eventData", id="no-data"),
    pytest.param([GOOD, {"eventType": "Unknown", "eventData": {}}], "events[1].eventType", id="unknown-type"),
    pytest.param([GOOD, {"eventType": "AccountClosed", "eventData": []}], "events[1].eventData", id="data-array"),
    pytest.param([GOOD, {"eventType": "TransactionProcessed", "eventData": {"amount": "1"}}], "events[1].eventData.amount", id="amount"),
])
def test_several_events_of_the_wrong_form(system: System, events: object, field: str) -> None:
    account = unique("bad")
    answer = system.command({"aggregateId": account, "events": events})
    assert answer.status == 400 and answer.body["type"] == "ValidationError", answer
    assert answer.body["field"] == field, answer
    assert system.events(account) == []


def test_one_event_and_several_at_once(system: System) -> None:
    command = {**_valid(), "events": [GOOD]}
    answer = system.command(command)
    assert answer.status == 400 and answer.body["type"] == "ValidationError", answer
    assert system.events(command["aggregateId"]) == []


BROKEN = [
    "", " ", "{", "}", "nul", '{"aggregateId":"a"', '{"aggregateId":}', "{'aggregateId':'a'}", '{"a":1,}', '{"a":01}',
    '{"a":"\\ud800"}', '{"a":"\\x"}', '{"a":1}{"b":2}', '\ufeff{"a":1}', '{"a":1,"a":2}', '{"a":NaN}', '{"a":1e}', "[" * 600,
]


@pytest.mark.parametrize("text", BROKEN, ids=range(len(BROKEN)))
def test_a_body_that_is_no_json(system: System, text: str) -> None:
    answer = system.command({"body": text, "isBase64Encoded": False})
    assert answer.status == 400 and answer.body["type"] == "ValidationError", answer


@pytest.mark.parametrize("text", ["[]", "7", "null", '"text"', "true", "[{}]"])
def test_a_body_that_is_no_object(system: System, text: str) -> None:
    answer = system.command({"body": text, "isBase64Encoded": False})
    assert answer.status == 400 and answer.body["type"] == "ValidationError", answer


@pytest.mark.parametrize("payload", [[], [{}], 7, "text", True], ids=repr)
def test_an_event_that_is_no_object(system: System, payload: object) -> None:
    answer = system.command(json.dumps(payload))
    assert answer.status == 400 and answer.body["type"] == "ValidationError", answer


@pytest.mark.parametrize("body, flag", [
    ("{}", True), ("not base64!", True), ("e30", True), ("e30=\n!", True), ("\ufffd", True), (None, True), ("", True),
    (7, False), ([], False), ({}, False), (True, False), (None, False), ("{}", "true"), ("{}", 1),
])
def test_an_envelope_of_the_wrong_form(system: System, body: object, flag: object) -> None:
    answer = system.command({"body": body, "isBase64Encoded": flag})
    assert answer.status == 400 and answer.body["type"] == "ValidationError", answer


@pytest.mark.parametrize("raw", [b"\xff\xfe", b"\xc3\x28", b"\xed\xa0\x80"], ids=repr)
def test_a_body_whose_base64_is_no_utf8(system: System, raw: bytes) -> None:
    import base64

    body = base64.b64encode(b'{"aggregateId":"' + raw + b'"}').decode()
    answer = system.command({"body": body, "isBase64Encoded": True})
    assert answer.status == 400 and answer.body["type"] == "ValidationError", answer


@pytest.mark.parametrize("encoded", [False, True])
def test_an_envelope_is_opened(system: System, encoded: bool) -> None:
    command = _valid()
    answer = system.command(envelope(command, encoded))
    assert answer.status == 200 and answer.body["aggregateId"] == command["aggregateId"], answer


def test_an_answer_does_not_repeat_what_was_sent(system: System) -> None:
    answer = system.command(_with(eventType="<script>alert(1)</script>"))
    assert answer.status == 400 and "<script>" not in answer.text
