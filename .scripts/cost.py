#!/usr/bin/env python3
"""Keeps what the pages say of cost true.

    .scripts/cost.py          writes it
    .scripts/cost.py --check  exits with 1 if it differs from what follows from the two files

`prices.json` has AWS's list prices; `measured.json` what requests take of tables, logs and queues, which Tests/Operations
measures and holds it to.
"""

import sys
from pathlib import Path

from cost_tables import section, sentence
from costs import Costs

ROOT = Path(__file__).resolve().parent.parent


def render(text: str, name: str, content: str, page: Path) -> str:
    """The page with the content between the marks of that name."""
    begin, end = f"<!-- {name}: begin, made by .scripts/cost.py -->", f"<!-- {name}: end -->"
    if text.count(begin) != 1 or text.count(end) != 1:
        raise SystemExit(f"{page} must hold exactly one '{begin}' and one '{end}'")
    head, rest = text.split(begin)
    return f"{head}{begin}\n{content}\n{end}{rest.split(end)[1]}"


def main() -> int:
    costs = Costs(ROOT / ".scripts")
    pages = {ROOT / "terraform" / "README.md": ("costs", f"\n{section(costs)}\n"), ROOT / "README.md": ("cost", sentence(costs))}
    different = []
    for page, (name, content) in pages.items():
        current = page.read_text()
        wanted = render(current, name, content, page)
        if current != wanted:
            different.append(page)
        if sys.argv[1:] != ["--check"]:
            page.write_text(wanted)
    if sys.argv[1:] == ["--check"] and different:
        for page in different:
            print(f"{page}: the costs differ from .scripts/prices.json and .scripts/measured.json; run .scripts/cost.py", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
