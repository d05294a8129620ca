"""The summary of a test run, `test_report.py RESULTS`: every step, the tests that failed, what was skipped and why.

RESULTS has steps.tsv, which test_steps.sh writes, and for each step a folder with its number. *.xml in it are the
reports of pytest and of `swift test`, one test case an entry. In the latter a parameterised test is one entry whatever
its number of arguments, so the runner's own words in *.log ("with 95 test cases passed") say how many. A failed
parameterised test counts as one failure and no pass.

The summary goes to standard error and the count, the last line, to standard output. Exit status 1 if anything failed.
Under each failed test stands where it failed and what the report says of it, since a log of a whole run may be cut.
"""

import re
import sys
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field
from pathlib import Path

SWIFT_PASSED = re.compile(r"^\S+ Test (?!run with |case )(?:.*?)(?: with (\d+) test cases?)? passed after ", re.MULTILINE)
# "Test f() skipped: "reason"" and "Suite S skipped": the report names neither the reasons nor the skipped suites.
SWIFT_SKIPPED = re.compile(r'^\S+ (?:Test|Suite) (?!run with |case )(.*?) skipped(?:: "(.*)")?$', re.MULTILINE)


LONGEST_REASON = 600
"""Characters."""


@dataclass
class Counts:
    passed: int = 0
    failed: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    def add(self, other: "Counts") -> None:
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped


@dataclass(frozen=True)
class Step:
    number: str
    outcome: str
    seconds: str
    name: str
    missing: str
    counts: Counts

    def failures(self) -> int:
        """A step that failed without a failed test counts as one, so that no failure is lost."""
        return max(len(self.counts.failed), 0 if self.outcome == "passed" else 1)

    def line(self) -> str:
        if self.outcome == "missing":
            return f"[{self.number}] {self.name}: not run, needs {self.missing}"
        word = "passed" if self.failures() == 0 else "FAILED"
        return f"[{self.number}] {self.name}: {word}, {self.seconds} s, {self.counts.passed} tests passed"


def main(results: Path) -> int:
    steps = [read_step(results, line) for line in (results / "steps.tsv").read_text().splitlines()]
    steps.sort(key=lambda step: (int(step.number.rstrip("abcdefgh")), step.number))
    for step in steps:
        say(f"==> {step.line()}")
        for name in step.counts.failed:
            say(f"      failed: {name}")
    skipped = [name for step in steps for name in step.counts.skipped]
    if skipped:
        say(f"==> {len(skipped)} skipped")
        for name in skipped:
            say(f"      skipped: {name}")
    failures = sum(step.failures() for step in steps) if steps else 1
    print(f"{sum(step.counts.passed for step in steps)} passed, {failures} failed", flush=True)
    return 1 if failures else 0


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def read_step(results: Path, line: str) -> Step:
    number, outcome, seconds, name, missing = line.split("\t")
    counts = Counts()
    for report in sorted((results / number).glob("*.xml")):
        counts.add(read_report(report))
    return Step(number, outcome, seconds, name, missing, counts)


def read_report(report: Path) -> Counts:
    try:
        cases = list(ElementTree.parse(report).iter("testcase"))
    except ElementTree.ParseError as error:
        return Counts(failed=[f"{report.name} cannot be read: {error}"])
    counts = Counts()
    for case in cases:
        name = f"{case.get('classname', '')}.{case.get('name', '')}".strip(".")
        skip = case.find("skipped")
        failures = [*case.iter("failure"), *case.iter("error")]
        if failures:
            counts.failed.append(name + reason(failures[0]))
        elif skip is not None:
            counts.skipped.append(f"{name}: {skip.get('message') or 'no reason given'}")
        else:
            counts.passed += 1
    log = report.with_suffix(".log")
    if log.exists():
        add_words(log.read_text(errors="replace"), counts)
    return counts


def reason(failure: ElementTree.Element) -> str:
    """Where and why a test failed, a line each: pytest ends its account with the place."""
    place = ((failure.text or "").strip().splitlines() or [""])[-1]
    words = " ".join((failure.get("message") or "").split())[:LONGEST_REASON]
    return "".join(f"\n        {line}" for line in (place, words) if line)


def add_words(words: str, counts: Counts) -> None:
    """What only the log of `swift test` says: cases beyond one for each passed test.

    On a busy machine a line of the log may be torn by one of a test's own; that test's cases then count as one. A log
    that knows more passed tests than the report is not believed."""
    matches = SWIFT_PASSED.findall(words)
    if len(matches) <= counts.passed:
        counts.passed += sum(int(cases) - 1 for cases in matches if cases)
    reasons = [f"{name}: {reason or 'no reason given'}" for name, reason in SWIFT_SKIPPED.findall(words)]
    if reasons:
        counts.skipped = reasons


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
