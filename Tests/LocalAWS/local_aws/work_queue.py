"""Work that is due at a time, done by a few threads."""

import heapq
import itertools
import logging
import threading
from collections.abc import Callable

from . import clock

_logger = logging.getLogger("local_aws.work_queue")


class WorkQueue:
    """Runs each piece of work when it is due by the clock, never more than `concurrency()` at once, in order of due time."""

    def __init__(self, name: str, concurrency: Callable[[], int]) -> None:
        self._name = name
        self._concurrency = concurrency
        self._due: list[tuple[float, int, Callable[[], None]]] = []
        self._order = itertools.count()
        self._changed = threading.Condition()
        self._running = 0
        clock.watch(self._look)
        threading.Thread(target=self._dispatch, name=f"{name}-dispatch", daemon=True).start()

    def add(self, work: Callable[[], None], delay: float = 0.0) -> None:
        """Queues work for `delay` seconds from now."""
        with self._changed:
            heapq.heappush(self._due, (clock.monotonic() + delay, next(self._order), work))
            self._changed.notify()

    def waits(self) -> list[float]:
        """The seconds until each piece of work that is not due yet."""
        with self._changed:
            now = clock.monotonic()
            return [at - now for at, _order, _work in self._due if at > now]

    def _look(self) -> None:
        with self._changed:
            self._changed.notify()

    def _dispatch(self) -> None:
        while True:
            with self._changed:
                while not self._ready():
                    self._changed.wait(self._pause())
                _at, _order, work = heapq.heappop(self._due)
                self._running += 1
            threading.Thread(target=self._run, args=(work,), name=self._name, daemon=True).start()

    def _ready(self) -> bool:
        return bool(self._due) and self._due[0][0] <= clock.monotonic() and self._running < self._concurrency()

    def _pause(self) -> float | None:
        if not self._due:
            return None
        if self._running >= self._concurrency():
            return 1.0
        return max(0.0, self._due[0][0] - clock.monotonic())

    def _run(self, work: Callable[[], None]) -> None:
        try:
            work()
        except Exception:
            _logger.exception("%s: work failed", self._name)
        finally:
            with self._changed:
                self._running -= 1
                self._changed.notify()
