"""The archive again: no account goes backwards, none is counted twice, and a lost read model comes back."""

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from harness.system import System, transaction, unique
from harness.waiting import wait_for

ACCOUNTS, BATCHES, EACH = 6, 2, 25


@pytest.fixture(scope="module")
def accounts(system: System) -> list[str]:
    """Some hundred events in several accounts, projected; nothing of earlier tests is tried again, or in the same second."""
    system.finish_retries()
    found = [system.open_account() for _ in range(ACCOUNTS)]
    for account in found:
        for batch in range(BATCHES):
            events = [{"eventType": "TransactionProcessed", "eventData": {"transactionId": f"{batch}-{n}", "amount": 1.25}}
                      for n in range(EACH)]
            assert system.command({"aggregateId": account, "events": events}).status == 200
    for account in found:
        system.projected(account, 1 + BATCHES * EACH)
    wait_for(lambda: system.archived() >= ACCOUNTS * (1 + BATCHES * EACH), "the events in the archive")
    return found


def replayed(system: System, accounts: list[str]) -> None:
    """Replays to the end, until the projection has had each event of these accounts at least."""
    finish(system, *begun(system, accounts))


def begun(system: System, accounts: list[str]) -> tuple[str, int]:
    """The name of a replay that has begun, and the count of replayed events once it has given all of these accounts'."""
    before, events = system.count("ReplayedEvents", "projection"), sum(len(system.events(account)) for account in accounts)
    return system.replay(accounts[0]), before + events


def finish(system: System, name: str, count: int) -> None:
    system.eventually(lambda: system.count("ReplayedEvents", "projection") >= count, f"the replay up to event {count}", 360)
    wait_for(lambda: system.bus.describe_replay(ReplayName=name)["State"] == "COMPLETED", f"the end of {name}")
    system.finish_retries()


def items(system: System, accounts: list[str]) -> dict[str, dict]:
    return {account: system.read_model(account) for account in accounts}


def test_a_replay_changes_nothing(system: System, accounts: list[str]) -> None:
    before, letters = items(system, accounts), system.depth()
    replayed(system, accounts)
    assert items(system, accounts) == before
    assert system.depth() == letters


def test_a_replay_while_commands_come_in(system: System, accounts: list[str]) -> None:
    versions: dict[str, list[int]] = {account: [] for account in accounts}
    sequences = {account: 1 + BATCHES * EACH for account in accounts}
    stop = threading.Event()

    def watch() -> None:
        while not stop.is_set():
            for account in accounts:
                versions[account].append(int(system.summary(account)["Version"]))
            time.sleep(0.05)

    def looks() -> dict[str, int]:
        return {account: len(seen) for account, seen in versions.items()}

    pool = ThreadPoolExecutor(2)
    watching = pool.submit(watch)
    try:
        replay = begun(system, accounts)
        before = looks()
        replaying = pool.submit(finish, system, *replay)
        for number in range(60):
            account = random.choice(accounts)
            answer = system.command(transaction(account, "0.75", f"live-{number}"))
            assert answer.status == 200, answer
            sequences[account] = answer.body["sequence"]
        replaying.result()
        watched = looks()
        for account, sequence in sequences.items():
            system.projected(account, sequence)
    finally:
        stop.set()
        pool.shutdown()
        watching.result()
    for account, seen in versions.items():
        assert watched[account] > before[account], f"nobody looked at {account} during the replay"
        assert seen == sorted(seen), f"{account} went backwards"
    for account in accounts:
        body = system.query({"queryType": "verifyIntegrity", "aggregateId": account}).body
        assert body["valid"] is True and body["readModelMatches"] is True, body
        state = system.query({"queryType": "reconstructState", "aggregateId": account}).body["reconstructedState"]
        summary = system.summary(account)
        assert (summary["Balance"], summary["TransactionCount"]) == (state["balance"], state["transactionCount"])


def test_the_replay_alone_restores_a_lost_read_model(system: System, accounts: list[str]) -> None:
    before = items(system, accounts)
    for account in accounts:
        system.lose(account)
    assert items(system, accounts) == {account: {} for account in accounts}
    system.replay(accounts[0])
    for account, lost in before.items():
        system.projected(account, int(lost["AccountSummary"]["Version"]), seconds=360)
    assert items(system, accounts) == before


def test_a_replay_goes_to_the_filtered_rule_only(system: System, accounts: list[str]) -> None:
    name, bus = unique("other"), system.outputs["event_bus_name"]
    url = system.queue.create_queue(QueueName=name)["QueueUrl"]
    arn = system.queue.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    rule = system.bus.put_rule(Name=name, EventBusName=bus, EventPattern='{"source":["event-sourcing.financial"]}')["RuleArn"]
    policy = ('{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"events.amazonaws.com"},'
              f'"Action":"sqs:SendMessage","Resource":"{arn}","Condition":{{"ArnEquals":{{"aws:SourceArn":"{rule}"}}}}}}]}}')
    system.queue.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy})
    system.bus.put_targets(Rule=name, EventBusName=bus, Targets=[{"Id": "other", "Arn": arn}])
    try:
        replayed(system, accounts)
        assert "Messages" not in system.queue.receive_message(QueueUrl=url)
    finally:
        system.bus.remove_targets(Rule=name, EventBusName=bus, Ids=["other"])
        system.bus.delete_rule(Name=name, EventBusName=bus)
        system.queue.delete_queue(QueueUrl=url)
