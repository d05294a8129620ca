"""The metrics AWS publishes by itself, and those a function publishes through its log.

- AWS/Lambda: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
- AWS/Events: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html
- AWS/SQS: "Available CloudWatch metrics for Amazon SQS" in the SQS developer guide
"""

import threading
import time
from collections.abc import Callable

from ministack.services import cloudwatch, sqs

from . import aliases, clock, embedded_metrics
from .patching import replace
from .scope import scope

lock = threading.RLock()
"""Held while the points of any metric are read or written."""


def record(namespace: str, name: str, value: float, unit: str, dimensions: dict[str, str],
           timestamp: float | None = None) -> None:
    """Stores one value in the current account and region."""
    point = {"Timestamp": timestamp or time.time(), "Value": float(value), "Unit": unit, "Dimensions": dict(dimensions)}
    with lock:
        cloudwatch._metric_bucket((namespace, name, cloudwatch._dims_key(dimensions))).append(point)


def count_function(config: dict, name: str, value: float = 1, unit: str = "Count") -> None:
    """One value of a metric of AWS/Lambda, for each set of dimensions that the invocation has."""
    for dimensions in aliases.dimensions(config):
        record("AWS/Lambda", name, value, unit, dimensions)


def count_rule(bus: str, rule: str, name: str, value: float = 1) -> None:
    """One value of a metric of AWS/Events: a rule of the default bus has no dimension for the bus."""
    dimensions = {"RuleName": rule} if bus == "default" else {"EventBusName": bus, "RuleName": rule}
    record("AWS/Events", name, value, "Count", dimensions)


class QueueSampler:
    """Publishes depth and age of every queue. AWS does so each minute; here whenever they changed, and each ten seconds."""

    def __init__(self) -> None:
        self._last: dict[tuple, tuple[float, tuple]] = {}

    def sample(self) -> None:
        now = time.time()
        for (account, region, _url), queue in sqs._queues.all_items():
            found = (*_depths(queue, clock.time()), _age(queue, clock.time()))
            key = (account, region, queue["name"])
            at, before = self._last.get(key, (0.0, ()))
            if found == before and now - at < 10:
                continue
            self._last[key] = (now, found)
            with scope(account, region):
                for (name, unit), value in zip(_QUEUE_METRICS.items(), found):
                    record("AWS/SQS", name, value, unit, {"QueueName": queue["name"]})


_QUEUE_METRICS = {
    "ApproximateNumberOfMessagesVisible": "Count",
    "ApproximateNumberOfMessagesNotVisible": "Count",
    "ApproximateNumberOfMessagesDelayed": "Count",
    "ApproximateAgeOfOldestMessage": "Seconds",
}
_POISON_PILL_RECEIVES = 3


def _depths(queue: dict, now: float) -> tuple[int, int, int]:
    messages = list(queue["messages"])
    visible = sum(1 for message in messages if message.get("visible_at", 0) <= now)
    received = sum(1 for message in messages if message.get("visible_at", 0) > now and message.get("receive_count"))
    return visible, received, len(messages) - visible - received


def _age(queue: dict, now: float) -> int:
    """Of the oldest message in seconds; one that has been received more than three times is left out, as AWS does."""
    return int(max((now - message.get("sent_at", now) for message in list(queue["messages"])
                    if message.get("receive_count", 0) <= _POISON_PILL_RECEIVES), default=0.0))


def _locked(original: Callable) -> Callable:
    def replacement(*arguments, **options):
        with lock:
            return original(*arguments, **options)

    return replacement


def _each_minute(original: Callable) -> Callable:
    """Not with each request to CloudWatch: each time it copies the list of every metric that there is."""
    due = [0.0]

    def replacement() -> None:
        if (now := time.monotonic()) >= due[0]:
            due[0] = now + 60
            original()

    return replacement


def _embedded(original: Callable) -> Callable:
    def append(stream: dict, events: list[dict]) -> None:
        original(stream, events)
        for event in events:
            for datum in embedded_metrics.extract(event["message"]):
                record(datum.namespace, datum.name, datum.value, datum.unit, datum.dimensions, datum.timestamp)

    return append


def install() -> None:
    """Makes the store of metrics safe for several threads and reads embedded metrics from every log."""
    from ministack.services import cloudwatch_logs

    replace(cloudwatch, "_evict_old_metrics", lambda original: _each_minute(_locked(original)))
    replace(cloudwatch, "_store_datum", _locked)
    replace(cloudwatch, "record_metric", _locked)
    replace(cloudwatch_logs, "_append_log_events", _embedded)
