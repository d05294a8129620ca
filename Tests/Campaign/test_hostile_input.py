"""Hostile input to the deployed functions: each has its answer, nothing else is written, and the same process serves the next caller.

What is not here stands in Tests/EndToEnd: fields of every wrong form (`test_command_requests`, `test_query_requests`), the limits of a
payload with 4,097 values among them (`test_command_limits`), tokens that were altered (`test_queries`), composed names (`test_flow`), and
forged events of the own bus (`test_dead_letters`).
"""

import base64
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from bank import Bank
from harness.answers import InvocationFailed
from harness.system import unique
from hostile import COMMANDS, FOREIGN, LARGEST, Case, forged_token
from operations.deliveries import bus_event
from operations.recorder import Recorder
from operations.runtime_api import running


@pytest.fixture(scope="module")
def account(bank: Bank) -> str:
    return bank.account(100)


@pytest.mark.parametrize("case", COMMANDS, ids=lambda case: case.name[:60])
def test_a_command(bank: Bank, case: Case) -> None:
    name = unique("hostile")
    bank.open_account(name)
    text = case.text.replace("NAME", name)
    assert len(text.encode()) <= LARGEST
    answer = bank.command(text.encode())
    assert answer.status == case.status, answer.text[:500]
    if case.status == 400:
        assert answer.body["type"] == "ValidationError", answer
        assert case.field is None or answer.body["field"].startswith(case.field), answer
    written = len(bank.events(name)) + len(bank.events(f"{name}-new"))
    assert written == (2 if case.status == 200 else 1)
    if case.status == 200:
        bank.projected(answer.body["aggregateId"], int(answer.body["sequence"]))
    assert len(answer.text) < 2_000, "an answer does not repeat what was sent"
    assert bank.command({"aggregateId": name, "eventType": "TransactionProcessed", "eventData": {"amount": 1}}).status == 200


@pytest.mark.parametrize("service", FOREIGN)
def test_an_event_of_another_service(bank: Bank, service: str) -> None:
    """A command fails, so that the service that sent it keeps it; a question has nobody to lose anything, and is refused."""
    with pytest.raises(InvocationFailed) as failed:
        bank.invoke(bank.name("command"), FOREIGN[service])
    assert failed.value.error_type and "Runtime.ExitError" not in failed.value.error_type, failed.value
    answer = bank.query(FOREIGN[service])
    assert answer.status == 400 and answer.body["error"], answer


@pytest.mark.parametrize("function", ["publisher", "projection", "process"])
@pytest.mark.parametrize("service", [name for name in FOREIGN if name != "socket"])
def test_an_event_of_another_service_to_a_worker(bank: Bank, function: str, service: str) -> None:
    """Refused by a failed invocation or by an answer of 400, and never done half."""
    before = bank.depth(), bank.depth("process_dead_letter_queue")
    try:
        answer = bank.invoke(bank.name(function), FOREIGN[service])
    except InvocationFailed as failed:
        assert failed.error_type and "Runtime.ExitError" not in failed.error_type, failed
    else:
        assert isinstance(answer, dict) and answer.get("statusCode") == 400, answer
    assert (bank.depth(), bank.depth("process_dead_letter_queue")) == before


@pytest.mark.parametrize("query, fields", [
    ("getEventsByTimeRange", {"startTime": "-0001-01-01T00:00:00Z", "endTime": "2024-01-01T00:00:00Z"}),
    ("getEventsByTimeRange", {"startTime": "2024-01-01T00:00:00Z", "endTime": "10000-01-01T00:00:00Z"}),
    ("getEventsByTimeRange", {"startTime": "2024-01-01T00:00:00Z", "endTime": "2016-12-30T23:59:60Z"}),
    ("reconstructState", {"aggregateId": "a", "asOf": "+10000-01-01T00:00:00Z"}),
    ("reconstructState", {"aggregateId": "a", "upToSequence": 10**400}),
    ("getAggregateEvents", {"aggregateId": "a", "fromSequence": 10**19}),
    ("getAggregateEvents", {"aggregateId": "a", "limit": 10**400}),
    ("getAggregateEvents", {"aggregateId": "a", "nextToken": "A" * 5_000_000}),
    ("getAccountSummary", {"accountId": "x" * 5_000_000}),
    ("getAccountSummary", {"accountId": "a", "minSequence": 2**63}),
    ("x" * 5_000_000, {}),
], ids=range(11))
def test_a_query(bank: Bank, query: str, fields: dict) -> None:
    answer = bank.query({"queryType": query, **fields})
    assert answer.status == 400 and answer.body["error"], answer.text[:500]
    assert len(answer.text) < 2_000


@pytest.mark.parametrize("times", [("0000-01-01T00:00:00Z", "0000-01-01T00:00:00Z"), ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59.999999Z"),
                                   ("2016-12-31T23:59:60Z", "2016-12-31T23:59:60Z")], ids=lambda times: times[0])
def test_the_ends_of_time_are_times(bank: Bank, times: tuple[str, str]) -> None:
    answer = bank.query({"queryType": "getEventsByTimeRange", "startTime": times[0], "endTime": times[1]})
    assert answer.status == 200 and answer.body["eventCount"] == 0, answer


