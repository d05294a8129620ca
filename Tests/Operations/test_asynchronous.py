"""Commands for whose answer nobody waits, by the runbook: a refusal is seen, and a failure waits to be sent again."""

import json

import pytest
from harness.system import System, transaction, unique
from harness.waiting import wait_for
from operations.asynchronous import asynchronous
from operations.faults import environment
from operations.queue import depth
from operations.runbook import Runbook, answers


@pytest.fixture(autouse=True)
def _empty_queue(system: System) -> None:
    system.queue.purge_queue(QueueUrl=system.outputs["dead_letter_queue_url"])


def test_an_asynchronous_command_that_is_refused_is_seen(system: System, runbook: Runbook) -> None:
    stranger = unique("stranger")
    asynchronous(system, transaction(stranger, 7))

    def line() -> str | None:
        printed = runbook.run("Look at answers to asynchronous commands").splitlines()
        return next((one for one in printed if stranger in one), None)
    status, _request, account, answer = wait_for(line, "the answer").split(" ", 3)
    assert (status, account, json.loads(answer)["rule"]) == ("422", stranger, "AccountNotFound")


def test_an_asynchronous_command_that_failed_is_sent_again(system: System, runbook: Runbook, account: str) -> None:
    """With the key that it had: it is done once, however often it is sent."""
    before = len(system.events(account))
    command = transaction(account, 7, "sent-again")
    with environment(system, "command", EVENT_STORE_TABLE="there-is-no-such-table"):
        asynchronous(system, command)
        system.eventually(lambda: depth(system) == 1, "the dead letter of the command")
    [letter] = [json.loads(message["Body"]) for message in system.dead_letters()]
    assert letter["requestPayload"] == json.loads(command)
    assert (letter["requestContext"]["condition"], letter["requestContext"]["approximateInvokeCount"]) == ("RetriesExhausted", 3)
    [answer] = answers(runbook.run("Send a failed command again"))
    assert answer["sequence"] == before + 1 and depth(system) == 0
    assert system.command(command).body["duplicate"] is True
    assert len(system.events(account)) == before + 1
