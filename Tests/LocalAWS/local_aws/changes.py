"""What a write would do, told before it is done."""

from typing import NamedTuple

from ministack.services import dynamodb

from . import tables


class Change(NamedTuple):
    """An item of a table before and after; None where there is none."""

    table: dict
    before: dict | None
    after: dict | None


def change(action: str, request: object) -> Change | None:
    """The change that a `Put`, `Update`, `Delete` or `ConditionCheck` makes; None for one that MiniStack will refuse."""
    table = tables.find(request.get("TableName")) if isinstance(request, dict) else None
    if table is None:
        return None
    if action == "Put":
        item = request.get("Item")
        if not isinstance(item, dict) or dynamodb._validate_item(item, table["pk_name"], table["sk_name"]):
            return None
    place = tables.place_of(table, request.get("Item" if action == "Put" else "Key"))
    if place is None:
        return None
    before = tables.item_at(table, place)
    return Change(table, before, _after(action, request, before))


def _after(action: str, request: dict, before: dict | None) -> dict | None:
    match action:
        case "Put":
            return request["Item"]
        case "Delete":
            return None
        case "Update":
            return _updated(request, before or dict(request["Key"]))
    return before


def _updated(request: dict, item: dict) -> dict:
    """By its expression; an update by the older `AttributeUpdates` is taken to leave the size as it is."""
    values, names = request.get("ExpressionAttributeValues") or {}, request.get("ExpressionAttributeNames") or {}
    try:
        return dynamodb._apply_update_expression(item, request.get("UpdateExpression") or "", values, names)[0]
    except ValueError:
        # MiniStack refuses the expression in its own words.
        return item
