"""From the stream to the bus: what the bus refuses comes again, what it can never take is put aside, nothing is lost."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from boto3.dynamodb.types import TypeSerializer
from harness.answers import InvocationFailed
from harness.live import configure
from harness.system import System, transaction, unique
from harness.twin import twin
from harness.waiting import wait_for

_wire = TypeSerializer()


class Bus:
    """Answers PutEvents as EventBridge does, and refuses entries by a function of the attempt and the event."""

    def __init__(self) -> None:
        self.refusal = lambda attempt, detail: None
        self.accepted: list[dict] = []
        self.requests: list[int] = []
        self.attempts: dict[str, int] = {}
        bus = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                entries = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["Entries"]
                body = json.dumps(bus.put(entries)).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/x-amz-json-1.1")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments) -> None:
                """Nothing on the terminal."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.endpoint = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def put(self, entries: list[dict]) -> dict:
        self.requests.append(len(entries))
        answers = [self._entry(entry) for entry in entries]
        return {"FailedEntryCount": sum("ErrorCode" in answer for answer in answers), "Entries": answers}

    def _entry(self, entry: dict) -> dict:
        detail = json.loads(entry["Detail"])
        attempt = self.attempts[detail["EventId"]] = self.attempts.get(detail["EventId"], 0) + 1
        code = self.refusal(attempt, detail)
        if code:
            return {"ErrorCode": code, "ErrorMessage": "refused by the test"}
        self.accepted.append(detail)
        return {"EventId": unique("id")}

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def bus() -> Iterator[Bus]:
    running = Bus()
    yield running
    running.stop()


@pytest.fixture
def publisher(system: System, bus: Bus) -> Iterator[str]:
    with twin(system, "publisher", AWS_ENDPOINT_URL_EVENTBRIDGE=bus.endpoint) as name:
        yield name


@pytest.fixture(scope="module")
def stored(system: System) -> list[dict]:
    """25 stored events of one account."""
    account = system.open_account()
    events = [{"eventType": "TransactionProcessed", "eventData": {"transactionId": f"tx-{n}", "amount": 1}} for n in range(24)]
    assert system.command({"aggregateId": account, "events": events}).status == 200
    return system.events(account)


def batch(items: list[dict]) -> dict:
    """A stream batch with these items, as Lambda hands it to the function."""
    return {"Records": [{
        "eventID": f"event-{number}", "eventName": "INSERT", "eventVersion": "1.1", "eventSource": "aws:dynamodb",
        "awsRegion": "us-east-1", "eventSourceARN": "arn:aws:dynamodb:us-east-1:000000000000:table/t/stream/s",
        "dynamodb": {"ApproximateCreationDateTime": 1705312200, "SequenceNumber": str(1000 + number), "SizeBytes": 100,
                     "StreamViewType": "NEW_AND_OLD_IMAGES", "NewImage": {key: _wire.serialize(value) for key, value in item.items()},
                     "Keys": {key: _wire.serialize(item[key]) for key in ("AggregateId", "EventSequence")}}}
        for number, item in enumerate(items)]}


def failures(answer: object) -> list[str]:
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


def test_a_whole_batch(system: System, publisher: str, bus: Bus, stored: list[dict]) -> None:
    assert failures(system.invoke(publisher, batch(stored))) == []
    assert [detail["EventId"] for detail in bus.accepted] != [] and max(bus.requests) <= 10
    assert sorted(detail["EventSequence"] for detail in bus.accepted) == list(range(1, 26))


def test_only_what_was_refused_is_sent_again(system: System, publisher: str, bus: Bus, stored: list[dict]) -> None:
    bus.refusal = lambda attempt, detail: "InternalFailure" if attempt < 3 and detail["EventSequence"] % 3 == 0 else None
    assert failures(system.invoke(publisher, batch(stored))) == []
    assert sorted(detail["EventSequence"] for detail in bus.accepted) == list(range(1, 26)), "each once"
    assert {bus.attempts[item["EventId"]] for item in stored if item["EventSequence"] % 3} == {1}
    assert {bus.attempts[item["EventId"]] for item in stored if item["EventSequence"] % 3 == 0} == {3}


def test_what_remains_is_reported_lowest_first(system: System, bus: Bus, stored: list[dict]) -> None:
    with twin(system, "publisher", timeout=6, AWS_ENDPOINT_URL_EVENTBRIDGE=bus.endpoint) as publisher:
        bus.refusal = lambda attempt, detail: "ThrottlingException" if detail["EventSequence"] in (4, 9, 20) else None
        reported = failures(system.invoke(publisher, batch(stored)))
    assert reported == ["1003", "1008", "1019"]
    assert len(bus.accepted) == 22


@pytest.mark.parametrize("code", ["MalformedDetail", "InvalidArgument"])
def test_what_can_never_be_taken_is_put_aside(system: System, publisher: str, bus: Bus, stored: list[dict], code: str) -> None:
    bus.refusal = lambda attempt, detail: code if detail["EventSequence"] == 7 else None
    assert failures(system.invoke(publisher, batch(stored))) == []
    assert len(bus.accepted) == 24
    letter = wait_for(lambda: [message for message in system.dead_letters() if stored[0]["AggregateId"] in message["Body"]],
                      "the dead letter")[0]
    body = json.loads(letter["Body"])
    assert body["poisonRecord"]["EventSequence"] == 7 and code in body["reason"]
    _delete(system, stored[0]["AggregateId"])


