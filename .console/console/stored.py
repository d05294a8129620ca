"""The summary of an aggregate as it stands in the read model. Queries answer with what the log proves, and hide one that is wrong."""

from .deployment import Deployment
from .failures import Failure

_SUMMARIES = {"account": "AccountSummary", "transfer": "TransferSummary"}


def summary(deployment: Deployment, noun: str, aggregate: str) -> dict | None:
    """Its attributes as DynamoDB has them, each under its type and numbers as text; nothing where there is none."""
    if noun not in _SUMMARIES or not aggregate:
        raise Failure(400, "refused", "a summary is asked for by noun and id")
    table = f"read-model-{deployment.suffix}"
    found = deployment.call("dynamodb", "get_item", table, TableName=table, ConsistentRead=True,
                            Key={"AccountId": {"S": aggregate}, "ProjectionType": {"S": _SUMMARIES[noun]}})
    return found.get("Item")
