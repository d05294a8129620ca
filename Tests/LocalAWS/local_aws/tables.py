"""MiniStack's tables as the replacements of its DynamoDB look at them."""

from ministack.services import dynamodb

Place = tuple[str, str]
"""Where an item is: the values of its partition and sort key as MiniStack keeps them."""


def find(name: object) -> dict | None:
    """The table of this name or ARN in the current account and region."""
    return dynamodb._tables.get(dynamodb._normalize_table_name(name)) if isinstance(name, str) else None


def place_of(table: dict, attributes: object) -> Place | None:
    """Where an item with these attributes belongs; None where they lack a key or have one of a wrong type."""
    partition, sort, error = dynamodb._resolve_table_key_values(table, attributes, allow_extra=True)
    return None if error else (partition, sort)


def item_at(table: dict, place: Place) -> dict | None:
    """The item that is there now."""
    return table["items"].get(place[0], {}).get(place[1])


def partition_key(schema: list[dict], item: dict) -> tuple:
    """The values of the partition key that a key schema names."""
    names = [element["AttributeName"] for element in schema if element["KeyType"] == "HASH"]
    return tuple(dynamodb._extract_key_val(item.get(name)) for name in names)


def items_with(table: dict, images: dict[Place, dict | None]) -> dict[str, dict[str, dict]]:
    """All items with these in the place of those that are there now, None for an item that is not to be."""
    items = {partition: dict(sorted_items) for partition, sorted_items in table["items"].items()}
    for (partition, sort), item in images.items():
        if item is not None:
            items.setdefault(partition, {})[sort] = item
        elif sort in items.get(partition, {}):
            del items[partition][sort]
    return {partition: sorted_items for partition, sorted_items in items.items() if sorted_items}
