"""The statistic of one metric for each period before a moment.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricStat.html: a metric is a name with exactly these
dimensions, and a unit, where it is given, leaves out the values with others.
"""

from bisect import bisect_right
from dataclasses import dataclass
from operator import itemgetter

from ministack.services import cloudwatch

from . import metrics

_TIME = itemgetter("Timestamp")


@dataclass(frozen=True)
class MetricPeriods:
    """`period` in seconds; `statistic` is a name such as Sum, or a percentile such as p99."""

    namespace: str
    name: str
    dimensions: dict[str, str]
    statistic: str
    unit: str | None
    period: int

    def before(self, now: float, count: int) -> list[float | None]:
        """The last `count` periods, newest first; None where there are no data."""
        key = (self.namespace, self.name, cloudwatch._dims_key(self.dimensions))
        with metrics.lock:
            points = cloudwatch._metrics.get(key) or []
            # Sorted where they are kept: they nearly are already, and every alarm looks at its last minutes each second.
            points.sort(key=_TIME)
            points = points[bisect_right(points, now - self.period * count, key=_TIME):]
        return [self._value(points, now - self.period * (number + 1), now - self.period * number) for number in range(count)]

    def _value(self, points: list[dict], begin: float, end: float) -> float | None:
        chosen = [point for point in points
                  if begin < point["Timestamp"] <= end and (not self.unit or point.get("Unit") == self.unit)]
        statistics = cloudwatch._calc_stats(chosen)
        return cloudwatch._stat_value(statistics, self.statistic, chosen) if statistics else None


def of_alarm(alarm: dict) -> MetricPeriods:
    """The metric of an alarm that watches one."""
    return MetricPeriods(alarm["Namespace"], alarm["MetricName"], cloudwatch._dims_from_list(alarm.get("Dimensions") or []),
                         alarm.get("ExtendedStatistic") or alarm.get("Statistic", "Average"), alarm.get("Unit"), alarm["Period"])


def of_statistic(statistic: dict) -> MetricPeriods:
    """The metric of a `MetricStat`."""
    metric = statistic["Metric"]
    return MetricPeriods(metric["Namespace"], metric["MetricName"], cloudwatch._dims_from_list(metric.get("Dimensions") or []),
                         statistic["Stat"], statistic.get("Unit"), statistic["Period"])
