"""How writes reach the other replicas of a global table.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html: asynchronously, usually within a
second; item by item, so that a transaction is one only where it was made, and another region sees parts of it; the last
writer wins. How long each write took is the metric ReplicationLatency
(https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html). A replica that may not be replicated gets nothing until it may. Here each write takes a time of its own to each
region, by the machine's clock. The twenty hours after which AWS gives such a replica up are not counted.
"""

import asyncio
import copy
import itertools
from collections.abc import Callable
from contextvars import Context
from dataclasses import dataclass

from ministack.services import dynamodb

from . import clock, metrics, tables
from .chance import Chance
from .patching import replace
from .replication_rights import may_replicate
from .scope import current, scope
from .settings import Settings
from .tables import Place

_AGAIN_SECONDS = 0.2
"""Between two looks whether a replica may be replicated by now."""
_Stamp = tuple[float, int]
"""When an item was written, and which write it was."""


@dataclass(frozen=True, slots=True)
class _Change:
    account: str
    home: str
    name: str
    place: Place
    item: dict | None
    stamp: _Stamp


class Replication:
    """Carries the writes of each replica to the others."""

    def __init__(self, settings: Settings) -> None:
        self._lag = settings.replication_seconds
        self._chance = Chance(settings.seed)
        self._numbers = itertools.count()
        self._stamps: dict[str, dict[Place, _Stamp]] = {}

    def replicating(self, _original: Callable) -> Callable:
        def replicate(table: dict, _event: str, before: dict | None, after: dict | None) -> None:
            place = tables.place_of(table, after if after is not None else before)
            regions = dynamodb._replica_group(table)
            if not regions or place is None:
                return
            (account, home), number = current(), next(self._numbers)
            change = _Change(account, home, table["TableName"], place, copy.deepcopy(after), (clock.time(), number))
            self._written(table)[place] = change.stamp
            for region in regions:
                if region != home:
                    self._later(self._lag * self._chance.fraction("replication", region, number), region, change)

        return replicate

    def _later(self, seconds: float, region: str, change: _Change) -> None:
        asyncio.get_running_loop().call_later(seconds, self._arrive, region, change, context=Context())

    def _arrive(self, region: str, change: _Change) -> None:
        with scope(change.account, change.home):
            source = dynamodb._tables.get(change.name)
            allowed = source is None or may_replicate(source)
        with scope(change.account, region):
            replica = dynamodb._tables.get(change.name)
            if replica is None or region not in dynamodb._replica_group(replica):
                return
            if not allowed or not may_replicate(replica):
                return self._later(_AGAIN_SECONDS, region, change)
            written = self._written(replica)
            if written.get(change.place, (0.0, -1)) < change.stamp:
                written[change.place] = change.stamp
                _apply(replica, change)
        with scope(change.account, change.home):
            metrics.record("AWS/DynamoDB", "ReplicationLatency", 1000 * (clock.time() - change.stamp[0]), "Milliseconds",
                           {"TableName": change.name, "ReceivingRegion": region})

    def _written(self, table: dict) -> dict[Place, _Stamp]:
        return self._stamps.setdefault(table["TableId"], {})


def _apply(replica: dict, change: _Change) -> None:
    before = tables.item_at(replica, change.place)
    if change.item is not None:
        dynamodb._set_item(replica, *change.place, copy.deepcopy(change.item))
    elif before is not None:
        dynamodb._remove_item(replica, *change.place)
    else:
        return
    event = "REMOVE" if change.item is None else "INSERT" if before is None else "MODIFY"
    dynamodb._emit_stream_event(change.name, event, before, change.item, replicate=False)


def install(settings: Settings) -> None:
    replace(dynamodb, "_replicate_write", Replication(settings).replicating)
