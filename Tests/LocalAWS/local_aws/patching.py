"""Puts one of our functions in the place of one of MiniStack's."""

from collections.abc import Callable
from types import ModuleType


def replace(module: ModuleType, name: str, make: Callable[[Callable], Callable]) -> None:
    """Replaces `module.name` by `make(original)`; a name that is gone stops the launcher."""
    original = getattr(module, name, None)
    if not callable(original):
        raise SystemExit(f"MiniStack has no {module.__name__}.{name}: this launcher was written for another version")
    setattr(module, name, make(original))
