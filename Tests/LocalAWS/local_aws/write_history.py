"""The writes that not every reader sees yet."""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from .tables import Place, item_at


@dataclass(frozen=True, slots=True)
class Write:
    """One item written. Times are of one clock, which the history's reader chooses."""

    number: int
    place: Place
    before: dict | None
    """The item that was there; None where there was none."""
    at: float
    delay: float
    """Seconds until reads of several items see it, consistent ones too, or a backup: above 0 only in a transaction."""


class WriteHistory:
    """The writes of each table within the last seconds, oldest first."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._writes: dict[str, deque[Write]] = {}

    def add(self, table: dict, write: Write) -> None:
        writes = self._writes.setdefault(table["TableId"], deque())
        self._forget(writes, write.at)
        writes.append(write)

    def unseen(self, table: dict, now: float, sees: Callable[[Write], bool]) -> dict[Place, dict | None]:
        """What a reader finds in place of the items whose newest writes it does not see."""
        writes = self._writes.get(table["TableId"])
        if not writes:
            return {}
        self._forget(writes, now)
        images: dict[Place, dict | None] = {}
        settled: set[Place] = set()
        for write in reversed(writes):
            if write.place in settled:
                continue
            if sees(write):
                settled.add(write.place)
            else:
                images[write.place] = write.before
        return images

    def forget(self, table: dict) -> None:
        """Everything of one table."""
        self._writes.pop(table["TableId"], None)

    def _forget(self, writes: deque[Write], now: float) -> None:
        while writes and writes[0].at + self._seconds < now:
            writes.popleft()


@contextmanager
def rewound(table: dict, images: dict[Place, dict | None], put: Callable[[dict, Place, dict | None], None]) -> Iterator[None]:
    """Runs the block with these images in the table, so that the reading is MiniStack's own.

    Requests are served one after the other, so nobody else sees them. Only what is unseen is touched: a table of
    20,000 items costs no more than an empty one.
    """
    present = {place: item_at(table, place) for place in images}
    try:
        for place, image in images.items():
            put(table, place, image)
        yield
    finally:
        for place, item in present.items():
            put(table, place, item)
