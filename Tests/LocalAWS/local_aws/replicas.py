"""Replicas of global tables (version 2019.11.21): what they need, how long they take, and what protects them.

- https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html: protection, policies, tags and
  recovery are each replica's own. A stream of new and old images is switched on with the first replica (as
  hashicorp/terraform-provider-aws#43625 reports), so another stream is in the way.
- hashicorp/terraform-provider-aws#13097: capacity must be on demand or scaled (MiniStack scales nothing).
- https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-considerations.html: where a resource policy denies the
  replicating role its actions, no replica can be added or removed.
- https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ReplicaDescription.html: the states. The table that is copied is
  UPDATING as long, and cannot be changed: API_UpdateTable.html.
- go-to-k/cdkd#1442: a table that was copied cannot be deleted for 24 hours while it has replicas; they are removed first.

Removing a replica is done at once. Settings that AWS synchronizes later on (indexes, capacity, billing) stay as they were copied.
"""

from collections.abc import Callable

from ministack.core.responses import error_response_json, json_response
from ministack.services import dynamodb

from . import clock, restores, tables
from .creating_tables import CreatingTables
from .patching import replace
from .replication_rights import may_replicate
from .scope import current, scope
from .settings import Settings

KIND = "replica"
_COPIED = "_local_aws_copied_at"
_KEPT_SECONDS = 86_400
_PROTECTED = "Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first."
_SOURCE = ("Replica cannot be deleted because it has acted as a source region for new replica(s) being added to the table in the "
           "last 24 hours.")


class Replicas:
    """Judges what is asked of replicas, and describes them."""

    def __init__(self, settings: Settings, creating: CreatingTables) -> None:
        self._seconds = settings.replica_seconds
        self._creating = creating

    def updating(self, original: Callable) -> Callable:
        def update(data: dict) -> tuple:
            table, updates = tables.find(data.get("TableName")), data.get("ReplicaUpdates")
            if table is None:
                return original(data)
            if self._is_busy(table):
                return _in_use(table)
            reason = next(filter(None, (_refusal(table, each) for each in updates or [])), None)
            if reason:
                return error_response_json("ValidationException", reason, 400)
            if not all(self._is_allowed(table, each) for each in updates or []):
                return error_response_json("AccessDeniedException", "A resource policy denies AWSServiceRoleForDynamoDBReplication "
                                           f"the replication of table {table['TableName']}", 400)
            answer = original(data)
            created = [each["Create"] for each in updates or [] if "Create" in each] if answer[0] == 200 else []
            for each in created:
                self._begin(table, each)
            return json_response({"TableDescription": dynamodb._table_description(table["TableName"])}) if created else answer

        return update

    def deleting(self, original: Callable) -> Callable:
        def delete(data: dict) -> tuple:
            table = tables.find(data.get("TableName"))
            if table is not None and self._is_busy(table):
                return _in_use(table)
            if table is not None and _is_source(table):
                return error_response_json("ValidationException", _SOURCE, 400)
            return original(data)

        return delete

    def describing(self, original: Callable) -> Callable:
        def describe(name: str) -> dict:
            description = original(name)
            table = dynamodb._tables[name]
            if "Replicas" not in description:
                return description
            busy = description["TableStatus"] == "ACTIVE" and self._is_busy(table)
            return {**description, "TableStatus": "UPDATING" if busy else description["TableStatus"],
                    "Replicas": [self._described(name, may_replicate(table), each["RegionName"]) for each in description["Replicas"]]}

        return describe

    def _described(self, name: str, allowed: bool, region: str) -> dict:
        with scope(current()[0], region):
            replica = dynamodb._tables.get(name)
            if replica is None:
                return {"RegionName": region, "ReplicaStatus": "DELETING"}
            status = ("CREATING" if self._creating.has(name) else
                      "ACTIVE" if allowed and may_replicate(replica) else "REPLICATION_NOT_AUTHORIZED")
            key = (replica.get("SSEDescription") or {}).get("KMSMasterKeyArn")
            return {"RegionName": region, "ReplicaStatus": status, **({"KMSMasterKeyId": key} if key else {})}

    def _begin(self, source: dict, request: dict) -> None:
        source[_COPIED] = clock.monotonic()
        with scope(current()[0], request["RegionName"]):
            replica = dynamodb._tables[source["TableName"]]
            for own in (_COPIED, restores.SUMMARY):
                replica.pop(own, None)
            key = request.get("KMSMasterKeyId")
            specification = {"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": key} if key else None
            replica["SSEDescription"] = dynamodb._sse_description_from_spec(specification)
            self._creating.begin(source["TableName"], KIND, self._seconds, lambda: None)

    def _is_allowed(self, table: dict, update: dict) -> bool:
        region = next(iter(update.values()))["RegionName"]
        with scope(current()[0], region):
            replica = dynamodb._tables.get(table["TableName"])
            allowed = replica is None or may_replicate(replica)
        return allowed and may_replicate(table)

    def _is_busy(self, table: dict) -> bool:
        account, home = current()
        for region in dynamodb._replica_group(table):
            with scope(account, region):
                if region != home and self._creating.has(table["TableName"]):
                    return True
        return False


def _refusal(table: dict, update: dict) -> str | None:
    if "Create" in update:
        stream = table.get("StreamSpecification") or {}
        if table["BillingModeSummary"]["BillingMode"] != "PAY_PER_REQUEST":
            return "Table write capacity should either be Pay-Per-Request or AutoScaled."
        if stream.get("StreamEnabled") and stream.get("StreamViewType") != "NEW_AND_OLD_IMAGES":
            return "Table must have DynamoDB Streams enabled with StreamViewType NEW_AND_OLD_IMAGES"
    if "Delete" in update:
        with scope(current()[0], update["Delete"]["RegionName"]):
            replica = dynamodb._tables.get(table["TableName"]) or {}
            if replica.get("DeletionProtectionEnabled"):
                return _PROTECTED
            return _SOURCE if replica and _is_source(replica) else None
    return None


def _is_source(table: dict) -> bool:
    copied = table.get(_COPIED)
    return bool(dynamodb._replica_group(table)) and copied is not None and clock.monotonic() - copied < _KEPT_SECONDS


def _in_use(table: dict) -> tuple:
    return error_response_json("ResourceInUseException", "Attempt to change a resource which is still in use: Table is being "
                               f"updated: {table['TableName']}", 400)


def install(settings: Settings, creating: CreatingTables) -> None:
    """Before `table_updates`, whose rules come first."""
    replicas = Replicas(settings, creating)
    replace(dynamodb, "_update_table", replicas.updating)
    replace(dynamodb, "_delete_table", replicas.deleting)
    replace(dynamodb, "_table_description", replicas.describing)
