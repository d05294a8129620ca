"""The verdict over a folder of recordings."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from .request import Request

SHOWN = 300


@dataclass
class Verdict:
    requests: Counter[str] = field(default_factory=Counter)
    """How many requests there were, by target."""

    violations: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How often each violation was found, by target and what is wrong."""

    examples: dict[tuple[str, str], bytes] = field(default_factory=dict)
    """The first body with a violation."""

    unrecorded: set[str] = field(default_factory=set)
    """Operations that the product has and nothing sent."""

    def hear(self, request: Request) -> None:
        self.requests[request.target] += 1
        for violation in request.violations():
            key = (request.target, violation)
            self.violations[key] += 1
            self.examples.setdefault(key, request.body)

    @property
    def is_good(self) -> bool:
        return bool(self.requests) and not self.violations and not self.unrecorded

    def lines(self) -> list[str]:
        found = [f"{target}: {count} different requests" for target, count in sorted(self.requests.items())]
        for (target, violation), count in self.violations.most_common():
            example = self.examples[target, violation][:SHOWN].decode(errors="replace")
            found += [f"VIOLATION, {count} times: {target}: {violation}", f"  for instance {example}"]
        found += [f"NOT RECORDED: {target}" for target in sorted(self.unrecorded)]
        return found if self.requests else [*found, "NOTHING was recorded"]


def judged(recordings: Path, expected: set[str]) -> Verdict:
    """Judges each request in the folder's files. A process that was killed may have left a last line without its end."""
    verdict = Verdict()
    for file in sorted(recordings.glob("*.jsonl")):
        with file.open(newline="\n") as lines:
            for line in lines:
                if line.endswith("\n"):
                    verdict.hear(Request.of_line(line))
    verdict.unrecorded = expected - verdict.requests.keys()
    return verdict
