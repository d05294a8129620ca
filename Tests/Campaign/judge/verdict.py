"""What the judge finds."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Fault:
    check: str
    """Which rule was broken, in one word."""
    words: str
    aggregate: str | None = None


@dataclass
class Verdict:
    faults: list[Fault] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def expect(self, condition: object, check: str, words: str, aggregate: str | None = None) -> bool:
        """Whether it is so; what is not so is a fault. Each look is counted, so that a check that looked at nothing is seen."""
        self.counts[check] += 1
        if not condition:
            self.faults.append(Fault(check, words, aggregate))
        return bool(condition)
