"""Commands by outcome, as the command function counts them."""

from .deployment import Deployment
from .metrics import NAMESPACE, Metric, series
from .window import Window

_NAME = "CommandsByOutcome"


def by_outcome(deployment: Deployment, minutes: int) -> dict:
    """Outcomes are whatever the function has reported, so they are asked for."""
    function = deployment.function("command")
    pages = deployment.pages("cloudwatch", "list_metrics", "metrics", Namespace=NAMESPACE, MetricName=_NAME,
                             Dimensions=[{"Name": "function", "Value": function}, {"Name": "outcome"}])
    found = [{pair["Name"]: pair["Value"] for pair in metric["Dimensions"]} for page in pages for metric in page["Metrics"]]
    outcomes = sorted({dimensions["outcome"] for dimensions in found if set(dimensions) == {"function", "outcome"}})
    metrics = [Metric(outcome, NAMESPACE, _NAME, {"function": function, "outcome": outcome}, "Sum") for outcome in outcomes]
    return series(deployment, metrics, Window.of(minutes))
