"""What a request costs.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html: one write unit for each
started KB of the larger of the item before and after, one read unit for each started 4 KB, half of it for an eventually
consistent read, twice for a transactional one. An index is written, at the plain price, where what it holds changes
(https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html); a local one is paid by its table.
"""

from dataclasses import dataclass

from ministack.services import dynamodb

from . import tables


@dataclass(frozen=True, slots=True)
class Charge:
    """Units of one table or global secondary index."""

    table: dict
    index: str | None
    kind: str
    """`Read` or `Write`."""
    partition: tuple | None
    """The partition key's values; None where the request has no single one."""
    units: float


def write(table: dict, before: dict | None, after: dict | None, price: float = 1) -> list[Charge]:
    """The charges of one item written: the table's first, then those of the indexes that it changes."""
    size = max(dynamodb._item_size_bytes(item) if item else 0 for item in (before, after))
    local = sum(dynamodb._index_write_units(table, index, before, after) for index in table.get("LocalSecondaryIndexes") or [])
    item = after or before or {}
    units = price * dynamodb._capacity_kb(size) + local
    charges = [Charge(table, None, "Write", tables.partition_key(table["KeySchema"], item), units)]
    for index in table.get("GlobalSecondaryIndexes") or []:
        units = dynamodb._index_write_units(table, index, before, after)
        if units:
            partition = tables.partition_key(index["KeySchema"], item)
            charges.append(Charge(table, index["IndexName"], "Write", partition, units))
    return charges


def read(table: dict, partition: tuple | None, price: float, size: int = 0, index: str | None = None) -> Charge:
    """The charge of reading so many bytes; nothing found costs as much as one small item."""
    is_global = index in {each["IndexName"] for each in table.get("GlobalSecondaryIndexes") or []}
    return Charge(table, index if is_global else None, "Read", partition, price * max(1, -(-size // 4096)))


def read_price(request: dict) -> float:
    """For each started 4 KB."""
    return 1.0 if request.get("ConsistentRead") is True else 0.5

