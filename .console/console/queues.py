"""What waits in the queues, and for how long."""

from .deployment import Deployment
from .failures import Absent
from .metrics import Metric, read
from .window import Window

_QUEUES = {"live": "events on their way to the projection", "replay": "replayed events, and rebuilds",
           "dead letters": "what could not be published, delivered or applied",
           "process": "transfers to be taken on", "process dead letters": "transfers that could not be taken on"}
_OPTIONAL = ("process", "process dead letters")
"""There with `enable_transfers` only."""
_ATTRIBUTES = {"ApproximateNumberOfMessages": "waiting", "ApproximateNumberOfMessagesNotVisible": "taken",
               "ApproximateNumberOfMessagesDelayed": "delayed"}


def depths(deployment: Deployment) -> list[dict]:
    return [found for name in _QUEUES if (found := _depth(deployment, name))]


def ages(deployment: Deployment, minutes: int) -> list[dict]:
    """Seconds of each queue's oldest message, by CloudWatch's latest word, which is some minutes old on AWS."""
    window = Window.of(minutes)
    metrics = [Metric(name, "AWS/SQS", "ApproximateAgeOfOldestMessage", {"QueueName": deployment.queue(name)}, "Maximum") for name in _QUEUES]
    found = []
    for metric, values in zip(metrics, read(deployment, metrics, window)):
        known = [value for value in values if value is not None]
        found.append({"name": metric.label, "seconds": known[-1] if known else None})
    return found


def _depth(deployment: Deployment, name: str) -> dict | None:
    queue = deployment.queue(name)
    try:
        attributes = deployment.call("sqs", "get_queue_attributes", queue, QueueUrl=deployment.queue_url(name),
                                     AttributeNames=list(_ATTRIBUTES))["Attributes"]
    except Absent:
        if name in _OPTIONAL:
            return None
        raise
    return {"name": name, "queue": queue, "holds": _QUEUES[name], **{word: int(attributes[key]) for key, word in _ATTRIBUTES.items()}}
