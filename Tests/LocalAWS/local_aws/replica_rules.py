"""What is refused of replicas.

- hashicorp/terraform-provider-aws#13097: capacity must be on demand or scaled (MiniStack scales nothing).
- hashicorp/terraform-provider-aws#43625: a stream of new and old images is switched on with the first replica, so another
  stream is in the way.
- go-to-k/cdkd#1442: a table that was copied cannot be deleted for 24 hours while it has replicas; they are removed first.
- aws-bench/aws-bench#41: the words for a protected one.
"""

from ministack.services import dynamodb

from . import clock
from .scope import current, scope

COPIED = "_local_aws_copied_at"
"""Where a table keeps when it was last copied to another region, by the monotonic clock."""

SOURCE = ("Replica cannot be deleted because it has acted as a source region for new replica(s) being added to the table in the "
          "last 24 hours.")
_PROTECTED = "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first."
_KEPT_SECONDS = 86_400


def refusal(table: dict, update: dict) -> str | None:
    """Why a member of `ReplicaUpdates` cannot be; None where it can."""
    if "Create" in update:
        return _creation_refusal(table)
    return _removal_refusal(table["TableName"], update["Delete"]["RegionName"]) if "Delete" in update else None


def is_source(table: dict) -> bool:
    """Whether other replicas still need it."""
    copied = table.get(COPIED)
    return bool(dynamodb._replica_group(table)) and copied is not None and clock.monotonic() - copied < _KEPT_SECONDS


def _creation_refusal(table: dict) -> str | None:
    stream = table.get("StreamSpecification") or {}
    if table["BillingModeSummary"]["BillingMode"] != "PAY_PER_REQUEST":
        return "Table write capacity should either be Pay-Per-Request or AutoScaled."
    if stream.get("StreamEnabled") and stream.get("StreamViewType") != "NEW_AND_OLD_IMAGES":
        return "Table must have DynamoDB Streams enabled with StreamViewType NEW_AND_OLD_IMAGES"
    return None


def _removal_refusal(name: str, region: str) -> str | None:
    with scope(current()[0], region):
        replica = dynamodb._tables.get(name)
        if replica is None:
            return None
        if replica.get("DeletionProtectionEnabled"):
            return _PROTECTED
        return SOURCE if is_source(replica) else None
