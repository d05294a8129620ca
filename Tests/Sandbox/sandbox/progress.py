"""What is shown while long work is done."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

_EVERY = 30


def say(text: str) -> None:
    print(f"==> {text}", file=sys.stderr, flush=True)


def note(text: str) -> None:
    print(f"    {text}", file=sys.stderr, flush=True)


@contextmanager
def shown(name: str) -> Iterator[None]:
    """Says that a step begins, and every half a minute that it still goes on."""
    began, ended = time.monotonic(), threading.Event()

    def beat() -> None:
        while not ended.wait(_EVERY):
            note(f"still at it, for {time.monotonic() - began:.0f} s")

    say(name)
    beating = threading.Thread(target=beat, daemon=True)
    beating.start()
    try:
        yield
    finally:
        ended.set()
        beating.join()
