"""What cannot be changed in one `UpdateTable`.

"You can only perform one of the following operations at once":
https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html. The page names few of the rules; the
others, and the words, are those of public reports: hashicorp/terraform-provider-aws#35673 (stream with capacity), #34450
(a replica's stream), #18402 and scylladb/scylladb#22827 (a stream that is as wanted), the comments of the provider's
`internal/service/dynamodb/table.go` (encryption), and measurements of every pair on AWS by users of the AWS Controllers
for Kubernetes. Nothing of a refused request is applied.
"""

from collections.abc import Callable

from ministack.core.responses import error_response_json
from ministack.services import dynamodb

from . import tables
from .patching import replace

_ALONE = {
    "SSESpecification": "Server-Side Encryption modification",
    "TableClass": "TableClass modification",
    "DeletionProtectionEnabled": "DeletionProtection modification",
    "WarmThroughput": "WarmThroughput",
    "ReplicaUpdates": "Replica modification",
}
"""Each change that goes alone, in the order in which DynamoDB names them where there are several."""

_CHANGES = (*_ALONE, "ProvisionedThroughput", "BillingMode", "GlobalSecondaryIndexUpdates", "StreamSpecification",
            "OnDemandThroughput")


def install() -> None:
    replace(dynamodb, "_update_table", _checked)


def _checked(original: Callable) -> Callable:
    def update(data: dict) -> tuple:
        table = tables.find(data.get("TableName"))
        if table is None:
            return original(data)
        if _index_builds(data) > 1:
            return error_response_json("LimitExceededException", "Subscriber limit exceeded: Only 1 online index can be "
                                       "created or deleted simultaneously per table", 400)
        reason = _refusal(data)
        message = f"One or more parameter values were invalid: {reason}" if reason else _stream_refusal(table, data)
        if message:
            return error_response_json("ValidationException", message, 400)
        answer = original(data)
        if answer[0] == 200 and data.get("BillingMode") == "PAY_PER_REQUEST":
            _forget_index_capacity(table)
        return answer

    return update


def _forget_index_capacity(table: dict) -> None:
    """On demand, the indexes have none either: `DescribeTable` says 0."""
    for index in table.get("GlobalSecondaryIndexes") or []:
        index["ProvisionedThroughput"] = {"ReadCapacityUnits": 0, "WriteCapacityUnits": 0}


def _refusal(data: dict) -> str | None:
    changes = [name for name in _CHANGES if data.get(name) not in (None, [])]
    alone = next((name for name in _ALONE if name in changes), None)
    if alone and len(changes) > 1:
        return f"{_ALONE[alone]} must be the only operation in the request"
    if "OnDemandThroughput" in changes and not set(changes) <= {"OnDemandThroughput", "BillingMode"}:
        return "OnDemandThroughput can only be combined with BillingMode in an UpdateTable request"
    streaming, capacity = "StreamSpecification" in changes, _changes_capacity(data)
    if streaming and capacity:
        return "You cannot modify stream status while updating table IOPS"
    if _index_builds(data) and streaming:
        return "You cannot create or delete index while changing stream status"
    if _index_builds(data) and "ProvisionedThroughput" in changes:
        return "You cannot create or delete index while updating table IOPS"
    return None


def _stream_refusal(table: dict, data: dict) -> str | None:
    wanted = data.get("StreamSpecification")
    if not isinstance(wanted, dict):
        return None
    enabled = bool((table.get("StreamSpecification") or {}).get("StreamEnabled"))
    if wanted.get("StreamEnabled"):
        return f"Table already has an enabled stream: TableName: {table['TableName']}" if enabled else None
    if dynamodb._replica_group(table):
        return "One or more parameter values were invalid: Disabling Stream is not allowed for a Global Table replica."
    return None if enabled else f"Table has no stream to disable: TableName: {table['TableName']}"


def _changes_capacity(data: dict) -> bool:
    """A table paid by request from now on may change its stream in the same request."""
    updates = any("Update" in each for each in data.get("GlobalSecondaryIndexUpdates") or [])
    return bool(data.get("ProvisionedThroughput")) or data.get("BillingMode") == "PROVISIONED" or updates


def _index_builds(data: dict) -> int:
    return sum(1 for each in data.get("GlobalSecondaryIndexUpdates") or [] if "Create" in each or "Delete" in each)
