"""Batches are let in item by item.

What there was no capacity for comes back unprocessed; only where nothing could be processed is the request refused
(https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html and API_BatchGetItem.html).
"""

import json
from collections.abc import Callable, Iterable

from ministack.core.responses import json_response
from ministack.services import dynamodb

from . import capacity_meter, capacity_units, tables
from .capacity_ledger import CapacityLedger
from .capacity_units import Charge
from .changes import change
from .throttling import Refusal, refusals

_Costed = list[tuple[str, dict, list[Charge]]]
"""Each member of a batch: its table's name, the write or key itself, and what it costs."""


class CapacityBatches:
    """Admission and payment of `BatchWriteItem` and `BatchGetItem`."""

    def __init__(self, ledger: CapacityLedger) -> None:
        self._ledger = ledger

    def writing(self, original: Callable) -> Callable:
        def write(data: dict) -> tuple:
            requests = data.get("RequestItems")
            return self._run(original, data, "BatchWriteItem", _writes(requests), "UnprocessedItems",
                             lambda name, members: members)

        return write

    def reading(self, original: Callable) -> Callable:
        def read(data: dict) -> tuple:
            requests = data.get("RequestItems")
            return self._run(original, data, "BatchGetItem", _reads(requests), "UnprocessedKeys",
                             lambda name, members: {**requests[name], "Keys": members})

        return read

    def _run(self, original: Callable, data: dict, operation: str, costed: _Costed, unprocessed: str,
             shaped: Callable[[str, list], object]) -> tuple:
        admitted: dict[str, list] = {}
        left: dict[str, list] = {}
        taken: list[Charge] = []
        last: Refusal | None = None
        for name, member, charges in costed:
            if refused := refusals(self._ledger, charges):
                last = refused[0]
                left.setdefault(name, []).append(member)
                continue
            admitted.setdefault(name, []).append(member)
            taken += charges
            for charge in charges:
                self._ledger.take(charge)
        if last is not None and not admitted:
            for name in left:
                capacity_meter.throttled_request(tables.find(name)["TableName"], operation)
            return last.answer()
        answer = original(data if last is None else {**data, "RequestItems": _map(admitted, shaped)})
        if answer[0] != 200:
            for charge in taken:
                self._ledger.give_back(charge)
        elif last is not None:
            return json_response({**json.loads(answer[2]), unprocessed: _map(left, shaped)})
        return answer


def _map(members: dict[str, list], shaped: Callable[[str, list], object]) -> dict[str, object]:
    return {name: shaped(name, each) for name, each in members.items()}


def _members(requests: object, members: Callable[[object], object]) -> Iterable[tuple[str, dict, object]]:
    """The name of each member's table, the table, and the member; nothing of a request that MiniStack will refuse."""
    if not isinstance(requests, dict) or not all(tables.find(name) for name in requests):
        return
    for name, request in requests.items():
        found = members(request)
        for member in found if isinstance(found, list) else ():
            yield name, tables.find(name), member


def _writes(requests: object) -> _Costed:
    costed = []
    for name, _table, member in _members(requests, lambda request: request):
        action = next(iter(member), "") if isinstance(member, dict) else ""
        request = member[action] if action else None
        found = change(action.removesuffix("Request"), {**request, "TableName": name}) if isinstance(request, dict) else None
        costed.append((name, member, capacity_units.write(*found) if found else []))
    return costed


def _reads(requests: object) -> _Costed:
    costed = []
    for name, table, key in _members(requests, lambda request: request.get("Keys") if isinstance(request, dict) else None):
        place = tables.place_of(table, key)
        item = tables.item_at(table, place) if place else None
        size = dynamodb._item_size_bytes(item) if item else 0
        price = capacity_units.read_price(requests[name])
        costed.append((name, key, [capacity_units.read(table, place[:1], price, size)] if place else []))
    return costed
