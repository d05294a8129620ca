"""Puts one of our functions in the place of one of MiniStack's."""

from collections.abc import Callable
from types import ModuleType


def replace(owner: ModuleType | type, name: str, make: Callable[[Callable], Callable]) -> None:
    """Replaces `name` of a module or a class by `make(original)`; a name that is gone stops the launcher."""
    original = getattr(owner, name, None)
    if not callable(original):
        raise SystemExit(f"MiniStack has no {owner.__name__}.{name}: this launcher was written for another version")
    setattr(owner, name, make(original))
