"""Transactions are let in whole or not at all, at twice the price.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html ("Capacity management for
transactions"): DynamoDB reads or writes every item twice. A transaction that is cancelled is paid all the same.
"""

from collections.abc import Callable

from ministack.services import dynamodb

from . import capacity_meter, capacity_units, tables
from .capacity_ledger import CapacityLedger
from .capacity_units import Charge
from .changes import change
from .throttling import cancelled, refusals


class CapacityTransactions:
    """Admission and payment of `TransactWriteItems` and `TransactGetItems`."""

    def __init__(self, ledger: CapacityLedger) -> None:
        self._ledger = ledger

    def writing(self, original: Callable) -> Callable:
        return lambda data: self._run(original, data, "TransactWriteItems", _written)

    def reading(self, original: Callable) -> Callable:
        return lambda data: self._run(original, data, "TransactGetItems", _read)

    def _run(self, original: Callable, data: dict, operation: str, charges_of: Callable[[dict], list[Charge]]) -> tuple:
        items = data.get("TransactItems")
        charges = [charges_of(item) if isinstance(item, dict) else [] for item in items] if isinstance(items, list) else []
        refused = [refusals(self._ledger, each) for each in charges]
        if any(refused):
            for table in {each[0].charge.table["TableName"] for each in refused if each}:
                capacity_meter.throttled_request(table, operation)
            return cancelled([each[0].cancellation() if each else {"Code": "None"} for each in refused])
        answer = original(data)
        lost = answer[1].get("x-amzn-errortype") == "TransactionCanceledException"
        for each in charges:
            for charge in each if answer[0] == 200 else each[:1] if lost else ():
                self._ledger.take(charge)
        return answer


def _written(item: dict) -> list[Charge]:
    action, request = dynamodb._extract_transact_op(item)
    found = change(action, request) if action else None
    if found is None:
        return []
    return capacity_units.write(*found, price=2)


def _read(item: dict) -> list[Charge]:
    request = item.get("Get")
    table = tables.find(request.get("TableName")) if isinstance(request, dict) else None
    place = tables.place_of(table, request.get("Key")) if table else None
    if place is None:
        return []
    found = tables.item_at(table, place)
    return [capacity_units.read(table, place[:1], 2.0, dynamodb._item_size_bytes(found) if found else 0)]
