"""The queries of an alarm on an expression: which are refused, and what the watched one gives.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataQuery.html and
https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html: up to ten metrics and ten expressions, each with
an id of its own, one of them watched, and none of the members of an alarm on one metric.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html (at SUM): an alarm asks for more data points than it
looks at, so a function over a whole series sees older ones too.
"""

from . import metric_periods
from .metric_expressions import ID, parse
from .metric_math import Evaluation
from .metric_trees import InvalidExpression
from .metric_values import Series

_OF_ONE_METRIC = ("MetricName", "Namespace", "Dimensions", "Period", "Unit", "Statistic", "ExtendedStatistic")
_MOST = 10
_LONGEST_ID = 255
_SHORT_PERIODS = (10, 20, 30)
_OLDER_PERIODS = 2
"""Periods before those that the alarm looks at. AWS's examples have two; it does not promise how many."""


class InvalidQueries(Exception):
    """The queries of an alarm that is refused; the message says why."""


def check(request: dict) -> None:
    """Raises `InvalidQueries` where CloudWatch refuses what the alarm watches."""
    queries = request.get("Metrics") or []
    if not queries:
        if not request.get("MetricName"):
            raise InvalidQueries("Either MetricName or Metrics must be set.")
        return
    for name in _OF_ONE_METRIC:
        if request.get(name):
            raise InvalidQueries(f"{name} should not be set if list of Metrics is set.")
    _check_ids([str(query.get("Id", "")) for query in queries])
    for query in queries:
        _check_query(query)
    if sum(map(_is_watched, queries)) != 1:
        raise InvalidQueries("Exactly one element of the metrics list should return data.")
    _check_metrics([query["MetricStat"] for query in queries if query.get("MetricStat")], len(queries))
    _check_expressions(queries)


def values(queries: list[dict], now: float, count: int) -> list[float | None]:
    """What the watched query gives for the last `count` periods, newest first; None where it has no data point."""
    asked = count + _OLDER_PERIODS
    metrics = {query["Id"]: tuple(reversed(metric_periods.of_statistic(query["MetricStat"]).before(now, asked)))
               for query in queries if query.get("MetricStat")}
    [watched] = filter(_is_watched, queries)
    return list(_series(queries, metrics, asked, watched["Id"])[:-count - 1:-1])


def _check_ids(identifiers: list[str]) -> None:
    for identifier in identifiers:
        if not ID.fullmatch(identifier) or len(identifier) > _LONGEST_ID:
            raise InvalidQueries(f"The id {identifier!r} must begin with a lower-case letter and hold letters, digits and _ only.")
    if len(set(identifiers)) != len(identifiers):
        raise InvalidQueries("The ids of the metrics list must be unique.")


def _check_query(query: dict) -> None:
    statistic = query.get("MetricStat")
    if bool(statistic) == bool(query.get("Expression")):
        raise InvalidQueries(f"{query['Id']}: either Expression or MetricStat must be set, and not both.")
    if not statistic:
        return
    metric, period = statistic.get("Metric") or {}, statistic.get("Period")
    if not (metric.get("Namespace") and metric.get("MetricName") and statistic.get("Stat")):
        raise InvalidQueries(f"{query['Id']}: a MetricStat has a namespace, a name and a statistic.")
    if not isinstance(period, int) or period not in _SHORT_PERIODS and (period < 60 or period % 60):
        raise InvalidQueries(f"{query['Id']}: the period must be 10, 20, 30 or a multiple of 60.")


def _check_metrics(statistics: list[dict], queries: int) -> None:
    if len(statistics) > _MOST or queries - len(statistics) > _MOST:
        raise InvalidQueries(f"An alarm has {_MOST} metrics and {_MOST} expressions at most.")
    if len({statistic["Period"] for statistic in statistics}) != 1:
        raise InvalidQueries("An alarm has a metric, and all of them one period.")


def _check_expressions(queries: list[dict]) -> None:
    """Every expression is evaluated once over metrics without data, which shows whether its parts fit together."""
    empty = {query["Id"]: (None,) for query in queries if query.get("MetricStat")}
    for query in queries:
        try:
            _series(queries, empty, 1, query["Id"])
        except InvalidExpression as error:
            raise InvalidQueries(f"Error in expression '{query['Id']}': {error}") from error


def _series(queries: list[dict], metrics: dict[str, Series], periods: int, identifier: str) -> Series:
    """Raises `InvalidExpression`."""
    expressions = {query["Id"]: parse(query["Expression"]) for query in queries if query.get("Expression")}
    series = Evaluation(metrics, expressions, periods).value(identifier)
    if not isinstance(series, tuple):
        raise InvalidExpression("a single time series is expected")
    return series


def _is_watched(query: dict) -> bool:
    return bool(query.get("ReturnData", True))
