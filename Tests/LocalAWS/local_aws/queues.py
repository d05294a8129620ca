"""Queues that feed functions.

- https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html: a batch is full, or its window is over; at most
  `MaximumConcurrency` batches of a mapping run at once.
- https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html: on success all messages are deleted;
  with `ReportBatchItemFailures` those that are not named; on failure none, and they come back after the visibility
  timeout until the queue's `maxReceiveCount` moves them to its dead-letter queue.
"""

import logging
import random
import threading
import time
from collections.abc import Callable, Iterator

from ministack.core.arn import ArnParseError, parse_arn
from ministack.core.responses import new_uuid
from ministack.services import lambda_svc, sqs

from . import clock, execution
from .aliases import Routing
from .batch_responses import WholeBatchFailed, failed_items
from .patching import replace
from .queue_messages import COPY, copied
from .queue_records import records
from .scope import current, scope
from .settings import Settings

_logger = logging.getLogger("local_aws.queues")


class Readers:
    """The readers of all event source mappings on queues."""

    def __init__(self, settings: Settings, routing: Routing) -> None:
        self._routing = routing
        self._chance = random.Random(f"{settings.seed} second deliveries")
        self._duplicates = settings.queue_duplicates
        self._filling: dict[str, tuple[float, list[dict]]] = {}
        """By mapping, the messages of a batch that is not full yet, and since when."""
        self._held: dict[str, float] = {}
        """The receipts of messages that wait for their batch or are worked on, and until when nobody else gets them."""
        self._lock = threading.Lock()

    def poll(self) -> bool:
        """Starts a batch for each mapping that has one and is allowed another; says whether it started any."""
        self._forget({mapping["UUID"] for mapping, _queue in _mapped()})
        return any([self._poll_mapping(mapping, queue) for mapping, queue in _mapped()])

    def waits(self) -> dict[str, list[float]]:
        """The seconds until each message that has failed is handed over again, by the queue's name."""
        with self._lock, sqs._queues_lock:
            now = clock.time()
            waiting = {queue["name"]: [message["visible_at"] - now for message in queue["messages"]
                                       if message.get("visible_at", 0) > now and message.get("receipt_handle") not in self._held]
                       for _mapping, queue in _mapped()}
        return {name: sorted(seconds) for name, seconds in waiting.items() if seconds}

    def working(self) -> int:
        """How many messages functions have at the moment, and for themselves."""
        with self._lock:
            now = clock.time()
            return sum(until > now for until in self._held.values())

    def _forget(self, mapped: set[str]) -> None:
        """What a mapping had gathered that is off or gone: its messages come back as any that nobody deletes."""
        for identifier in self._filling.keys() - mapped:
            _since, batch = self._filling.pop(identifier)
            self._let_go(batch)

    def _let_go(self, batch: list[dict]) -> None:
        with self._lock:
            for message in batch:
                self._held.pop(message["receipt_handle"], None)

    def _poll_mapping(self, mapping: dict, queue: dict) -> bool:
        function, config = lambda_svc._get_func_record_for_qualifier(mapping["FunctionName"], mapping.get("Qualifier"))
        identifier = mapping["UUID"]
        if function is None or config is None or lambda_svc._esm_backoff_until.get(identifier, 0) > time.time():
            return False
        if lambda_svc._esm_inflight.get(identifier, 0) >= lambda_svc._sqs_esm_concurrency(mapping, function, config, queue):
            return False
        batch = self._batch(mapping, queue)
        if not batch:
            return False
        try:
            event = {"Records": lambda_svc._apply_filter_criteria(records(batch, mapping["EventSourceArn"]), mapping)}
            record = lambda_svc._execution_record_for_config(function, config)
            lambda_svc._dispatch_esm_batch(identifier, self._run, mapping, record, event, batch, queue, current())
        except Exception:
            self._let_go(batch)
            raise
        return True

    def _batch(self, mapping: dict, queue: dict) -> list[dict]:
        """The next batch; none while its window is open and it is not full."""
        size, window = int(mapping.get("BatchSize") or 10), int(mapping.get("MaximumBatchingWindowInSeconds") or 0)
        since, batch = self._filling.pop(mapping["UUID"], (time.monotonic(), []))
        batch += self._received(queue, size - len(batch))
        if batch and len(batch) < size and time.monotonic() - since < window:
            self._filling[mapping["UUID"]] = (since, batch)
            return []
        return batch

    def _received(self, queue: dict, most: int) -> list[dict]:
        with self._lock, sqs._queues_lock:
            sqs._expire_retained(queue)
            sqs._dlq_sweep(queue)
            messages = sqs._collect_msgs(queue, most, int(queue["attributes"].get("VisibilityTimeout", "30")))
            queue["messages"] += copied(messages, self._chance, 0 if queue["is_fifo"] else self._duplicates)
            self._held |= {message["receipt_handle"]: message["visible_at"] for message in messages}
            return [dict(message) for message in messages]

    def _run(self, mapping: dict, function: dict, event: dict, batch: list[dict], queue: dict, place: tuple[str, str]) -> None:
        """Runs a batch; a record that the mapping's filter has left out is done."""
        try:
            with scope(*place):
                failed = _failed(mapping, self._routing.current(function), event) if event["Records"] else set()
                done = {message["receipt_handle"] for message in batch if message["id"] not in failed or COPY in message}
                sqs._delete_messages_for_esm(sqs._queue_url(queue["name"]), done)
                mapping["LastProcessingResult"] = "PROBLEM: Function call failed" if failed else "OK"
                _logger.info("%s: %d of %d messages from %s done", mapping["FunctionName"], len(done), len(batch), queue["name"])
        finally:
            self._let_go(batch)


def _mapped() -> Iterator[tuple[dict, dict]]:
    """Each mapping that is on, with its queue, in the account and region of both."""
    for account, region, mapping in lambda_svc._iter_all_esms():
        with scope(account, region):
            queue = _queue(mapping.get("EventSourceArn", ""))
            if queue is not None and mapping.get("Enabled", True):
                yield mapping, queue


def _queue(arn: str) -> dict | None:
    try:
        return sqs._queue_by_arn(arn) if parse_arn(arn).service == "sqs" else None
    except ArnParseError:
        return None


def _failed(mapping: dict, function: dict, event: dict) -> set[str]:
    """Runs the function, and says which messages come back."""
    identifiers = [record["messageId"] for record in event["Records"]]
    result = execution.run(function, event, new_uuid())
    if result.get("error"):
        lambda_svc._esm_backoff_until[mapping["UUID"]] = time.time() + lambda_svc._ESM_BACKOFF_SECONDS
        return set(identifiers)
    if "ReportBatchItemFailures" not in (mapping.get("FunctionResponseTypes") or []):
        return set()
    try:
        return failed_items(result.get("body"), identifiers)
    except WholeBatchFailed as error:
        _logger.warning("%s: %s", mapping["FunctionName"], error)
        return set(identifiers)


def install(settings: Settings, routing: Routing) -> Readers:
    readers = Readers(settings, routing)
    clock.watch(lambda_svc.esm_wake.set)

    def _replacement(_original: Callable) -> Callable:
        return readers.poll

    replace(lambda_svc, "_poll_sqs", _replacement)
    return readers