def test_a_record_that_is_no_event(system: System, publisher: str, bus: Bus, stored: list[dict]) -> None:
    account = unique("poison")
    poison = {**stored[3], "AggregateId": account}
    del poison["EventType"]
    assert failures(system.invoke(publisher, batch([stored[2], poison, stored[4]]))) == []
    assert sorted(detail["EventSequence"] for detail in bus.accepted) == [3, 5]
    letter = wait_for(lambda: [message for message in system.dead_letters() if account in message["Body"]], "the dead letter")[0]
    assert "EventType" in json.loads(letter["Body"])["reason"]
    _delete(system, account)


@pytest.mark.parametrize("event", [{}, {"Records": "x"}, {"Records": [{}]}, {"Records": [7]}, {"action": "other"}, {"action": 7}], ids=json.dumps)
def test_an_event_of_no_known_form(system: System, event: dict) -> None:
    with pytest.raises(InvocationFailed) as failed:
        system.invoke(system.name("publisher"), event)
    assert failed.value.error_type


def test_the_bus_refuses_for_a_while(system: System) -> None:
    """The deployed publisher behind a bus that fails: the stream tries again, in order, until all is there."""
    bus, function = Bus(), system.name("publisher")
    found = system.functions.get_function_configuration(FunctionName=function)["Environment"]
    bus.refusal = lambda attempt, detail: "InternalFailure" if attempt <= 2 else None
    forward = bus.put
    bus.put = lambda entries: _forwarded(system, entries, forward)
    configure(system.functions, function, Environment={"Variables": {**found["Variables"], "AWS_ENDPOINT_URL_EVENTBRIDGE": bus.endpoint}})
    try:
        account = system.open_account()
        for number in range(20):
            assert system.command(transaction(account, 1, f"tx-{number}")).status == 200
        assert system.projected(account, 21)["AccountSummary"]["Balance"] == 20
    finally:
        configure(system.functions, function, Environment={"Variables": found["Variables"]})
        bus.stop()


def _forwarded(system: System, entries: list[dict], judge) -> dict:
    """What the judge accepts goes to the real bus as well."""
    answer = judge(entries)
    passed = [entry for entry, verdict in zip(entries, answer["Entries"]) if "ErrorCode" not in verdict]
    if passed:
        system.publishers_bus.put_events(Entries=passed)
    return answer


@pytest.mark.parametrize("bounds, expected", [
    ({}, 25), ({"fromSequence": 20}, 6), ({"toSequence": 5}, 5), ({"fromSequence": 3, "toSequence": 3}, 1), ({"fromSequence": 26}, 0)])
def test_republish(system: System, publisher: str, bus: Bus, stored: list[dict], bounds: dict, expected: int) -> None:
    answer = system.invoke(publisher, {"action": "republish", "aggregateId": stored[0]["AggregateId"], **bounds})
    assert answer["statusCode"] == 200 and json.loads(answer["body"])["published"] == expected
    low, high = bounds.get("fromSequence", 1), bounds.get("toSequence", 25)
    assert sorted(detail["EventSequence"] for detail in bus.accepted) == list(range(low, min(high, 25) + 1))


def test_republish_by_time(system: System, publisher: str, bus: Bus, stored: list[dict]) -> None:
    """Slice by slice, of whatever account: all that was stored between the first and the last event of one."""
    request = {"action": "republish", "fromTime": stored[0]["Timestamp"], "toTime": stored[-1]["Timestamp"]}
    body = json.loads(system.invoke(publisher, request)["body"])
    while "continueFrom" in body:
        body = json.loads(system.invoke(publisher, {**request, "continueFrom": body["continueFrom"]})["body"])
    own = [detail["EventSequence"] for detail in bus.accepted if detail["AggregateId"] == stored[0]["AggregateId"]]
    assert sorted(own) == list(range(1, 26))
    assert all(request["fromTime"] <= detail["Timestamp"] <= request["toTime"] for detail in bus.accepted)


@pytest.mark.parametrize("request_, field", [
    ({"fromTime": "2024-01-15T10:30:00Z"}, "toTime"), ({"fromTime": "today", "toTime": "2024-01-15T10:30:00Z"}, "fromTime"),
    ({"fromTime": "2024-01-15T10:30:00Z", "toTime": "2024-01-15T10:00:00Z"}, "toTime"),
    ({"fromTime": "2024-01-15T10:30:00Z", "toTime": "2024-01-15T10:30:00Z", "continueFrom": {"partition": "x"}}, "continueFrom")])
def test_a_republish_by_time_of_the_wrong_form(system: System, request_: dict, field: str) -> None:
    answer = system.invoke(system.name("publisher"), {"action": "republish", **request_})
    assert answer["statusCode"] == 400 and json.loads(answer["body"])["field"] == field, answer


@pytest.mark.parametrize("member, value", [
    ("aggregateId", None), ("aggregateId", ""), ("aggregateId", 7), ("fromSequence", "1"), ("fromSequence", 0), ("fromSequence", 1.5),
    ("toSequence", -1), ("toSequence", []), ("maximumEventsPerSecond", 0)])
def test_a_republish_of_the_wrong_form(system: System, member: str, value: object) -> None:
    answer = system.invoke(system.name("publisher"), {"action": "republish", "aggregateId": "a", member: value})
    assert answer["statusCode"] == 400 and member in answer["body"], answer


def test_a_republished_event_changes_nothing(system: System, stored: list[dict]) -> None:
    account = stored[0]["AggregateId"]
    before = system.projected(account, 25)
    assert system.invoke(system.name("publisher"), {"action": "republish", "aggregateId": account})["statusCode"] == 200
    later = system.open_account()
    system.projected(later, 1)
    assert system.read_model(account) == before


def _delete(system: System, text: str) -> None:
    url = system.outputs["dead_letter_queue_url"]
    for message in system.dead_letters():
        if text in message["Body"]:
            system.queue.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
