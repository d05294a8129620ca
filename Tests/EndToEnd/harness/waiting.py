"""Polling with an end. The bounds are for a machine four times slower than a slow one: who finds nothing wrong waits for none."""

import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")


class NotYet(AssertionError):
    """What a test waited for did not come."""


def wait_for(condition: Callable[[], Found], what: str, seconds: float = 120, pause: float = 0.1) -> Found:
    """Calls the condition until it gives something true, and gives that back."""
    end = time.monotonic() + seconds
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > end:
            raise NotYet(f"{what} did not happen within {seconds:g} s; the last look gave {found!r}")
        time.sleep(pause)


def settled(look: Callable[[], Found], what: str, quiet: float = 1.5, seconds: float = 240) -> Found:
    """Waits until what is looked at has not changed for `quiet` seconds, and gives it back."""
    end = time.monotonic() + seconds
    last, since = look(), time.monotonic()
    while time.monotonic() - since < quiet:
        if time.monotonic() > end:
            raise NotYet(f"{what} did not settle within {seconds:g} s; the last look gave {last!r}")
        time.sleep(0.2)
        now = look()
        if now != last:
            last, since = now, time.monotonic()
    return last
