"""Tables that are still being made, and what they refuse meanwhile.

A table is used when it is ACTIVE: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html (and each
other request for items) answers ResourceNotFoundException where "its status might not be ACTIVE";
https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteTable.html and API_UpdateTable.html answer
ResourceInUseException while it is CREATING; API_UpdateContinuousBackups.html has an error for backups that are not there
yet. MiniStack's `CreateTable` is done at once; restores and replicas take their time by the clock that can be wound.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ministack.core.responses import error_response_json
from ministack.services import dynamodb

from . import clock
from .patching import replace
from .scope import current, scope

_ITEMS = ("_put_item", "_get_item", "_update_item", "_delete_item", "_query", "_scan", "_batch_get_item", "_batch_write_item",
          "_transact_get_items", "_transact_write_items")
_SETTINGS = ("_update_table", "_delete_table", "_update_ttl", "_tag_resource", "_untag_resource", "_put_resource_policy",
             "_delete_resource_policy", "_update_contributor_insights", "_enable_kinesis_streaming_destination")

_Key = tuple[str, str, str]
"""Account, region and name."""


@dataclass(frozen=True, slots=True)
class _Creation:
    due: float
    finish: Callable[[], None]
    kind: str


class CreatingTables:
    """What is being made at the moment."""

    def __init__(self) -> None:
        self._creations: dict[_Key, _Creation] = {}
        clock.watch(self._settle)

    def begin(self, name: str, kind: str, seconds: float, finish: Callable[[], None]) -> None:
        """Makes a table of the current account and region CREATING for so long; then `finish` is called in their scope."""
        table = dynamodb._tables[name]
        _mark(table, "CREATING")

        def done() -> None:
            _mark(table, "ACTIVE")
            finish()

        self._creations[(*current(), name)] = _Creation(clock.monotonic() + seconds, done, kind)

    def has(self, name: str) -> bool:
        """Whether a table of the current account and region is being made."""
        return (*current(), name) in self._creations

    def count(self, kind: str) -> int:
        """How many of a kind are being made."""
        self._settle()
        return sum(1 for creation in self._creations.values() if creation.kind == kind)

    def waits(self, kind: str) -> dict[str, float]:
        """The seconds until each table of a kind is there, by its name."""
        self._settle()
        return {name: creation.due - clock.monotonic()
                for (_account, _region, name), creation in self._creations.items() if creation.kind == kind}

    def settling(self, original: Callable) -> Callable:
        async def handle(*arguments: object) -> tuple:
            self._settle()
            return await original(*arguments)

        return handle

    def refusing(self, code: str, message: str) -> Callable[[Callable], Callable]:
        """A request that names a table that is being made is answered so."""

        def replacement(original: Callable) -> Callable:
            def serve(data: dict) -> tuple:
                name = next(filter(self.has, _named(data)), None)
                return original(data) if name is None else error_response_json(code, message.format(name), 400)

            return serve

        return replacement

    def _settle(self) -> None:
        now = clock.monotonic()
        for key in [key for key, creation in self._creations.items() if creation.due <= now]:
            account, region, _name = key
            with scope(account, region):
                self._creations.pop(key).finish()


def _mark(table: dict, status: str) -> None:
    table["TableStatus"] = status
    for index in table.get("GlobalSecondaryIndexes") or []:
        index["IndexStatus"] = status


def _named(data: dict) -> Iterator[str]:
    """The tables that a request names."""
    given = [data.get("TableName"), data.get("ResourceArn")]
    items = data.get("RequestItems")
    given += items if isinstance(items, dict) else []
    for item in data.get("TransactItems") or []:
        given += [each.get("TableName") for each in item.values() if isinstance(each, dict)]
    return (dynamodb._normalize_table_name(name) for name in given if isinstance(name, str))


def install(creating: CreatingTables) -> None:
    """After everything else that looks at requests for tables, because nothing of a refused one may be applied."""
    replace(dynamodb, "handle_request", creating.settling)
    for name in _ITEMS:
        replace(dynamodb, name, creating.refusing("ResourceNotFoundException", "Requested resource not found"))
    for name in _SETTINGS:
        replace(dynamodb, name, creating.refusing(
            "ResourceInUseException", "Attempt to change a resource which is still in use: Table is being created: {}"))
    replace(dynamodb, "_update_continuous_backups", creating.refusing(
        "ContinuousBackupsUnavailableException", "Backups are being enabled for the table: {}. Please retry later"))
