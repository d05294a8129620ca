"""Readers of the read model's own table, who see what is served there, over and over."""

import json
import random
import threading

from harness.system import System

from .history import History

AT_ONCE = 12
"""Accounts that one watcher follows."""


class Watch:
    """Looks at the summaries of some accounts until the end of the block, consistently."""

    def __init__(self, system: System, history: History, accounts: list[str], seed: int) -> None:
        self._system = system
        self._history = history
        self._accounts = random.Random(f"{seed} watch").sample(accounts, min(AT_ONCE, len(accounts)))
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._failure: BaseException | None = None

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()
        if self._failure is not None:
            raise self._failure

    def _run(self) -> None:
        try:
            while not self._end.wait(0.1):
                for account in self._accounts:
                    self._look(account)
        except BaseException as failure:  # it is raised where the block ends
            self._failure = failure

    def _look(self, account: str) -> None:
        key = {"AccountId": {"S": account}, "ProjectionType": {"S": "AccountSummary"}}
        with self._history.lasting("sight", account=account) as line:
            item = self._system.dynamodb.get_item(TableName=self._system.read_model_table, Key=key, ConsistentRead=True).get("Item")
            line["item"] = item and json.loads(json.dumps(item, default=lambda raw: {"bytes": raw.hex()}))
