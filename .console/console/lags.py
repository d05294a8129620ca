"""How far the bus and the read model are behind the event store."""

from .deployment import Deployment
from .metrics import NAMESPACE, Metric, series
from .window import Window

_LAGS = {"stored to bus": ("PublishLagMilliseconds", "publisher"), "stored to read model": ("ProjectionLagMilliseconds", "projection")}


def lags(deployment: Deployment, minutes: int) -> dict:
    """In milliseconds, the mean and the worst of each part."""
    metrics = [Metric(f"{label}, {word}", NAMESPACE, name, {"function": deployment.function(function)}, statistic)
               for label, (name, function) in _LAGS.items() for word, statistic in (("mean", "Average"), ("worst", "Maximum"))]
    return series(deployment, metrics, Window.of(minutes))
