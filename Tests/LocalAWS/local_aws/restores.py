"""RestoreTableToPointInTime.

- https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_RestoreTableToPointInTime.html: a new table with the
  items of that second; keys, indexes, capacity and encryption are those that the source has now, unless the request names
  others (indexes can only be left out). No stream, tags, time to live, recovery, auto scaling or policy comes along, and no
  protection or replica. The errors, and that fifty restores may run at once.
- https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery.Tutorial.html and
  https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CreateBackup.html: how long it takes.
- https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_RestoreSummary.html: what DescribeTable says of it.

A restore into another region is refused: the source must be a table of the request's own.
"""

from collections import defaultdict
from collections.abc import Callable

from ministack.core.responses import error_response_json, json_response
from ministack.services import dynamodb

from . import tables
from .continuous_backups import ContinuousBackups, Window
from .creating_tables import CreatingTables
from .patching import replace

KIND = "restore"
_SECONDS = 1200.0
"""Twenty minutes: "at least", for a table of any size."""
_AT_ONCE = 50
SUMMARY = "_local_aws_restore"
"""Where a table keeps what it was restored from."""
_INDEX_KEYS = ("IndexName", "KeySchema", "Projection", "ProvisionedThroughput")


class _Refused(Exception):
    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Restores:
    """Starts restores; `CreatingTables` ends them."""

    def __init__(self, backups: ContinuousBackups, creating: CreatingTables) -> None:
        self._backups = backups
        self._creating = creating

    def restoring(self, _original: Callable) -> Callable:
        def restore(data: dict) -> tuple:
            try:
                return self._start(data)
            except _Refused as refusal:
                return error_response_json(refusal.code, str(refusal), 400)

        return restore

    def _start(self, data: dict) -> tuple:
        given = data.get("SourceTableName") or data.get("SourceTableArn")
        source, name = tables.find(given), data.get("TargetTableName")
        if source is None or (data.get("SourceTableArn") or source["TableArn"]) != source["TableArn"]:
            raise _Refused("TableNotFoundException", f"Table not found: {given}")
        if tables.find(name) is not None:
            raise _Refused("TableAlreadyExistsException", f"Table already exists: {name}")
        window = self._backups.window(source)
        if window is None:
            raise _Refused("PointInTimeRecoveryUnavailableException",
                           f"Point in time recovery is not enabled for table '{source['TableName']}'")
        moment = _moment(data, window)
        if self._creating.count(KIND) >= _AT_ONCE:
            raise _Refused("LimitExceededException", f"Only {_AT_ONCE} restores may run at once")
        answer = dynamodb._create_table(_creation(source, data))
        if answer[0] != 200:
            return answer
        self._fill(source, dynamodb._tables[name], data, moment)
        return json_response({"TableDescription": dynamodb._table_description(name)})

    def _fill(self, source: dict, target: dict, data: dict, moment: float) -> None:
        override = data.get("SSESpecificationOverride")
        target["SSEDescription"] = dynamodb._sse_description_from_spec(override) if override else source.get("SSEDescription")
        target[SUMMARY] = {"SourceTableArn": source["TableArn"], "RestoreDateTime": moment, "RestoreInProgress": True}
        items = self._backups.items(source, moment)

        def finish() -> None:
            target["items"] = defaultdict(dict, items)
            dynamodb._items_replaced(target)
            target[SUMMARY]["RestoreInProgress"] = False

        self._creating.begin(target["TableName"], KIND, _SECONDS, finish)


def _moment(data: dict, window: Window) -> float:
    wanted, latest = data.get("RestoreDateTime"), data.get("UseLatestRestorableTime") is True
    if (wanted is not None) == latest:
        raise _Refused("ValidationException", "Exactly one of RestoreDateTime and UseLatestRestorableTime is needed")
    if latest:
        return window.latest
    if not window.earliest <= wanted <= window.latest:
        raise _Refused("InvalidRestoreTimeException", "An invalid restore time was specified. RestoreDateTime must be between "
                       f"EarliestRestorableDateTime ({window.earliest}) and LatestRestorableDateTime ({window.latest}).")
    return wanted


def _creation(source: dict, data: dict) -> dict:
    """The CreateTable that makes the empty target."""
    billing = data.get("BillingModeOverride") or source["BillingModeSummary"]["BillingMode"]
    throughput = data.get("ProvisionedThroughputOverride") or source["ProvisionedThroughput"]
    chosen = {field: _indexes(source.get(field) or [], data.get(override)) for field, override in (
        ("GlobalSecondaryIndexes", "GlobalSecondaryIndexOverride"), ("LocalSecondaryIndexes", "LocalSecondaryIndexOverride"))}
    for index in chosen["GlobalSecondaryIndexes"]:
        if billing == "PAY_PER_REQUEST":
            index.pop("ProvisionedThroughput", None)
        elif not (index.get("ProvisionedThroughput") or {}).get("WriteCapacityUnits"):
            raise _Refused("ValidationException", "One or more parameter values were invalid: ProvisionedThroughput must be "
                           f"specified for index: {index['IndexName']}")
    return dynamodb._restore_create_request(
        data.get("TargetTableName"), source["KeySchema"], source["AttributeDefinitions"], billing, throughput, {},
        chosen["GlobalSecondaryIndexes"], chosen["LocalSecondaryIndexes"], [])


def _indexes(present: list[dict], override: list[dict] | None) -> list[dict]:
    """Copies of the source's indexes, or of those among them that the request keeps, with the capacity it gives them."""
    kept = {index["IndexName"]: index for index in present}
    wanted = list(kept.values()) if override is None else [
        {**kept.get(index.get("IndexName"), {}), **index} for index in override]
    for index in wanted:
        original = kept.get(index["IndexName"], {})
        if any(index.get(key) != original.get(key) for key in ("KeySchema", "Projection")):
            raise _Refused("ValidationException", "One or more parameter values were invalid: an index of a restored table must "
                           f"be one of the source table: {index['IndexName']}")
    return [{key: index[key] for key in _INDEX_KEYS if key in index} for index in wanted]


def _summarized(original: Callable) -> Callable:
    def describe(name: str) -> dict:
        summary = dynamodb._tables[name].get(SUMMARY)
        description = original(name)
        return {**description, "RestoreSummary": dict(summary)} if summary else description

    return describe


def install(backups: ContinuousBackups, creating: CreatingTables) -> None:
    replace(dynamodb, "_table_description", _summarized)
    replace(dynamodb, "_restore_table_to_point_in_time", Restores(backups, creating).restoring)
