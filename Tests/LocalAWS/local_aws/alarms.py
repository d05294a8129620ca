"""Alarms on metrics.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html ("Evaluating an alarm" and
"Configuring how CloudWatch alarms treat missing data"): the last `EvaluationPeriods` periods are looked at;
`DatapointsToAlarm` of them must breach; a metric is a name with exactly the alarm's dimensions. The periods end at
the moment of evaluation here, on AWS at whole periods. An alarm on an expression goes by the data points of that.
"""

import logging
import operator
import threading
import time

from ministack.services import cloudwatch

from . import alarm_queries, capacity_meter, metric_periods, metrics
from .alarm_descriptions import describe_metric_alarms
from .alarm_requests import put_metric_alarm
from .patching import replace
from .scope import scope
from .settings import Settings

_logger = logging.getLogger("local_aws.alarms")

_BREACHES = {
    "GreaterThanOrEqualToThreshold": operator.ge,
    "GreaterThanThreshold": operator.gt,
    "LessThanThreshold": operator.lt,
    "LessThanOrEqualToThreshold": operator.le,
}


def _evaluate(alarm: dict) -> None:
    """Sets the alarm's state from what it watches."""
    compare = _BREACHES.get(alarm.get("ComparisonOperator", ""))
    if compare is None or not (alarm.get("MetricName") or alarm.get("Metrics")):
        return
    values = _values(alarm, time.time())
    state = _state(alarm, [None if value is None else compare(value, alarm["Threshold"]) for value in values])
    if state != alarm["StateValue"]:
        _change(alarm, state, values)


def _values(alarm: dict, now: float) -> list[float | None]:
    """The value of each period, newest first; None where there are no data."""
    if alarm.get("Metrics"):
        return alarm_queries.values(alarm["Metrics"], now, alarm["EvaluationPeriods"])
    return metric_periods.of_alarm(alarm).before(now, alarm["EvaluationPeriods"])


def _state(alarm: dict, breaches: list[bool | None]) -> str:
    missing = alarm.get("TreatMissingData") or "missing"
    if all(breach is None for breach in breaches):
        if missing == "missing":
            return "INSUFFICIENT_DATA"
        if missing == "ignore":
            return alarm["StateValue"]
    filled = [missing == "breaching" if breach is None else breach for breach in breaches]
    needed = alarm.get("DatapointsToAlarm") or alarm["EvaluationPeriods"]
    return "ALARM" if sum(filled) >= needed else "OK"


def _change(alarm: dict, state: str, values: list[float | None]) -> None:
    shown = ", ".join("missing" if value is None else f"{value:g}" for value in values)
    reason = f"Threshold Crossed: [{shown}] {alarm['ComparisonOperator']} {alarm['Threshold']:g}"
    before = alarm["StateValue"]
    alarm.update(StateValue=state, StateReason=reason, StateUpdatedTimestamp=int(time.time()))
    cloudwatch._record_history(alarm["AlarmName"], before, state, reason)
    cloudwatch._dispatch_alarm_actions(alarm, before, state, reason)
    cloudwatch._evaluate_parent_alarms(alarm)


class Clock:
    """Samples the queues, publishes the capacity used and evaluates every alarm again and again."""

    def __init__(self, settings: Settings) -> None:
        self._interval = settings.alarm_interval_seconds
        self._queues = metrics.QueueSampler()

    def start(self) -> None:
        threading.Thread(target=self._run, name="alarms", daemon=True).start()

    def _run(self) -> None:
        while True:
            time.sleep(self._interval)
            try:
                self._queues.sample()
                capacity_meter.publish()
                self._evaluate_all()
            except Exception:
                _logger.exception("alarms were not evaluated")

    def _evaluate_all(self) -> None:
        for (account, region, _name), alarm in cloudwatch._alarms.all_items():
            with scope(account, region):
                _evaluate(alarm)


def install(settings: Settings) -> None:
    replace(cloudwatch, "_evaluate_alarm", lambda original: _evaluate)
    replace(cloudwatch, "_put_metric_alarm", put_metric_alarm)
    replace(cloudwatch, "_describe_alarms", describe_metric_alarms)
    replace(cloudwatch, "_describe_alarms_for_metric", describe_metric_alarms)
    Clock(settings).start()
