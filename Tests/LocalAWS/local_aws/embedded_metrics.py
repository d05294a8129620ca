"""Metrics written as log lines.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass

_MOST_VALUES = 100


@dataclass(frozen=True)
class Datum:
    """One value of one metric under one set of dimensions; `timestamp` in seconds since 1970."""

    namespace: str
    name: str
    value: float
    unit: str
    dimensions: dict[str, str]
    timestamp: float


def extract(message: str) -> Iterator[Datum]:
    """The metrics a log line holds; none where the line is not in the embedded format."""
    if '"_aws"' not in message:
        return
    try:
        root = json.loads(message)
    except ValueError:
        return
    metadata = root.get("_aws") if isinstance(root, dict) else None
    if not isinstance(metadata, dict) or not isinstance(metadata.get("Timestamp"), (int, float)):
        return
    for directive in metadata.get("CloudWatchMetrics") or []:
        yield from _directive(root, directive, metadata["Timestamp"] / 1000)


def _directive(root: dict, directive: dict, timestamp: float) -> Iterator[Datum]:
    namespace = directive.get("Namespace")
    if not isinstance(namespace, str):
        return
    for names in directive.get("Dimensions") or [[]]:
        if not all(isinstance(root.get(name), str) for name in names):
            continue
        dimensions = {name: root[name] for name in names}
        for definition in directive.get("Metrics") or []:
            for value in _values(root.get(definition.get("Name"))):
                yield Datum(namespace, definition["Name"], value, definition.get("Unit", "None"), dimensions, timestamp)


def _values(target: object) -> list[float]:
    values = target if isinstance(target, list) else [target]
    if len(values) > _MOST_VALUES:
        return []
    return [float(value) for value in values if isinstance(value, (int, float)) and not isinstance(value, bool)]
