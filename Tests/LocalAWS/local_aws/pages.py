"""How many bytes the pages of a request held: what a query or a scan is paid by, also where its filter drops them."""

from contextvars import ContextVar

from ministack.services import dynamodb

from .patching import replace

_read: ContextVar[int] = ContextVar("read", default=0)


def bytes_read() -> int:
    """Of the last page of this request."""
    return _read.get()


def install() -> None:
    replace(dynamodb, "_paginate_evaluated_items", lambda original: _page)


def _page(items: list[dict], limit: int | None, table: dict, index: str | None = None) -> tuple[list[dict], bool]:
    """As MiniStack cuts a page: `Limit` items or 1 MB. It is written anew so that no item is measured twice."""
    size, count, cut = 0, 0, False
    for item in items:
        entry = dynamodb._apply_index_projection(item, table, index) if index else item
        entry_size = dynamodb._item_size_bytes(entry)
        if count and size + entry_size > dynamodb._DDB_PAGE_SIZE_BYTES:
            cut = True
            break
        size, count = size + entry_size, count + 1
        if count == limit or size >= dynamodb._DDB_PAGE_SIZE_BYTES:
            cut = True
            break
    _read.set(size)
    return items[:count], cut
