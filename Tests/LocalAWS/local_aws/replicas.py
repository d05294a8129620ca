"""Replicas of global tables (version 2019.11.21): how they come and go, and what is their own.

- https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html: protection, policies, tags and
  recovery are each replica's own.
- https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-considerations.html: where a resource policy denies the
  replicating role its actions, no replica can be added or removed.
- https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ReplicaDescription.html: the states. The table that is
  copied is UPDATING as long, and cannot be changed: API_UpdateTable.html.

Removing a replica is done at once. Settings that AWS synchronizes later on (indexes, capacity, billing) stay as they were copied.
"""

from collections.abc import Callable

from ministack.core.responses import error_response_json, json_response
from ministack.services import dynamodb

from . import clock, restores, tables
from .creating_tables import CreatingTables
from .patching import replace
from .replica_rules import COPIED, SOURCE, is_source, refusal
from .replication_rights import may_replicate
from .scope import current, scope
from .settings import Settings

KIND = "replica"


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
            reason = next(filter(None, (refusal(table, each) for each in updates or [])), None)
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
            if table is not None and is_source(table):
                return error_response_json("ValidationException", SOURCE, 400)
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
                    "Replicas": [self._described(name, may_replicate(table), each["RegionName"])
                                 for each in description["Replicas"]]}

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
        source[COPIED] = clock.monotonic()
        with scope(current()[0], request["RegionName"]):
            replica = dynamodb._tables[source["TableName"]]
            for own in (COPIED, restores.SUMMARY):
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


def _in_use(table: dict) -> tuple:
    return error_response_json("ResourceInUseException", "Attempt to change a resource which is still in use: Table is being "
                               f"updated: {table['TableName']}", 400)


def install(settings: Settings, creating: CreatingTables) -> None:
    """Before `table_updates`, whose rules come first."""
    replicas = Replicas(settings, creating)
    replace(dynamodb, "_update_table", replicas.updating)
    replace(dynamodb, "_delete_table", replicas.deleting)
    replace(dynamodb, "_table_description", replicas.describing)
