"""A table's stream that feeds a function.

- https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html: batches in order; `BatchSize` or
  `MaximumBatchingWindowInSeconds`, whichever comes first; `ParallelizationFactor` batches of one shard at once, the
  records of one item (partition and sort key) in order.
- https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html: a failed batch is tried again until it
  succeeds, its records are older than `MaximumRecordAgeInSeconds` or `MaximumRetryAttempts` is used up;
  `BisectBatchOnFunctionError` splits it, which costs no attempt; what is given up goes to the on-failure destination.
"""

import logging
import threading
import time

from ministack.core.arn import parse_arn
from ministack.core.responses import new_uuid
from ministack.services import dynamodb, lambda_svc

from . import destinations, execution, metrics
from .aliases import Routing
from .batches import Batch, after
from .lanes import Lane
from .patching import replace
from .scope import scope
from .settings import Settings
from .stream_records import discarded

_logger = logging.getLogger("local_aws.streams")
_SLOWEST_RETRY = 16


class Mappings:
    """The readers of all event source mappings on streams of tables."""

    def __init__(self, settings: Settings, routing: Routing) -> None:
        self._settings = settings
        self._routing = routing
        self._lanes: dict[str, list[Lane]] = {}
        self._lock = threading.Lock()

    def poll(self) -> bool:
        """Starts a batch on each lane that has one; says whether it started any."""
        started = False
        live = set()
        for account, region, mapping in lambda_svc._iter_all_esms():
            if ":dynamodb:" not in mapping.get("EventSourceArn", ""):
                continue
            live.add(mapping["UUID"])
            with scope(account, region):
                started = self._poll_mapping(mapping) or started
        for gone in set(self._lanes) - live:
            del self._lanes[gone]
        return started

    def _poll_mapping(self, mapping: dict) -> bool:
        table = self._table(mapping)
        function, config = lambda_svc._get_func_record_for_qualifier(mapping["FunctionName"], mapping.get("Qualifier"))
        if table is None or function is None or config is None or not mapping.get("Enabled", True):
            return False
        lanes = self._lanes_of(mapping, table)
        due = [lane for lane in lanes if not lane.busy and lane.not_before <= time.monotonic()]
        record = lambda_svc._execution_record_for_config(function, config)
        return any([self._start(mapping, record, table, lane) for lane in due])

    def _table(self, mapping: dict) -> str | None:
        found = lambda_svc._dynamodb_stream_table_from_arn_spec(parse_arn(mapping["EventSourceArn"]))
        if not found:
            return None
        stored = dynamodb._tables.get(found[0])
        return found[0] if stored and stored.get("LatestStreamArn") == mapping["EventSourceArn"] else None

    def _lanes_of(self, mapping: dict, table: str) -> list[Lane]:
        """The lanes; a changed factor makes new ones, all from the lowest checkpoint once no batch is running."""
        count = int(mapping.get("ParallelizationFactor") or 1)
        with self._lock:
            lanes = self._lanes.get(mapping["UUID"])
            if lanes is None:
                lanes = _made(self._first_position(mapping, table), count)
            elif len(lanes) != count and not any(lane.busy for lane in lanes):
                lanes = _made(min(lane.checkpoint() for lane in lanes), count)
            self._lanes[mapping["UUID"]] = lanes
            return lanes

    def _first_position(self, mapping: dict, table: str) -> int:
        with lambda_svc._dynamodb_stream_positions_lock:
            known = lambda_svc._dynamodb_stream_positions.get(mapping["UUID"])
        horizon = dynamodb.stream_start_position(table)
        if known is not None:
            return max(known, horizon)
        return horizon if mapping.get("StartingPosition") == "TRIM_HORIZON" else dynamodb.stream_end_position(table)

    def _start(self, mapping: dict, function: dict, table: str, lane: Lane) -> bool:
        if not lane.pending:
            lane.read(mapping, table)
        if not lane.pending:
            return False
        lane.busy = True
        lambda_svc._dispatch_esm_batch(mapping["UUID"], self._run, mapping, function, lane)
        return True

    def _run(self, mapping: dict, function: dict, lane: Lane) -> None:
        try:
            with scope(*lambda_svc._account_region_from_function_config(function["config"])):
                self._run_first(mapping, self._routing.current(function), lane)
        except Exception:
            _logger.exception("%s: the batch is tried again", mapping["FunctionName"])
            self._rest(lane, self._settings.stream_retry_seconds)
        finally:
            lane.busy = False

    def _run_first(self, mapping: dict, function: dict, lane: Lane) -> None:
        batch = lane.pending[0]
        if batch.too_old(mapping):
            return self._give_up(mapping, function, lane, "MaximumRecordAgeExceeded", {})
        result = execution.run(function, {"Records": batch.records}, new_uuid())
        metrics.count_function(function["config"], "IteratorAge", batch.age() * 1000, "Milliseconds")
        outcome = after(batch, mapping, result)
        if outcome.condition:
            return self._give_up(mapping, function, lane, outcome.condition, result)
        lane.pending[:1] = outcome.remaining
        if not outcome.failed:
            mapping["LastProcessingResult"] = "OK"
            return
        mapping["LastProcessingResult"] = "PROBLEM: Function call failed"
        self._rest(lane, self._pause(outcome.remaining[0]))

    def _rest(self, lane: Lane, seconds: float) -> None:
        lane.not_before = time.monotonic() + seconds
        timer = threading.Timer(seconds, lambda_svc.esm_wake.set)
        timer.daemon = True
        timer.start()

    def _pause(self, batch: Batch) -> float:
        return self._settings.stream_retry_seconds * min(2 ** batch.tries, _SLOWEST_RETRY)

    def _give_up(self, mapping: dict, function: dict, lane: Lane, condition: str, result: dict) -> None:
        batch = lane.pending.pop(0)
        mapping["LastProcessingResult"] = "PROBLEM: Function call failed"
        destination = ((mapping.get("DestinationConfig") or {}).get("OnFailure") or {}).get("Destination")
        if not destination:
            return
        config = function["config"]
        try:
            record = discarded(batch, mapping, config, condition, result)
            destinations.send_with_role(config["Role"], destination, record)
        except destinations.NotDelivered as error:
            metrics.count_function(config, "DestinationDeliveryFailures")
            _logger.warning("%s: %s", config["FunctionName"], error)


def _made(position: int, count: int) -> list[Lane]:
    return [Lane(position, number, count) for number in range(count)]


def install(settings: Settings, routing: Routing) -> None:
    mappings = Mappings(settings, routing)
    replace(lambda_svc, "_poll_dynamodb_streams", lambda original: mappings.poll)
