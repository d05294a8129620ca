"""Alarms by the names that Terraform gave them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from harness.system import System
from harness.waiting import wait_for

_GIVEN = ("AlarmName", "AlarmDescription", "ActionsEnabled", "OKActions", "AlarmActions", "InsufficientDataActions", "EvaluationPeriods",
          "DatapointsToAlarm", "Threshold", "ComparisonOperator", "TreatMissingData", "Metrics")
"""What PutMetricAlarm takes of what DescribeAlarms gives of an alarm on an expression."""


class Alarms:
    """The alarms of a deployment; `driven` collects those seen to go into ALARM."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._suffix = str(system.outputs["resource_suffix"])
        self.driven: set[str] = set()

    def find(self, name: str) -> dict:
        found = self._system.cloudwatch.describe_alarms(AlarmNames=[f"{name}-{self._suffix}"])["MetricAlarms"]
        assert len(found) == 1, f"there is no alarm {name}"
        return found[0]

    def state(self, name: str) -> str:
        return self.find(name)["StateValue"]

    def quiet(self, *names: str) -> None:
        """Waits until none of these alarms fires any more: an earlier fault leaves the periods that they look back within minutes."""
        for name in names:
            wait_for(lambda: self.state(name) != "ALARM", f"{name} out of ALARM", seconds=360)

    def fires(self, name: str, namespace: str, metric: str, seconds: float = 160, **dimensions: str) -> dict:
        """Waits for ALARM, and checks what the alarm looks at."""
        alarm = self._system.eventually(
            lambda: (found := self.find(name))["StateValue"] == "ALARM" and found, f"{name} in ALARM", seconds)
        assert (alarm["Namespace"], alarm["MetricName"]) == (namespace, metric), alarm
        assert {pair["Name"]: pair["Value"] for pair in alarm["Dimensions"]} == dimensions, alarm
        assert self._came_from(alarm["AlarmName"]) in ("OK", "INSUFFICIENT_DATA")
        self.driven.add(alarm["AlarmName"])
        return alarm

    def fires_of_silence(self, name: str) -> None:
        """Waits for ALARM of an alarm on an expression, which needs two periods of a minute."""
        alarm = self._system.eventually(lambda: (found := self.find(name))["StateValue"] == "ALARM" and found, f"{name} in ALARM", 480)
        self.driven.add(alarm["AlarmName"])

    @contextmanager
    def looking_back_briefly(self, name: str) -> Iterator[None]:
        """An alarm that looks back an hour still sees an earlier silence; it is given two periods meanwhile."""
        alarm = self.find(name)
        whole = {key: alarm[key] for key in _GIVEN if key in alarm}
        self._system.cloudwatch.put_metric_alarm(**whole | {"EvaluationPeriods": 2, "DatapointsToAlarm": 2})
        try:
            yield
        finally:
            self._system.cloudwatch.put_metric_alarm(**whole)

    def _came_from(self, name: str) -> str:
        """The state before the newest ALARM."""
        history = self._system.cloudwatch.describe_alarm_history(AlarmName=name, HistoryItemType="StateUpdate")
        summaries = [item["HistorySummary"] for item in history["AlarmHistoryItems"]]
        newest = next(summary for summary in summaries if summary.endswith("to ALARM"))
        return newest.removeprefix("Alarm updated from ").removesuffix(" to ALARM")

    def put(self, name: str) -> dict:
        """One datum above the threshold under exactly the alarm's own name and dimensions."""
        alarm = self.find(name)
        self._system.cloudwatch.put_metric_data(Namespace=alarm["Namespace"], MetricData=[{
            "MetricName": alarm["MetricName"], "Dimensions": alarm["Dimensions"], "Value": alarm["Threshold"] + 1,
            "Timestamp": datetime.now(UTC)}])
        return alarm
