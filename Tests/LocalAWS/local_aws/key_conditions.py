"""Key conditions at a cost that long partitions bear.

DynamoDB finds a key range by its index. MiniStack evaluates the condition on every item of the partition, parsing it
anew each time: 80 microseconds an item, seconds for a long log. Here the first item goes that way, so that a bad
condition is refused in MiniStack's words; the others are compared with the values directly.
"""

import re
from collections.abc import Callable
from decimal import Decimal

from .patching import replace

_FORM = re.compile(r"\s*(#?\w+)\s*=\s*(:\w+)(?:\s+AND\s+(#?\w+)\s+BETWEEN\s+(:\w+)\s+AND\s+(:\w+))?\s*")
_COMPARABLE = {"S": str, "N": Decimal}
"""Text by code points, which is the order of its UTF-8 bytes."""


def install() -> None:
    from ministack.services import dynamodb

    replace(dynamodb, "_evaluate_condition", evaluating)


def evaluating(original: Callable) -> Callable:
    """Evaluates conditions; those on keys, of the two common forms, fast from the second item on."""
    known: list[tuple] = []

    def evaluate(expr, item, attr_values, attr_names, slot: str = "ConditionExpression"):
        if slot != "KeyConditionExpression":
            return original(expr, item, attr_values, attr_names, slot)
        # One request's values are one object for all items of its partition.
        for text, values, names, matches in known:
            if text == expr and values is attr_values and names is attr_names:
                return matches(item)
        found = original(expr, item, attr_values, attr_names, slot)
        matches = predicate(expr, attr_values, attr_names)
        known[:] = [(expr, attr_values, attr_names, matches)] if matches else []
        return found

    return evaluate


def predicate(expr: str, values: dict, names: dict) -> Callable[[dict], bool] | None:
    """What tells whether an item meets the condition; None where it is of another form or not on text and numbers."""
    form = _FORM.fullmatch(expr)
    if form is None or not isinstance(values, dict):
        return None
    hash_name, hash_value, range_name, low, high = form.groups()
    hash_name = (names or {}).get(hash_name, hash_name)
    wanted = values.get(hash_value)
    if not isinstance(wanted, dict) or "S" not in wanted:
        return None
    if range_name is None:
        return lambda item: item.get(hash_name) == wanted
    range_name = (names or {}).get(range_name, range_name)
    bounds = [values.get(low), values.get(high)]
    kind = next((kind for kind in _COMPARABLE if all(isinstance(each, dict) and kind in each for each in bounds)), None)
    if kind is None:
        return None
    first, last = (_COMPARABLE[kind](each[kind]) for each in bounds)

    def matches(item: dict) -> bool:
        value = item.get(range_name, {}).get(kind)
        return item.get(hash_name) == wanted and value is not None and first <= _COMPARABLE[kind](value) <= last

    return matches
