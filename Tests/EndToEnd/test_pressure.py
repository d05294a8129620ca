"""The default capacity, unmultiplied: a burst, a read model that is gone for twenty minutes, and a replay end in no dead letter.

A local AWS and a deployment of its own, with the document's variables and nothing else.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from harness.answers import Answer, InvocationFailed
from harness.beginnings import deploy, local_aws
from harness.live import configure
from harness.paths import WORK
from harness.system import System, create, transaction, unique
from harness.waiting import wait_for
from test_replay import replayed

ACCOUNTS, EVENTS = 16, 50
OUTAGE_SECONDS = 1200


@pytest.fixture(scope="module")
def system() -> Iterator[System]:
    folder = WORK / "pressure"
    with local_aws(folder, LOCAL_AWS_CAPACITY="real") as aws:
        yield System(aws, deploy(aws, folder))


@pytest.fixture(scope="module")
def accounts(system: System) -> list[str]:
    """Accounts after a burst: each got a command with the most events that one may have, all at the same time."""
    found = [unique("account") for _ in range(ACCOUNTS)]
    for account in found:
        done(system, {**create(account), "commandId": account})
    with ThreadPoolExecutor(ACCOUNTS) as callers:
        list(callers.map(lambda account: burst(system, account), found))
    return found


def burst(system: System, account: str) -> None:
    events = [{"eventType": "TransactionProcessed", "eventData": {"transactionId": f"tx-{number}", "amount": 1.25}}
              for number in range(EVENTS)]
    done(system, {"aggregateId": account, "events": events})


def done(system: System, command: dict | str) -> None:
    """Sends a command that has a key until it is answered, as its caller would: the tables may have no capacity for it yet."""
    def answered() -> Answer | None:
        try:
            return system.command(command)
        except InvocationFailed:
            return None
    answer = wait_for(answered, "an answer to the command", seconds=240)
    assert answer.status == 200, answer


def is_exact(system: System, accounts: list[str]) -> bool:
    """Whether the read model of each account is the fold of its log, to the last event, with every event in the audit trail."""
    for account in accounts:
        answer = system.query({"queryType": "verifyIntegrity", "aggregateId": account}).body
        assert answer["valid"] is True, answer
        if not answer["readModelMatches"] or answer["readModelVersion"] != answer["eventsChecked"]:
            return False
    return True


def test_a_burst(system: System, accounts: list[str]) -> None:
    for account in accounts:
        system.projected(account, 1 + EVENTS)
    system.finish_retries()
    assert is_exact(system, accounts)
    assert system.depth() == 0


def test_a_read_model_that_is_gone_for_twenty_minutes(system: System, accounts: list[str]) -> None:
    """All that happened meanwhile waits in the queue, comes back again and again, and is applied in the end."""
    function = system.name("projection")
    found = system.functions.get_function_configuration(FunctionName=function)["Environment"]["Variables"]
    configure(system.functions, function, Environment={"Variables": {**found, "READ_MODEL_TABLE": "there-is-no-such-table"}})
    before = {account: int(system.summary(account)["Version"]) for account in accounts}
    for account in accounts:
        done(system, transaction(account, "0.5", "during the outage"))
    wait_for(lambda: system.depth("projection_queue") >= ACCOUNTS, "the events in the queue")
    pass_by(system, OUTAGE_SECONDS)
    assert {account: int(system.summary(account)["Version"]) for account in accounts} == before
    configure(system.functions, function, Environment={"Variables": found})
    for account, version in before.items():
        system.projected(account, version + 1)
    system.finish_retries()
    assert is_exact(system, accounts)
    assert system.depth() == 0


def pass_by(system: System, seconds: float) -> None:
    """Lets the time pass in the steps in which messages come back, each time waiting until all have failed again."""
    end = system.aws.clock()["time"] + seconds
    while (left := end - system.aws.clock()["time"]) > 0:
        waits = wait_for(lambda: failed_again(system), "all messages having failed")
        system.aws.clock({"advance": min(max(waits), left)})


def failed_again(system: System) -> list[float]:
    found = system.aws.clock()
    waits = [seconds for each in found["queues"].values() for seconds in each]
    return waits if not found["working"] and len(waits) == system.depth("projection_queue") else []


def test_a_replay_of_everything(system: System, accounts: list[str]) -> None:
    before = {account: system.read_model(account) for account in accounts}
    replayed(system, accounts)
    assert {account: system.read_model(account) for account in accounts} == before
    assert system.depth() == 0


def test_a_replay_after_the_read_model_was_lost(system: System, accounts: list[str]) -> None:
    for account in accounts:
        for projection in system.read_model(account):
            key = {"AccountId": {"S": account}, "ProjectionType": {"S": projection}}
            system.dynamodb.delete_item(TableName=system.read_model_table, Key=key)
    replayed(system, accounts)
    assert is_exact(system, accounts)
    assert system.depth() == 0
