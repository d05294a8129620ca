"""What becomes of a batch of stream records after a run of the function.

https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html and
https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
"""

from dataclasses import dataclass, field, replace

from . import clock
from .batch_responses import WholeBatchFailed, failed_items


@dataclass(frozen=True)
class Batch:
    """Records in order. `position` is where reading begins again if the batch is forgotten."""

    records: list[dict]
    position: int
    retries: int = 0
    """Counted against MaximumRetryAttempts."""
    tries: int = 0
    """Runs so far, splits and throttled runs included; sets the pause before the next."""

    def age(self) -> float:
        """Seconds since the last record was written, as the metric IteratorAge has it."""
        return max(0.0, clock.time() - _written(self.records[-1]))

    def too_old(self, mapping: dict) -> bool:
        """Whether the first record is past MaximumRecordAgeInSeconds; -1 means no limit."""
        limit = int(mapping.get("MaximumRecordAgeInSeconds") or -1)
        return limit > 0 and clock.time() - _written(self.records[0]) > limit


@dataclass(frozen=True)
class Outcome:
    """`remaining` is to be run next, in order; `condition` is set when the batch is given up."""

    failed: bool
    remaining: list[Batch] = field(default_factory=list)
    condition: str | None = None


def after(batch: Batch, mapping: dict, result: dict) -> Outcome:
    """The outcome of one run: done, to be retried in whole or in part, split, or given up."""
    if result.get("throttle"):
        return Outcome(True, [replace(batch, tries=batch.tries + 1)])
    if result.get("error"):
        return _whole(batch, mapping)
    if "ReportBatchItemFailures" not in (mapping.get("FunctionResponseTypes") or []):
        return Outcome(False)
    numbers = [record["dynamodb"]["SequenceNumber"] for record in batch.records]
    try:
        failed = failed_items(result.get("body"), numbers)
    except WholeBatchFailed:
        return _whole(batch, mapping)
    if not failed:
        return Outcome(False)
    return _from_lowest(batch, mapping, min(numbers.index(number) for number in failed))


def _whole(batch: Batch, mapping: dict) -> Outcome:
    if mapping.get("BisectBatchOnFunctionError") and len(batch.records) > 1:
        middle = len(batch.records) // 2
        halves = (batch.records[:middle], batch.records[middle:])
        return Outcome(True, [replace(batch, records=half, tries=batch.tries + 1) for half in halves])
    return _retry(batch, mapping)


def _from_lowest(batch: Batch, mapping: dict, index: int) -> Outcome:
    """Records before the lowest failed one are done. Progress starts the count of retries anew; without progress the
    batch uses up a retry and is not halved: AWS splits it "at the returned sequence number"."""
    if index == 0:
        return _retry(batch, mapping)
    return Outcome(True, [replace(batch, records=batch.records[index:], retries=0, tries=0)])


def _retry(batch: Batch, mapping: dict) -> Outcome:
    limit = mapping.get("MaximumRetryAttempts")
    limit = -1 if limit is None else int(limit)
    if 0 <= limit <= batch.retries:
        return Outcome(True, condition="RetryAttemptsExhausted")
    return Outcome(True, [replace(batch, retries=batch.retries + 1, tries=batch.tries + 1)])


def _written(record: dict) -> float:
    return float(record["dynamodb"]["ApproximateCreationDateTime"])
