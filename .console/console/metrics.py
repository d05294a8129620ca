"""Metrics of the deployment in CloudWatch, over a window."""

from dataclasses import dataclass

from .deployment import Deployment
from .window import Window

NAMESPACE = "EventSourcing"
"""Of what the functions write themselves."""


@dataclass(frozen=True)
class Metric:
    label: str
    namespace: str
    name: str
    dimensions: dict[str, str]
    statistic: str


def read(deployment: Deployment, metrics: list[Metric], window: Window) -> list[list[float | None]]:
    """For each metric its value in each part of the window; None where nothing was written."""
    found: list[list[float | None]] = [[None] * window.parts for _metric in metrics]
    if not metrics:
        return found
    pages = deployment.pages(
        "cloudwatch", "get_metric_data", "metrics", StartTime=window.start, EndTime=window.end, ScanBy="TimestampAscending",
        MetricDataQueries=[_query(number, metric, window) for number, metric in enumerate(metrics)])
    for result in (result for page in pages for result in page["MetricDataResults"]):
        for instant, value in zip(result["Timestamps"], result["Values"]):
            part = window.part(instant)
            if 0 <= part < window.parts:
                found[int(result["Id"].removeprefix("m"))][part] = value
    return found


def series(deployment: Deployment, metrics: list[Metric], window: Window) -> dict:
    """What a picture of the metrics needs."""
    values = read(deployment, metrics, window)
    return {**window.described(), "series": [{"label": metric.label, "values": row} for metric, row in zip(metrics, values)]}


def _query(number: int, metric: Metric, window: Window) -> dict:
    dimensions = [{"Name": name, "Value": value} for name, value in metric.dimensions.items()]
    return {"Id": f"m{number}", "ReturnData": True, "MetricStat": {
        "Metric": {"Namespace": metric.namespace, "MetricName": metric.name, "Dimensions": dimensions},
        "Period": window.period, "Stat": metric.statistic}}
