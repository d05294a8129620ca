"""What was sent and answered, and what was done to the system meanwhile: one JSON line each, which only the judge reads."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class History:
    """A file of lines, in the order in which things ended. Times are this machine's monotonic seconds, `at` its epoch seconds."""

    def __init__(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self._file = file.open("w")
        self._lock = threading.Lock()

    def write(self, kind: str, **members: object) -> None:
        line = json.dumps({"kind": kind, **members})
        with self._lock:
            self._file.write(line + "\n")
            self._file.flush()

    @contextmanager
    def lasting(self, kind: str, **members: object) -> Iterator[dict]:
        """Something with a begin and an end; the block adds what came of it."""
        found: dict = {}
        begin, at = time.monotonic(), time.time()
        try:
            yield found
        finally:
            self.write(kind, **members, begin=begin, end=time.monotonic(), at=at, **found)

    def close(self) -> None:
        self._file.close()