@pytest.mark.parametrize("place", [0, -1, 1.5, 10**30, "1", None, [], {}, "x" * 100_000], ids=lambda place: str(place)[:20])
def test_a_forged_token(bank: Bank, account: str, place: object) -> None:
    """Whoever can make a check sum sees no more than the question itself allows, and makes nobody stumble."""
    question = {"queryType": "getAggregateEvents", "aggregateId": account, "limit": 1}
    token = bank.query(question).body["nextToken"]
    assert forged_token(token) and bank.query({**question, "nextToken": forged_token(token)}).status == 200, "the forgery itself is good"
    names = json.loads(_opened_token(token))["p"]
    wanted = dict.fromkeys(names, place) if isinstance(names, dict) else {"value": place}
    answer = bank.query({**question, "nextToken": forged_token(token, **wanted)})
    assert answer.status in (200, 400), answer
    if answer.status == 200:
        assert {event["AggregateId"] for event in answer.body["events"]} <= {account}
    else:
        assert answer.body["field"] == "nextToken"


def _opened_token(token: str) -> bytes:
    return base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))[8:]


TRACE = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1"


@pytest.mark.parametrize("trace", [
    TRACE + ";X\x01\x1f\x7f", TRACE + ";\xe9\xff", TRACE + ";" + "x" * 7_000, "Root=1-5759e988-bd862e3fe1be46a99427279\x01", "\x01", ";" * 7_000,
    TRACE.replace("Parent=", "Parent=X-Injected: 1"), TRACE + ";Lineage=\"\\u000d\\u000aX-Injected: 1"], ids=range(8))
def test_a_trace_header_with_more_in_it(bank: Bank, tmp_path: Path, trace: str) -> None:
    """The command is done, and what its calls carry on is a trace and nothing else."""
    recorder, name = Recorder(bank.aws.endpoint), unique("traced")
    with running(bank, "command", tmp_path, AWS_ENDPOINT_URL=recorder.endpoint) as api:
        answer = api.invoke({"aggregateId": name, "eventType": "AccountCreated", "eventData": {}}, trace)
        assert answer["statusCode"] == 200
    sent = recorder.received().lower()
    recorder.stop()
    assert b"x-amz-target" in sent
    for line in sent.split(b"\r\n"):
        assert not line.startswith(b"x-injected"), line
        assert not line.startswith(b"x-amzn-trace-id") or all(32 <= byte < 127 for byte in line), line


@pytest.fixture
def letters(bank: Bank) -> Iterator[None]:
    bank.settle()
    before = bank.depth()
    yield
    bank.settle()
    assert bank.depth() == before


def _record(event: dict, **members: object) -> dict:
    return {"messageId": unique("message"), "eventSource": "aws:sqs", "body": json.dumps(event), "attributes": {}, **members}


@pytest.mark.parametrize("members", [
    {"attributes": {"AWSTraceHeader": TRACE + "\r\nX-Injected: 1"}}, {"attributes": {"AWSTraceHeader": "\u0000"}},
    {"eventSourceARN": "arn:aws:sqs:us-east-1:000000000000:queue\r\nX-Injected: 1"}, {"eventSourceARN": "\u0000" * 10_000},
    {"messageId": "message\r\nX-Injected: 1"}, {"awsRegion": "us-east-1\r\nHost: elsewhere"}], ids=range(6))
def test_a_record_with_more_in_its_names(bank: Bank, account: str, letters: None, members: dict) -> None:
    """The event is known already: it is taken for the duplicate that it is."""
    version = int(bank.projected(account, 2)["AccountSummary"]["Version"])
    event = bus_event(bank.events(account)[0])
    record = _record(event, **{"eventSourceARN": "arn:aws:sqs:us-east-1:000000000000:queue", **members})
    answer = bank.invoke(bank.name("projection"), {"Records": [record]})
    assert answer == {"batchItemFailures": []}
    assert bank.summary(account)["Version"] == version


@pytest.mark.parametrize("changes", [{"account": "999999999999"}, {"account": "999999999999", "region": "eu-west-9"},
                                     {"resources": ["arn:aws:dynamodb:us-east-1:999999999999:table/event-store"]}], ids=range(3))
def test_an_event_of_another_accounts_bus(bank: Bank, account: str, changes: dict) -> None:
    """It says what the own log does not: nothing is applied, and it is put aside."""
    before = bank.read_model(account)
    [first, *_others] = bank.events(account)
    forged = {**first, "EventSequence": Decimal(99), "EventData": {"amount": Decimal(1_000_000)}}
    record = _record({**bus_event(forged), **changes})
    assert bank.invoke(bank.name("projection"), {"Records": [record]}) == {"batchItemFailures": []}
    [letter] = [json.loads(each["Body"])["letter"] for each in bank.dead_letters() if record["messageId"] in each["Body"]]
    assert (letter["reason"], letter["aggregateId"], letter["sequence"]) == ("EventNotInStore", account, 99)
    known = bank.invoke(bank.name("projection"), {"Records": [_record({**bus_event(first), **changes})]})
    assert known == {"batchItemFailures": []}
    assert bank.read_model(account) == before
