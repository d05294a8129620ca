"""Who still has capacity.

- Tables and indexes with PROVISIONED billing: what they were given, 300 seconds of it saved
  (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/provisioned-capacity-mode.html).
- Every partition key, in both modes: 1,000 write and 3,000 read units a second
  (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html).
"""

from dataclasses import replace

from . import capacity_meter, clock
from .capacity_units import Charge
from .token_bucket import TokenBucket

_BURST_SECONDS = 300
_PARTITION_RATES = {"Write": 1000, "Read": 3000}
_PARTITIONS_KEPT = 10_000


class CapacityLedger:
    """The token buckets of all tables, indexes and partition keys."""

    def __init__(self, factor: float) -> None:
        self._factor = factor
        self._buckets: dict[tuple, TokenBucket] = {}
        self._partitions: dict[tuple, TokenBucket] = {}

    def refuses(self, charge: Charge) -> str | None:
        """Why this cannot be had now, in the words of `ThrottlingReason`; None where it can."""
        now = clock.monotonic()
        bucket = self._bucket(charge, now)
        if bucket is not None and not bucket.has_any(now):
            return f"{_resource(charge)}{charge.kind}ProvisionedThroughputExceeded"
        partition = self._partition(charge, now)
        if partition is not None and not partition.has_any(now):
            return f"{_resource(charge)}{charge.kind}KeyRangeThroughputExceeded"
        return None

    def take(self, charge: Charge) -> None:
        """Uses these units, also more than there are."""
        now = clock.monotonic()
        for bucket in (self._bucket(charge, now), self._partition(charge, now)):
            if bucket is not None:
                bucket.take(charge.units, now)
        capacity_meter.consumed(charge)

    def give_back(self, charge: Charge) -> None:
        """For a request that was let in and then failed before it cost anything."""
        self.take(replace(charge, units=-charge.units))

    def _bucket(self, charge: Charge, now: float) -> TokenBucket | None:
        key = (charge.table["TableId"], charge.index, charge.kind)
        units = provisioned(charge)
        if units is None:
            self._buckets.pop(key, None)
            return None
        rate = units * self._factor
        bucket = self._buckets.setdefault(key, TokenBucket(rate, _BURST_SECONDS, now))
        bucket.set_rate(rate, now)
        return bucket

    def _partition(self, charge: Charge, now: float) -> TokenBucket | None:
        if charge.partition is None:
            return None
        if len(self._partitions) > _PARTITIONS_KEPT:
            self._partitions = {key: bucket for key, bucket in self._partitions.items() if not bucket.is_full(now)}
        key = (charge.table["TableId"], charge.index, charge.kind, charge.partition)
        return self._partitions.setdefault(key, TokenBucket(_PARTITION_RATES[charge.kind] * self._factor, 1, now))


def provisioned(charge: Charge) -> float | None:
    """Units a second of the table or index; None where it is paid by request."""
    table = charge.table
    if (table.get("BillingModeSummary") or {}).get("BillingMode", "PROVISIONED") == "PAY_PER_REQUEST":
        return None
    owner = table
    if charge.index:
        owner = next(each for each in table["GlobalSecondaryIndexes"] if each["IndexName"] == charge.index)
    return float(owner["ProvisionedThroughput"][f"{charge.kind}CapacityUnits"])


def _resource(charge: Charge) -> str:
    return "Index" if charge.index else "Table"
