"""Metrics as the functions write them, and as alarms and dashboard ask for them."""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from harness.system import System
from operations.lines import FUNCTIONS, metric_lines

NAMESPACE = "EventSourcing"
_SEARCH = re.compile(r"""SEARCH\('\{(?P<schema>[^}]+)\} MetricName="(?P<name>\w+)" function="(?P<function>[^"]+)"', '\w+', \d+\)""")


@dataclass(frozen=True)
class Metric:
    """A name under a namespace and one set of dimensions."""

    namespace: str
    name: str
    dimensions: frozenset[tuple[str, str]]


def emitted(system: System) -> set[Metric]:
    """All metrics in the functions' logs."""
    found = set()
    for line in (line for function in FUNCTIONS for line in metric_lines(system, function)):
        for directive in line["_aws"]["CloudWatchMetrics"]:
            for names in directive["Dimensions"]:
                for metric in directive["Metrics"]:
                    assert metric["Unit"] in ("Count", "Milliseconds") and line[metric["Name"]] is not None, line
                    found.add(Metric(directive["Namespace"], metric["Name"], frozenset((name, line[name]) for name in names)))
    return found


def on_dashboard(system: System) -> tuple[set[Metric], list[re.Match]]:
    """The metrics that the dashboard names, and what it searches for."""
    body = json.loads(system.cloudwatch.get_dashboard(DashboardName=system.outputs["dashboard_name"])["DashboardBody"])
    metrics, searches = set(), []
    for row in (row for widget in body["widgets"] for row in widget["properties"]["metrics"]):
        words = [word for word in row if isinstance(word, str)]
        if words:
            metrics.add(Metric(words[0], words[1], frozenset(zip(words[2::2], words[3::2]))))
        for options in (word for word in row if isinstance(word, dict) and "expression" in word):
            search = _SEARCH.fullmatch(options["expression"])
            assert search, options
            searches.append(search)
    return metrics, searches


def on_alarms(system: System) -> set[Metric]:
    found = system.cloudwatch.describe_alarms(AlarmNames=system.outputs["alarm_names"], MaxRecords=100)["MetricAlarms"]
    in_expressions = [query["MetricStat"]["Metric"] for alarm in found for query in alarm.get("Metrics", []) if "MetricStat" in query]
    return {Metric(metric["Namespace"], metric["MetricName"], frozenset((pair["Name"], pair["Value"]) for pair in metric["Dimensions"]))
            for metric in [*(alarm for alarm in found if "MetricName" in alarm), *in_expressions]}


def total(system: System, name: str, function: str) -> int:
    """The sum of a metric of one function, so far."""
    now = datetime.now(UTC)
    found = system.cloudwatch.get_metric_statistics(
        Namespace=NAMESPACE, MetricName=name, Dimensions=[{"Name": "function", "Value": system.name(function)}], Period=3600,
        Statistics=["Sum"], StartTime=now - timedelta(hours=2), EndTime=now + timedelta(minutes=1))
    return int(sum(point["Sum"] for point in found["Datapoints"]))
