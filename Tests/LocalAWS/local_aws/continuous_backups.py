"""Point-in-time recovery: from when to when a table can be restored.

- https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery_Howitworks.html: every second of the
  recovery period (1 to 35 days) since it was switched on, up to a moment that is typically five minutes ago.
- https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/pointintimerecovery_beforeyoubegin.html: who switches it
  off and on again starts anew.

Times go by the clock that can be wound.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from ministack.core.responses import error_response_json, json_response
from ministack.services import dynamodb

from . import backup_history, clock, tables
from .backup_history import BackupHistory
from .patching import replace
from .settings import Settings

_LONGEST_DAYS = 35
_DAY = 86_400
_BEHIND = 300
"""Seconds by which the latest restorable moment is behind."""


@dataclass(frozen=True, slots=True)
class Window:
    """Between which moments a table can be restored, in whole seconds since 1970."""

    earliest: int
    latest: int
    days: int


@dataclass(frozen=True, slots=True)
class _Recovery:
    since: int
    days: int


class ContinuousBackups:
    """The recovery of each table that has it switched on."""

    def __init__(self, history: BackupHistory) -> None:
        self._recoveries: dict[str, _Recovery] = {}
        self._history = history

    def window(self, table: dict) -> Window | None:
        """None where recovery is off."""
        recovery = self._recoveries.get(table["TableId"])
        if recovery is None:
            return None
        now = int(clock.time())
        earliest = max(recovery.since, now - recovery.days * _DAY)
        return Window(earliest, max(earliest, now - _BEHIND), recovery.days)

    def items(self, table: dict, moment: float) -> dict[str, dict[str, dict]]:
        """What the table held at a moment of its window."""
        return self._history.items(table, moment)

    def describing(self, _original: Callable) -> Callable:
        def describe(data: dict) -> tuple:
            table = tables.find(data.get("TableName"))
            return _not_found(data) if table is None else self._described(table)

        return describe

    def updating(self, original: Callable) -> Callable:
        def update(data: dict) -> tuple:
            table = tables.find(data.get("TableName"))
            if table is None:
                return _not_found(data)
            wanted = data.get("PointInTimeRecoverySpecification") or {}
            days = wanted.get("RecoveryPeriodInDays", _LONGEST_DAYS)
            if not isinstance(days, int) or not 1 <= days <= _LONGEST_DAYS:
                return error_response_json("ValidationException", "RecoveryPeriodInDays must be between 1 and 35", 400)
            original(data)
            self._switch(table, wanted.get("PointInTimeRecoveryEnabled") is True, days)
            return self._described(table)

        return update

    def deleting(self, original: Callable) -> Callable:
        def delete(data: dict) -> tuple:
            table = tables.find(data.get("TableName"))
            answer = original(data)
            if table is not None and answer[0] == 200:
                self._switch(table, False, _LONGEST_DAYS)
            return answer

        return delete

    def _switch(self, table: dict, enabled: bool, days: int) -> None:
        before = self._recoveries.pop(table["TableId"], None)
        if not enabled:
            self._history.forget(table)
            return
        self._history.keep(table)
        since = before.since if before else math.ceil(clock.time())
        self._recoveries[table["TableId"]] = _Recovery(since, days)

    def _described(self, table: dict) -> tuple:
        window = self.window(table)
        recovery = {"PointInTimeRecoveryStatus": "DISABLED"} if window is None else {
            "PointInTimeRecoveryStatus": "ENABLED", "RecoveryPeriodInDays": window.days,
            "EarliestRestorableDateTime": window.earliest, "LatestRestorableDateTime": window.latest}
        return json_response({"ContinuousBackupsDescription": {
            "ContinuousBackupsStatus": "ENABLED", "PointInTimeRecoveryDescription": recovery}})


def _not_found(data: dict) -> tuple:
    return error_response_json("TableNotFoundException", f"Table not found: {data.get('TableName')}", 400)


def install(settings: Settings) -> ContinuousBackups:
    backups = ContinuousBackups(backup_history.install(settings, _LONGEST_DAYS * _DAY))
    replace(dynamodb, "_describe_continuous_backups", backups.describing)
    replace(dynamodb, "_update_continuous_backups", backups.updating)
    replace(dynamodb, "_delete_table", backups.deleting)
    return backups
