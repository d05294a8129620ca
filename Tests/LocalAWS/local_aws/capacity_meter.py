"""DynamoDB's own metrics of capacity and throttling.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html. AWS publishes them each minute,
here whenever the alarms are looked at.
"""

import threading
from collections import defaultdict

from . import metrics
from .capacity_units import Charge
from .scope import current, scope

_lock = threading.Lock()
_counts: defaultdict[tuple, float] = defaultdict(float)


def consumed(charge: Charge) -> None:
    """Counts units that were used."""
    _count(f"Consumed{charge.kind}CapacityUnits", charge.units, _dimensions(charge))


def throttled(charge: Charge) -> None:
    """Counts one read or write that was refused: under the index where it is the index that refused it."""
    _count(f"{charge.kind}ThrottleEvents", 1, _dimensions(charge))


def throttled_request(table: str, operation: str) -> None:
    """Counts a whole request that was refused."""
    _count("ThrottledRequests", 1, (("TableName", table), ("Operation", operation)))


def publish() -> None:
    """Sends what was counted since the last time to the metrics."""
    with _lock:
        taken = dict(_counts)
        _counts.clear()
    for (account, region, name, dimensions), value in taken.items():
        with scope(account, region):
            metrics.record("AWS/DynamoDB", name, value, "Count", dict(dimensions))


def _dimensions(charge: Charge) -> tuple:
    index = (("GlobalSecondaryIndexName", charge.index),) if charge.index else ()
    return (("TableName", charge.table["TableName"]), *index)


def _count(name: str, value: float, dimensions: tuple) -> None:
    with _lock:
        _counts[(*current(), name, dimensions)] += value
