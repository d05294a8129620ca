"""Judges the evidence of a campaign.

    python -m judge FOLDER [--again COMMAND]

Prints a JSON object with the figures. With a fault, it also prints on standard error what is wrong, the shortest history of the
account concerned, and the command that runs it again; then the exit status is 1.
"""

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

from .evidence import Evidence
from .judgement import judge
from .shortest import shortest
from .verdict import Verdict

_SHOWN = 20


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--again", default="", help="the command that runs the campaign again")
    asked = parser.parse_args()
    evidence = Evidence.of(asked.folder)
    verdict, figures = judge(evidence)
    found = Counter(fault.check for fault in verdict.faults)
    figures |= {"checks": dict(verdict.counts), "faults": len(verdict.faults), "lost": found["lost"], "doubled": found["doubled"]}
    print(json.dumps(figures, indent=2))
    (asked.folder / "verdict.json").write_text(json.dumps({**figures, "found": [vars(fault) for fault in verdict.faults]}, indent=2) + "\n")
    if verdict.faults:
        report(evidence, verdict, asked.again)
    return 1 if verdict.faults else 0


def report(evidence: Evidence, verdict: Verdict, again: str) -> None:
    """For whoever looks for the cause."""
    for fault in verdict.faults[:_SHOWN]:
        print(f"{fault.check}: {fault.words}", file=sys.stderr)
    if len(verdict.faults) > _SHOWN:
        print(f"and {len(verdict.faults) - _SHOWN} more, in verdict.json", file=sys.stderr)
    fault = next((each for each in verdict.faults if each.aggregate), verdict.faults[0])
    if fault.aggregate:
        print(f"\nThe shortest history of {fault.aggregate} that shows it ({fault.check}):", file=sys.stderr)
        for line in shortest(evidence, fault):
            print("  " + json.dumps(line, default=str), file=sys.stderr)
        print("Its log:", file=sys.stderr)
        for event in evidence.logs.get(fault.aggregate, []):
            print(f"  {event['EventSequence']} {event['EventType']} {event.get('CommandId')}", json.dumps(event["EventData"], default=str),
                  file=sys.stderr)
    if again:
        print(f"\nAgain: {again}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
