"""Prints `passed failed skipped` for a folder of test results.

*.xml are the reports of pytest and of `swift test`, one test case an entry. In the latter a parameterised test is one
entry whatever its number of arguments, so the runner's own words in *.log ("with 95 test cases passed") say how many.
A failed parameterised test counts as one failure and no pass.
"""

import re
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

SWIFT_PASSED = re.compile(r"^\S+ Test (?!run with |case )(?:.*?)(?: with (\d+) test cases?)? passed after ", re.MULTILINE)


def count(report: Path) -> tuple[int, int, int]:
    passed = failed = skipped = 0
    for case in ElementTree.parse(report).iter("testcase"):
        if case.find("failure") is not None or case.find("error") is not None:
            failed += 1
        elif case.find("skipped") is not None:
            skipped += 1
        else:
            passed += 1
    return passed, failed, skipped


def additional_cases(log: Path, passed: int) -> int:
    """Cases beyond one for each passed test; none if the log does not agree with the report."""
    matches = SWIFT_PASSED.findall(log.read_text(errors="replace"))
    if len(matches) != passed:
        return 0
    return sum(int(cases) - 1 for cases in matches if cases)


def main(folder: Path) -> None:
    totals = [0, 0, 0]
    for report in sorted(folder.glob("*.xml")):
        try:
            passed, failed, skipped = count(report)
        except ElementTree.ParseError:
            passed, failed, skipped = 0, 1, 0
        log = report.with_suffix(".log")
        if log.exists():
            passed += additional_cases(log, passed)
        totals = [total + value for total, value in zip(totals, (passed, failed, skipped))]
    print(*totals)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
