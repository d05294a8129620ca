"""`python -m judge RECORDINGS`: exit status 1 if a request breaks AWS's rules or an operation was never sent."""

import sys
from pathlib import Path

from .models import operations_in
from .verdict import judged

SOURCES = Path(__file__).resolve().parents[3] / "Sources"


def main(recordings: Path) -> int:
    verdict = judged(recordings, operations_in(SOURCES))
    for line in verdict.lines():
        print(line)
    return 0 if verdict.is_good else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
