"""Five hundred transfers over twenty accounts while functions are killed and everything comes twice: not one cent is lost."""

import json
import os
import random
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path

from bank import Bank, requested
from harness.answers import Answer, InvocationFailed, Throttled
from harness.sandboxes import kill
from harness.system import unique
from harness.waiting import wait_for

TRANSFERS, ACCOUNTS = 500, 20
JUDGE = Path(__file__).with_name("judge.py")


def judged(bank: Bank) -> dict:
    """What the judge, a program of its own, finds in the tables."""
    finished = subprocess.run(
        [sys.executable, "-B", str(JUDGE), "--event-store", bank.event_store, "--read-model", bank.read_model_table,
         "--endpoint", bank.aws.endpoint], env={**os.environ, **bank.aws.environment()}, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return json.loads(finished.stdout)


def done(bank: Bank, command: str) -> None:
    """Sends a command that has a key until it is answered, as its caller would."""
    def answered() -> Answer | None:
        try:
            return bank.command(command)
        except (InvocationFailed, Throttled):
            return None
    answer = wait_for(answered, "an answer to the command", seconds=480)
    assert answer.status == 200, answer


def test_not_a_cent_is_lost(bank: Bank, record_testsuite_property) -> None:
    bank.settle()
    before = judged(bank)
    chance = random.Random(20)
    accounts = [bank.account(100) for _ in range(ACCOUNTS)]
    commands = []
    for _number in range(TRANSFERS):
        source, target = chance.sample(accounts, 2)
        if chance.random() < 0.05:
            target = unique("nobody")
        commands.append(requested(unique("transfer"), source, target, Decimal(chance.randrange(1, 600000)).scaleb(-4)))
    ends = threading.Event()
    killed = []

    def kill_now_and_then() -> None:
        while not ends.wait(0.7):
            for sandbox in chance.sample(found, 1) if (found := bank.processes()) else []:
                kill(sandbox)
                killed.append(sandbox.process_id)

    killer = threading.Thread(target=kill_now_and_then)
    killer.start()
    try:
        with ThreadPoolExecutor(6) as callers:
            list(callers.map(lambda command: done(bank, command), commands))
        wait_for(lambda: len(killed) > 10, "functions that died")
    finally:
        ends.set()
        killer.join()
    bank.settle()
    assert bank.depth("process_dead_letter_queue") == 0
    found = judged(bank)
    assert found["transfers"] == before["transfers"] + TRANSFERS
    ended = {how: found["endings"].get(how, 0) - before["endings"].get(how, 0) for how in found["endings"]}
    assert set(found["endings"]) <= {"completed", "failed, refunded", "failed, not refunded"}, found
    assert ended.get("failed, not refunded", 0) == 0
    assert sum(ended.values()) == TRANSFERS
    assert ended["completed"] > 100 and ended["failed, refunded"] > 20, ended
    assert Decimal(found["sum"]) - Decimal(before["sum"]) == ACCOUNTS * 100
    record_testsuite_property("judged", json.dumps({**found, "ended": ended, "killed": len(killed)}))


def test_the_judge_sees_what_is_wrong(bank: Bank) -> None:
    """A leg that is done twice, and money that is gone: the judge is no friend of the product."""
    source, target = bank.account(100), bank.account()
    transfer = bank.request(source, target, 25)
    bank.ended(transfer)
    assert judged(bank)["faults"] == []
    [credit] = [event for event in bank.events(target) if event["EventData"].get("transferId") == transfer]
    key = {"AggregateId": {"S": target}, "EventSequence": {"N": str(credit["EventSequence"])}}
    item = bank.dynamodb.get_item(TableName=bank.event_store, Key=key)["Item"]
    twice = {**item, "EventSequence": {"N": str(credit["EventSequence"] + 1)}}
    bank.event_store_writer.put_item(TableName=bank.event_store, Item=twice)
    try:
        finished = subprocess.run(
            [sys.executable, "-B", str(JUDGE), "--event-store", bank.event_store, "--read-model", bank.read_model_table,
             "--endpoint", bank.aws.endpoint], env={**os.environ, **bank.aws.environment()}, capture_output=True, text=True, check=False)
        assert finished.returncode == 1
        faults = json.loads(finished.stdout)["faults"]
        assert any(transfer in fault for fault in faults) and any("shows" in fault for fault in faults), faults
    finally:
        bank.event_store_writer.delete_item(TableName=bank.event_store, Key={**key, "EventSequence": twice["EventSequence"]})
        bank.settle()
        bank.act(action="rebuild", accountId=target)
