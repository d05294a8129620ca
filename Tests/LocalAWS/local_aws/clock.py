"""The local AWS's own clock, which can be wound forward.

AWS's waits are minutes: before an asynchronous retry, until a message is visible again, until a stream record is too old.
What AWS only waits for goes by this clock. What is compared with a function's clock goes by the machine's: the times of
events, metrics and alarms, signatures, and a function's time-out.
"""

import threading
import time as machine
from collections.abc import Callable
from types import ModuleType, SimpleNamespace

_lock = threading.Lock()
_wound = 0.0
_watchers: list[Callable[[], None]] = []


def time() -> float:
    """Seconds since 1970."""
    return machine.time() + _wound


def monotonic() -> float:
    """Seconds that never go back."""
    return machine.monotonic() + _wound


def advance(seconds: float) -> None:
    """Winds the clock forward; what has become due by that begins at once."""
    global _wound
    if seconds < 0:
        raise ValueError("the clock does not go back")
    with _lock:
        _wound += seconds
        watchers = list(_watchers)
    for watcher in watchers:
        watcher()


def watch(watcher: Callable[[], None]) -> None:
    """Calls the watcher each time the clock has been wound."""
    with _lock:
        _watchers.append(watcher)


def install(*modules: ModuleType) -> None:
    """Gives the modules this clock in the place of `time`; their sleeps stay the machine's."""
    names = {name: getattr(machine, name) for name in dir(machine) if not name.startswith("__")}
    for module in modules:
        if getattr(module, "time", None) is not machine:
            raise SystemExit(f"MiniStack's {module.__name__} has no time: this launcher was written for another version")
        setattr(module, "time", SimpleNamespace(**{**names, "time": time, "monotonic": monotonic}))
