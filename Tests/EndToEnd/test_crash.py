"""The command function is killed, by SIGKILL, after its write was committed and before its answer was out."""

import threading
from collections.abc import Iterator

import pytest
from harness.answers import InvocationFailed
from harness.paths import WORK
from harness.proxy import Proxy
from harness.sandboxes import kill
from harness.system import System, transaction
from harness.twin import twin
from harness.waiting import wait_for

_KILLS = 5
"""Tries to kill the function in time."""


@pytest.fixture(scope="module")
def slow(system: System) -> Iterator[str]:
    """A twin whose writes are committed at once and answered many seconds later."""
    proxy = Proxy(system.aws.endpoint, WORK / "microburst-crash", system.role("command"))
    proxy.rules(*[{"service": "dynamodb", "operation": operation, "response": {"bandwidth_kbps": 0.0005}}
                  for operation in ("PutItem", "TransactWriteItems")])
    with twin(system, "command", AWS_ENDPOINT_URL_DYNAMODB=proxy.endpoint) as name:
        yield name
    proxy.stop()


@pytest.mark.parametrize("several", [False, True], ids=["one-event", "three-events"])
def test_killed_between_write_and_answer(system: System, slow: str, several: bool) -> None:
    # On a slow machine the function may have given an answer up, and looked, before the write was seen here.
    for _ in range(_KILLS):
        account = system.open_account()
        command = three_events(account) if several else transaction(account, 3, "tx-1")
        expected = 4 if several else 2
        if is_killed(system, slow, account, command, expected):
            break
    else:
        pytest.fail("each time the answer came before the function could be killed")
    again = system.command(command)
    assert again.status == 200 and again.body["duplicate"] is True, again
    stored = system.events(account)
    assert len(stored) == expected and stored[-1]["EventId"] == again.body["eventId"]
    assert system.projected(account, expected)["AccountSummary"]["Balance"] == 3


def three_events(account: str) -> dict:
    events = [{"eventType": "TransactionProcessed", "eventData": {"amount": 1}}] * 3
    return {"aggregateId": account, "commandId": "command-1", "events": events}


def is_killed(system: System, slow: str, account: str, command: object, expected: int) -> bool:
    """Kills the function as soon as its write is seen; false where its answer came first."""
    outcome: list[object] = []

    def invoke() -> None:
        try:
            outcome.append(system.call(slow, command))
        except InvocationFailed as failed:
            outcome.append(failed)

    caller = threading.Thread(target=invoke)
    caller.start()
    wait_for(lambda: len(system.events(account)) == expected, "the write", pause=0.02)
    running = wait_for(lambda: system.sandboxes(slow), "the sandbox")
    if not outcome:
        for sandbox in running:
            kill(sandbox)
    caller.join(120)
    return isinstance(outcome[0], InvocationFailed)


def test_killed_while_idle(system: System) -> None:
    """The next command finds a dead sandbox; Lambda may fail it, and the caller's repeat is safe."""
    account = system.open_account()
    idle = system.sandboxes(system.name("command"))
    for sandbox in idle:
        kill(sandbox)
    wait_for(lambda: not system.sandboxes(system.name("command")), "the end of the sandboxes")
    command = transaction(account, 3, "tx-1")
    for _ in range(1 + len(idle)):
        try:
            answer = system.command(command)
            break
        except InvocationFailed:
            continue
    assert answer.status == 200 and len(system.events(account)) == 2


def test_the_projection_is_killed_again_and_again(system: System) -> None:
    account = system.open_account()
    for number in range(40):
        assert system.command(transaction(account, 1, f"tx-{number}")).status == 200
        if number % 8 == 4:
            for sandbox in system.sandboxes(system.name("projection")):
                kill(sandbox)
    summary = system.projected(account, 41)["AccountSummary"]
    assert (summary["Balance"], summary["TransactionCount"]) == (40, 40)


def test_the_publisher_is_killed_again_and_again(system: System) -> None:
    account = system.open_account()
    for number in range(40):
        assert system.command(transaction(account, 1, f"tx-{number}")).status == 200
        if number % 8 == 4:
            for sandbox in system.sandboxes(system.name("publisher")):
                kill(sandbox)
    assert system.projected(account, 41)["AccountSummary"]["Balance"] == 40
