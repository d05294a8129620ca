"""DynamoDB failing in every way it can: the outcome of each command is known, and it is in the log exactly once.

microburst sits between a twin of the command function and DynamoDB.
"""

from collections.abc import Iterator

import pytest
from harness.answers import InvocationFailed
from harness.paths import WORK
from harness.proxy import Proxy
from harness.system import System, create, transaction, unique
from harness.twin import twin

WRITE = ["PutItem", "TransactWriteItems"]
READ = ["GetItem", "Query", "BatchGetItem", "TransactGetItems"]


@pytest.fixture(scope="module")
def proxy(system: System) -> Iterator[Proxy]:
    running = Proxy(system.aws.endpoint, WORK / "microburst", system.role("command"))
    yield running
    running.stop()


@pytest.fixture(scope="module")
def function(system: System, proxy: Proxy) -> Iterator[str]:
    with twin(system, "command", AWS_ENDPOINT_URL_DYNAMODB=proxy.endpoint) as name:
        yield name


@pytest.fixture
def faults(proxy: Proxy) -> Iterator[Proxy]:
    proxy.rules()
    yield proxy
    proxy.rules()


def on(operations: list[str], **fault: object) -> list[dict]:
    return [{"service": "dynamodb", "operation": operation, "times": 1, **fault} for operation in operations]


def error(code: str, status: int) -> dict:
    return {"error": {"code": code, "status": status}}


BEFORE = {
    "throttled": error("ProvisionedThroughputExceededException", 400),
    "throttling": error("ThrottlingException", 400),
    "request-limit": error("RequestLimitExceeded", 400),
    "internal-error": error("InternalServerError", 500),
    "unavailable": error("ServiceUnavailable", 503),
    "bad-gateway": error("BadGateway", 502),
    "reset": {"reset": True},
    "late": {"latency": 700},
}
"""Nothing is written; the request may simply be sent again."""

AFTER = {
    "answer-cut-off-at-once": {"response": {"abort_bytes": 0}},
    "answer-cut-off": {"response": {"abort_frac": 0.5}},
    "answer-truncated": {"response": {"truncate_frac": 0.5}},
    "answer-empty": {"response": {"truncate_bytes": 0}},
    "answer-corrupted": {"response": {"corrupt_bytes": 8}},
    "wrong-checksum": {"response": {"set_headers": {"x-amz-crc32": "1"}}},
}
"""The write has been committed; only the answer is lost, and whoever sends the request again meets its own event."""


def _ids(faults: dict) -> list:
    return [pytest.param(fault, id=name) for name, fault in faults.items()]


def once(system: System, account: str, answer, count: int) -> None:
    """The command has succeeded, and it is in the log once."""
    assert answer.status == 200 and "duplicate" not in answer.body, answer
    stored = system.events(account)
    assert [event["EventSequence"] for event in stored] == list(range(1, count + 1))
    assert stored[-1]["EventId"] == answer.body["eventId"]


@pytest.mark.parametrize("fault", _ids({**BEFORE, **AFTER}))
class TestOneFaultOnAWrite:
    def test_opening_without_a_key(self, system: System, function: str, faults: Proxy, fault: dict) -> None:
        account = unique("account")
        faults.rules(*on(WRITE, **fault))
        once(system, account, system.call(function, create(account)), 1)
        assert len(faults.fired()) == 1

    def test_a_transaction_with_a_key(self, system: System, function: str, faults: Proxy, fault: dict) -> None:
        account = system.open_account()
        faults.rules(*on(WRITE, **fault))
        command = transaction(account, 7, "tx-1")
        answer = system.call(function, command)
        once(system, account, answer, 2)
        assert len(faults.fired()) == 1
        again = system.command(command)
        assert again.body == {**answer.body, "duplicate": True}

    def test_several_events(self, system: System, function: str, faults: Proxy, fault: dict) -> None:
        account = system.open_account()
        faults.rules(*on(WRITE, **fault))
        events = [{"eventType": "TransactionProcessed", "eventData": {"amount": 1}}] * 3
        once(system, account, system.call(function, {"aggregateId": account, "events": events}), 4)
        assert len(faults.fired()) == 1


@pytest.mark.parametrize("fault", _ids({**BEFORE, **AFTER}))
def test_one_fault_on_each_read(system: System, function: str, faults: Proxy, fault: dict) -> None:
    account = system.open_account()
    faults.rules(*on(READ, **fault))
    once(system, account, system.call(function, transaction(account, 7)), 2)
    assert faults.fired()


@pytest.mark.parametrize("code", ["TransactionInProgressException", "TransactionConflictException"])
def test_another_transaction_in_the_way(system: System, function: str, faults: Proxy, code: str) -> None:
    account = system.open_account()
    faults.rules(*on(["TransactWriteItems"], **error(code, 400)))
    once(system, account, system.call(function, transaction(account, 7)), 2)


@pytest.mark.parametrize("code, status", [("AccessDeniedException", 400), ("ResourceNotFoundException", 400), ("ValidationException", 400)])
def test_a_refusal_that_no_retry_helps_against(system: System, function: str, faults: Proxy, code: str, status: int) -> None:
    account = system.open_account()
    faults.rules(*[{**rule, "times": None} for rule in on(WRITE, **error(code, status))])
    with pytest.raises(InvocationFailed) as failed:
        system.call(function, transaction(account, 7))
    assert failed.value.error_type and code in failed.value.message
    assert len(system.events(account)) == 1


def test_an_outage_fails_the_invocation_and_a_repeat_succeeds(system: System, function: str, faults: Proxy) -> None:
    account = system.open_account()
    command = transaction(account, 7, "tx-1")
    faults.rules(*[{**rule, "times": None} for rule in on(WRITE + READ, **error("ServiceUnavailable", 503))])
    with pytest.raises(InvocationFailed) as failed:
        system.call(function, command)
    assert failed.value.error_type
    faults.rules()
    once(system, account, system.call(function, command), 2)


def test_answers_that_are_all_lost_leave_one_event(system: System, function: str, faults: Proxy) -> None:
    """The outcome stays unknown to the first invocation; the same command again is a duplicate, never a second event."""
    account = system.open_account()
    command = transaction(account, 7, "tx-1")
    faults.rules(*[{**rule, "times": None} for rule in on(WRITE, response={"abort_bytes": 0})])
    try:
        system.call(function, command)
    except InvocationFailed as failed:
        assert failed.error_type
    faults.rules()
    answer = system.call(function, command)
    assert answer.status == 200, answer
    assert len(system.events(account)) == 2


@pytest.mark.parametrize("probability", [0.2, 0.5])
def test_a_storm(system: System, function: str, faults: Proxy, probability: float) -> None:
    """Every kind of fault at random: what was acknowledged is there once, and nothing else but what failed unknown."""
    account = system.open_account()
    storm = [{"service": "dynamodb", "probability": probability / len(BEFORE | AFTER), **fault}
             for fault in (BEFORE | AFTER).values()]
    faults.rules(*storm)
    acknowledged = []
    for number in range(30):
        for _ in range(20):
            try:
                answer = system.call(function, transaction(account, 1, f"tx-{number}"))
            except InvocationFailed:
                continue
            assert answer.status in (200, 409), answer
            if answer.status == 200:
                acknowledged.append(f"tx-{number}")
                break
    faults.rules()
    assert len(acknowledged) == 30
    stored = system.events(account)
    assert [event["EventSequence"] for event in stored] == list(range(1, 32))
    assert [event["CommandId"] for event in stored[1:]] == acknowledged
    assert system.projected(account, 31)["AccountSummary"]["Balance"] == 30
