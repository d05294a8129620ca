"""Items with equal index keys come back in no order that means anything.

"If the index key attributes are the same, their order is not defined": Query in the API reference promises an order by
sort key only (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html), and a global secondary
index need not have unique keys (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html). MiniStack
orders them by the table's keys. Here by chance, the same for the whole run, so that pages neither lose nor double an item.
"""

from collections.abc import Callable

from ministack.services import dynamodb

from .chance import Chance
from .patching import replace
from .settings import Settings

_SHUFFLED = "shuffled"


def install(settings: Settings) -> None:
    chance = Chance(settings.seed)
    replace(dynamodb, "_index_order_keys", _keys)
    replace(dynamodb, "_index_order_value", lambda original: _value(original, chance))


def _keys(original: Callable) -> Callable:
    def keys(table: dict, sort_names: object) -> list[tuple]:
        own = [name for name in (table.get("pk_name"), table.get("sk_name")) if name]
        wanted = sort_names if isinstance(sort_names, (list, tuple)) else [sort_names]
        ordered = [(name, kind) for name, kind in original(table, sort_names) if name in wanted]
        return [*ordered, (tuple(own), _SHUFFLED)]

    return keys


def _value(original: Callable, chance: Chance) -> Callable:
    def value(item: dict, name: object, kind: str) -> object:
        if kind is _SHUFFLED:
            return chance.digest("order", [dynamodb._extract_key_val(item.get(each)) for each in name])
        return original(item, name, kind)

    return value
