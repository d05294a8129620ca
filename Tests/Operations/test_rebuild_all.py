"""All accounts folded anew by parts that go on by themselves, while commands come in."""

import json
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor

from harness.system import System, transaction
from harness.waiting import wait_for
from operations.damage import is_right, lose, spoil
from operations.faults import timeout
from operations.lines import logged

ACCOUNTS = 16


def test_rebuild_all_in_slices_while_commands_come_in(system: System) -> None:
    """Four seconds per invocation, and few events a second: each part has to hand itself on several times."""
    accounts = [system.open_account() for _ in range(ACCOUNTS)]
    for account in accounts:
        assert system.command({"aggregateId": account, "events": [
            {"eventType": "TransactionProcessed", "eventData": {"transactionId": f"tx-{number}", "amount": 2}}
            for number in range(11)]}).status == 200
    for account in accounts:
        system.projected(account, 12)
    for account in accounts[0::4]:
        spoil(system, account)
    for account in accounts[1::4]:
        lose(system, account)
    assert not is_right(system, accounts[0]) and not is_right(system, accounts[1])

    traffic = Traffic(system, accounts[2::4])
    with timeout(system, "projection", 4), traffic:
        begun = act(system, {"action": "rebuildAll", "parts": 2, "maximumEventsPerSecond": 40})
        wait_for(lambda: act(system, {"action": "rebuildProgress"})["isComplete"], "the end of the rebuild", seconds=600)
    progress = act(system, {"action": "rebuildProgress"})
    assert progress["processedAccounts"] >= ACCOUNTS
    assert not {failure["accountId"] for failure in progress["failedAccounts"]} & set(accounts)
    slices = [line for line in logged(system, "projection") if line["message"] == "part of a rebuild" and line["run"] == begun["run"]]
    assert len(slices) > 2
    assert traffic.sent > 0
    for account, sequence in traffic.sequences.items():
        system.projected(account, sequence)
    assert traffic.backwards == []
    assert [account for account in accounts if not is_right(system, account)] == []


def act(system: System, action: dict) -> dict:
    answer = system.call(system.name("projection"), action)
    assert answer.status == 200, answer
    return answer.body


class Traffic:
    """Commands one after the other until the end of the block, and a look at each account's version after each.

    What ends them before is raised where the block ends.
    """

    def __init__(self, system: System, accounts: list[str]) -> None:
        self._system, self._accounts = system, accounts
        self._end = threading.Event()
        self._pool = ThreadPoolExecutor(1)
        self._running: Future[None] | None = None
        self._versions = dict.fromkeys(accounts, 0)
        self.sequences: dict[str, int] = {}
        self.backwards: list[str] = []
        self.sent = 0

    def __enter__(self) -> "Traffic":
        self._running = self._pool.submit(self._run)
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._pool.shutdown()
        if self._running is not None:
            self._running.result()

    def _run(self) -> None:
        while not self._end.is_set():
            account = self._accounts[self.sent % len(self._accounts)]
            answer = self._system.command(json.loads(transaction(account, 1, f"live-{self.sent}")))
            if answer.status == 200:
                self.sequences[account] = answer.body["sequence"]
                self.sent += 1
            version = int(self._system.summary(account)["Version"])
            if version < self._versions[account]:
                self.backwards.append(account)
            self._versions[account] = version
            time.sleep(0.05)
