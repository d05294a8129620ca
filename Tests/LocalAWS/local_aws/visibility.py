"""When a write is seen, and by which reads.

- Transactions: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html ("Isolation levels").
  Serializable towards `GetItem`, `TransactGetItems` and every write; only read-committed towards `Query`, `Scan` and
  `BatchGetItem` as a unit, consistent or not: while a transaction is being committed, these may find some of its items as
  they are and others as they were. Here each item has a time of its own, and the answer to `TransactWriteItems` comes when
  the last one is seen, because a consistent read sees every write that was successful before it began.
- Eventual consistency: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.ReadConsistency.html.
  A read without `ConsistentRead` asks any replica, so a later one may see less. One replica serves a partition key.
- Indexes: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html ("Data synchronization between tables
  and global secondary indexes"). Each write reaches each index in its own time.

PartiQL statements are not covered: they see every write at once.
"""

import asyncio
import itertools
from collections.abc import Callable
from contextlib import ExitStack
from contextvars import ContextVar

from ministack.services import dynamodb

from . import clock, tables
from .chance import Chance
from .patching import replace
from .settings import Settings
from .tables import Place
from .write_history import Write, WriteHistory, rewound

_commit: ContextVar[list[float] | None] = ContextVar("commit", default=None)
"""The delays of the items of the transaction that is being written."""

_hold: ContextVar[float] = ContextVar("hold", default=0.0)
"""Seconds before the answer of the current request leaves."""

_LOOK_SECONDS = 0.1


class Visibility:
    """Decides for every read which writes it sees."""

    def __init__(self, settings: Settings) -> None:
        self._isolation = settings.isolation_seconds
        self._lag = settings.lag_seconds
        self._chance = Chance(settings.seed)
        self._history = WriteHistory(max(self._isolation, self._lag))
        self._writes, self._reads = itertools.count(), itertools.count()
        self._set, self._remove = dynamodb._set_item, dynamodb._remove_item

    def writing(self, original: Callable) -> Callable:
        def write(table: dict, partition: str, sort: str, *item: dict) -> dict | None:
            before = original(table, partition, sort, *item)
            number, delays = next(self._writes), _commit.get()
            delay = 0.0 if delays is None else self._isolation * self._chance.fraction("commit", number) ** 2
            if delays is not None:
                delays.append(delay)
            self._history.add(table, Write(number, (partition, sort), before, clock.monotonic(), delay))
            return before

        return write

    def committing(self, original: Callable) -> Callable:
        def transact(data: dict) -> tuple:
            items = data.get("TransactItems")
            delays = [] if isinstance(items, list) and len(items) > 1 else None
            token = _commit.set(delays)
            try:
                return original(data)
            finally:
                _commit.reset(token)
                _hold.set(max(delays or [0.0]))

        return transact

    def reading(self, original: Callable, single: bool = False) -> Callable:
        """A read of one table, of a single item or of several."""

        def read(data: dict) -> tuple:
            consistent, table = data.get("ConsistentRead") is True, tables.find(data.get("TableName"))
            if table is None or (single and consistent):
                return original(data)
            return self._seen([(table, self._view(consistent, data.get("IndexName"), single))], original, data)

        return read

    def batch_reading(self, original: Callable) -> Callable:
        def read(data: dict) -> tuple:
            requests = data.get("RequestItems")
            views = [(table, self._view(request.get("ConsistentRead") is True, None, False))
                     for name, request in (requests.items() if isinstance(requests, dict) else ())
                     if isinstance(request, dict) and (table := tables.find(name)) is not None]
            return self._seen(views, original, data)

        return read

    def _view(self, consistent: bool, index: str | None, single: bool) -> Callable[[Write], bool]:
        """What one reader sees at this moment."""
        now, reader = clock.monotonic(), next(self._reads)

        def age_needed(write: Write) -> float:
            delay = 0.0 if single else write.delay
            if consistent:
                return delay
            if index is None:
                return max(delay, self._lag * self._chance.fraction("replica", reader, write.place[0]))
            way = self._chance.fraction("index", index, write.number) + self._chance.fraction("replica", reader)
            return max(delay, self._lag * way / 2)

        return lambda write: now - write.at >= age_needed(write)

    def _seen(self, views: list[tuple[dict, Callable[[Write], bool]]], original: Callable, data: dict) -> tuple:
        now = clock.monotonic()
        with ExitStack() as stack:
            for table, view in views:
                images = self._history.unseen(table, now, view)
                if images:
                    stack.enter_context(rewound(table, images, self._put))
            return original(data)

    def _put(self, table: dict, place: Place, item: dict | None) -> None:
        if item is None:
            self._remove(table, *place)
        else:
            self._set(table, *place, item)


def _held(original: Callable) -> Callable:
    async def handle(*arguments: object) -> tuple:
        _hold.set(0.0)
        answer = await original(*arguments)
        if seconds := _hold.get():
            await _until(clock.monotonic() + seconds)
        return answer

    return handle


async def _until(moment: float) -> None:
    """Waits by the clock that can be wound, by which the items are seen too; it is looked at again and again."""
    while (left := moment - clock.monotonic()) > 0:
        await asyncio.sleep(min(left, _LOOK_SECONDS))


def install(settings: Settings) -> None:
    if not settings.isolation_seconds and not settings.lag_seconds:
        return
    visibility = Visibility(settings)
    for name in ("_set_item", "_remove_item"):
        replace(dynamodb, name, visibility.writing)
    for name in ("_query", "_scan"):
        replace(dynamodb, name, visibility.reading)
    replace(dynamodb, "_get_item", lambda original: visibility.reading(original, single=True))
    replace(dynamodb, "_batch_get_item", visibility.batch_reading)
    replace(dynamodb, "_transact_write_items", visibility.committing)
    replace(dynamodb, "handle_request", _held)
