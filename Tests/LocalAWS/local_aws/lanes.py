"""The readers of a shard.

https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html: `ParallelizationFactor` batches of one shard run at once, "Lambda
still ensures in-order processing at the item (partition and sort key) level".
"""

import hashlib
import json
import time
from dataclasses import dataclass, field

from ministack.services import dynamodb, lambda_svc

from .batches import Batch


@dataclass
class Lane:
    """One of the `ParallelizationFactor` readers of a shard. `position` is past all records it has read."""

    position: int
    number: int
    of: int
    pending: list[Batch] = field(default_factory=list)
    first_seen: float = 0.0
    not_before: float = 0.0
    busy: bool = False

    def checkpoint(self) -> int:
        """Where a new reader has to begin."""
        return self.pending[0].position if self.pending else self.position

    def read(self, mapping: dict, table: str) -> None:
        """Takes the next batch, if there is one and the batching window does not ask to wait."""
        size = int(mapping.get("BatchSize") or 100)
        position = max(self.position, dynamodb.stream_start_position(table))
        records, taken = [], 0
        for record in dynamodb.stream_records_since(table, position, dynamodb.stream_end_position(table) - position):
            taken += 1
            if _lane_of(record, self.of) == self.number:
                records.append(record)
            if len(records) == size:
                break
        kept = lambda_svc._apply_filter_criteria(records, mapping) if records else []
        if kept and len(records) < size and self._waits(mapping):
            return
        self.position = position + taken
        self.first_seen = 0.0
        if kept:
            self.pending.append(Batch(kept, position))

    def _waits(self, mapping: dict) -> bool:
        window = int(mapping.get("MaximumBatchingWindowInSeconds") or 0)
        self.first_seen = self.first_seen or time.monotonic()
        return time.monotonic() - self.first_seen < window


def _lane_of(record: dict, count: int) -> int:
    if count == 1:
        return 0
    keys = record["dynamodb"]["Keys"]
    digest = hashlib.sha256(json.dumps(keys, sort_keys=True).encode()).digest()
    return int.from_bytes(digest[:8], "big") % count
