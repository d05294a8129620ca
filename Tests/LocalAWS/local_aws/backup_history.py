"""What a table with point-in-time recovery held at each moment.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html: the changes of a transaction reach backups
gradually, so a restored table may hold some of a recent transaction and not the rest. Here each item of one has a time of its
own, within a second. Times go by the clock that can be wound.
"""

import itertools
from collections.abc import Callable
from contextvars import ContextVar

from ministack.services import dynamodb

from . import clock, tables
from .chance import Chance
from .patching import replace
from .settings import Settings
from .write_history import Write, WriteHistory

_TORN_SECONDS = 1.0

_in_transaction: ContextVar[bool] = ContextVar("in_transaction", default=False)


class BackupHistory:
    """The writes of the tables that are kept."""

    def __init__(self, settings: Settings, seconds: float) -> None:
        """`seconds`: how long a write is kept."""
        self._kept: set[str] = set()
        self._history = WriteHistory(seconds)
        self._chance = Chance(settings.seed)
        self._numbers = itertools.count()

    def keep(self, table: dict) -> None:
        """Keeps the writes of a table from now on."""
        self._kept.add(table["TableId"])

    def forget(self, table: dict) -> None:
        """Keeps nothing of a table any longer."""
        self._kept.discard(table["TableId"])
        self._history.forget(table)

    def items(self, table: dict, moment: float) -> dict[str, dict[str, dict]]:
        """What a table held at a moment since it is kept."""
        unseen = self._history.unseen(table, clock.time(), lambda write: write.at + write.delay <= moment)
        return tables.items_with(table, unseen)

    def writing(self, original: Callable) -> Callable:
        def write(table: dict, partition: str, sort: str, *item: dict) -> dict | None:
            before = original(table, partition, sort, *item)
            if table["TableId"] in self._kept:
                number = next(self._numbers)
                delay = _TORN_SECONDS * self._chance.fraction("backup", number) if _in_transaction.get() else 0.0
                self._history.add(table, Write(number, (partition, sort), before, clock.time(), delay))
            return before

        return write


def _transacting(original: Callable) -> Callable:
    def transact(data: dict) -> tuple:
        token = _in_transaction.set(True)
        try:
            return original(data)
        finally:
            _in_transaction.reset(token)

    return transact


def install(settings: Settings, seconds: float) -> BackupHistory:
    """After `visibility`, which puts items back and forth in a way that no backup may see."""
    history = BackupHistory(settings, seconds)
    for name in ("_set_item", "_remove_item"):
        replace(dynamodb, name, history.writing)
    replace(dynamodb, "_transact_write_items", _transacting)
    return history
