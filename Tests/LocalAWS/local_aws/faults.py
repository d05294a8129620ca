"""Faults by chance in the calls of the functions: which there are, how often they come, and how often they came.

Off until somebody asks for them (`/_local_aws/faults`, control.py). Each call of an operation has a number, and what
happens to that number is drawn from the seed: the same seed gives the same row of faults to each operation.
"""

import threading
from collections import Counter
from dataclasses import dataclass, field

from .chance import Chance

BEFORE = ("throttled", "failed", "reset", "expired")
"""Nothing is done: refused as too much, an error of the service, a cut connection, credentials that have expired."""

AFTER = ("failedAfter", "resetAfter", "truncated", "cutShort", "corrupted")
"""The work is done: then an error, a cut connection before or within the answer, an answer that ends early, or one with
other bytes than were sent."""

KINDS = (*BEFORE, *AFTER, "slow")
"""The last one only comes late."""


@dataclass(frozen=True)
class Wanted:
    """What `/_local_aws/faults` was asked for."""

    share: float = 0.0
    """Of all calls, those that one of the kinds happens to."""
    kinds: tuple[str, ...] = KINDS
    entries: float = 0.0
    """Of all entries of PutEvents, those that fail alone."""
    clock_offset: float = 0.0
    """Seconds by which AWS's clock is ahead of the functions'."""

    def __post_init__(self) -> None:
        for name in ("share", "entries"):
            if not 0 <= getattr(self, name) < 1:
                raise ValueError(f"{name} is a part, from 0 to below 1")
        unknown = set(self.kinds) - set(KINDS)
        if unknown or not self.kinds:
            raise ValueError(f"kinds are {', '.join(KINDS)}")
        if abs(self.clock_offset) > 86400:
            raise ValueError("clockOffset is a number of seconds, a day at most")


@dataclass
class Faults:
    """What was wanted last, and the counts of what was done."""

    chance: Chance
    wanted: Wanted = Wanted()
    calls: Counter[str] = field(default_factory=Counter)
    done: Counter[tuple[str, str]] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def draw(self, operation: str) -> str | None:
        """The kind of fault that happens to this call of an operation."""
        wanted = self.wanted
        with self._lock:
            self.calls[operation] += 1
            number = self.calls[operation]
            if self.chance.fraction("call", operation, number) >= wanted.share:
                return None
            kind = wanted.kinds[int(self.chance.fraction("kind", operation, number) * len(wanted.kinds))]
            self.done[operation, kind] += 1
            return kind

    def fails_entry(self) -> bool:
        """Whether this entry of PutEvents fails."""
        with self._lock:
            self.calls["Entry"] += 1
            fails = self.chance.fraction("entry", self.calls["Entry"]) < self.wanted.entries
            if fails:
                self.done["Entry", "failedEntry"] += 1
            return fails

    def count(self, operation: str, kind: str) -> None:
        with self._lock:
            self.done[operation, kind] += 1

    def fraction(self, *subject: object) -> float:
        """A number from 0 to 1 for how much of a fault there is: how late, how short."""
        return self.chance.fraction("much", *subject)

    def ask(self, document: dict) -> None:
        """Wants other faults from now on; a ValueError says what is wrong with the document."""
        names = {"share": "share", "kinds": "kinds", "entries": "entries", "clockOffset": "clock_offset"}
        if not isinstance(document, dict) or set(document) - set(names):
            raise ValueError(f"send {', '.join(names)}")
        try:
            self.wanted = Wanted(**{names[name]: tuple(value) if name == "kinds" else float(value) for name, value in document.items()})
        except TypeError:
            raise ValueError("share, entries and clockOffset are numbers, kinds a list of names") from None

    def counts(self) -> dict[str, object]:
        with self._lock:
            by_kind: dict[str, dict[str, int]] = {}
            for (operation, kind), count in sorted(self.done.items()):
                by_kind.setdefault(kind, {})[operation] = count
            return {"calls": dict(self.calls), "faults": by_kind}
