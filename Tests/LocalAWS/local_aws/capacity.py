"""Requests that there is no capacity for are refused, without any effect.

What decides is `capacity_ledger`; a request that is let in runs in MiniStack as ever, and is paid then. A write whose
condition fails is paid too (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html).
An index without capacity refuses the writes of its table: "Throttling on a GSI can affect the base table"
(https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/gsi-throttling.html). PartiQL statements cost nothing.
"""

from collections.abc import Callable

from ministack.services import dynamodb

from . import capacity_meter, capacity_units, pages, tables
from .capacity_batches import CapacityBatches
from .capacity_ledger import CapacityLedger
from .capacity_transactions import CapacityTransactions
from .capacity_units import Charge
from .changes import change
from .patching import replace
from .settings import Settings
from .throttling import Refusal, refusals


class Capacity:
    """Admission and payment of requests on one item or one page."""

    def __init__(self, ledger: CapacityLedger) -> None:
        self._ledger = ledger

    def writing(self, action: str) -> Callable:
        def replacement(original: Callable) -> Callable:
            def write(data: dict) -> tuple:
                found = change(action, data)
                charges = capacity_units.write(*found) if found else []
                if refused := refusals(self._ledger, charges):
                    return _refused(refused[0], f"{action}Item")
                answer = original(data)
                if found and answer[1].get("x-amzn-errortype") == "ConditionalCheckFailedException":
                    # The item that is there is what was looked at.
                    charges = capacity_units.write(found.table, found.before, found.before)
                elif answer[0] != 200:
                    charges = []
                for charge in charges:
                    self._ledger.take(charge)
                return answer

            return write

        return replacement

    def getting(self, original: Callable) -> Callable:
        def get(data: dict) -> tuple:
            table = tables.find(data.get("TableName"))
            place = tables.place_of(table, data.get("Key")) if table else None
            if place is None:
                return original(data)
            item = tables.item_at(table, place)
            size = dynamodb._item_size_bytes(item) if item else 0
            charge = capacity_units.read(table, place[:1], capacity_units.read_price(data), size)
            return self._reading(original, data, "GetItem", lambda: charge)

        return get

    def paging(self, operation: str) -> Callable:
        def replacement(original: Callable) -> Callable:
            def read(data: dict) -> tuple:
                table = tables.find(data.get("TableName"))
                if table is None:
                    return original(data)
                price, index = capacity_units.read_price(data), data.get("IndexName")
                partition = _queried(table, data) if operation == "Query" else None
                return self._reading(original, data, operation, lambda: capacity_units.read(
                    table, partition, price, pages.bytes_read(), index))

            return read

        return replacement

    def _reading(self, original: Callable, data: dict, operation: str, charge: Callable[[], Charge]) -> tuple:
        if refused := refusals(self._ledger, [charge()]):
            return _refused(refused[0], operation)
        answer = original(data)
        if answer[0] == 200:
            self._ledger.take(charge())
        return answer


def _queried(table: dict, data: dict) -> tuple | None:
    """The value of the partition key that a query names by an expression."""
    schema = (dynamodb._index_def(table, data.get("IndexName")) or table)["KeySchema"]
    values, names = data.get("ExpressionAttributeValues"), data.get("ExpressionAttributeNames") or {}
    if not isinstance(values, dict) or not isinstance(names, dict):
        return None
    condition = data.get("KeyConditionExpression")
    found = tuple(dynamodb._extract_pk_from_condition(condition, values, names, element["AttributeName"])
                  for element in schema if element["KeyType"] == "HASH")
    return None if None in found else found


def _refused(refusal: Refusal, operation: str) -> tuple:
    capacity_meter.throttled_request(refusal.charge.table["TableName"], operation)
    return refusal.answer()


def install(settings: Settings) -> None:
    if settings.capacity_factor is None:
        return
    ledger = CapacityLedger(settings.capacity_factor)
    capacity, batches, transactions = Capacity(ledger), CapacityBatches(ledger), CapacityTransactions(ledger)
    pages.install()
    for action in ("Put", "Update", "Delete"):
        replace(dynamodb, f"_{action.lower()}_item", capacity.writing(action))
    replace(dynamodb, "_get_item", capacity.getting)
    replace(dynamodb, "_query", capacity.paging("Query"))
    replace(dynamodb, "_scan", capacity.paging("Scan"))
    replace(dynamodb, "_batch_write_item", batches.writing)
    replace(dynamodb, "_batch_get_item", batches.reading)
    replace(dynamodb, "_transact_write_items", transactions.writing)
    replace(dynamodb, "_transact_get_items", transactions.reading)
