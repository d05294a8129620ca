#!/usr/bin/env python3
"""Keeps the tables of inputs and outputs in terraform/README.md true.

    .scripts/terraform-docs.py          writes them
    .scripts/terraform-docs.py --check  exits with 1 if they differ from the configuration

Reads the files as `terraform fmt` writes them: a block starts and ends in the first column, its arguments are
indented by two, and what belongs to an argument of several lines is indented further or closes it.
"""

import re
import sys
from pathlib import Path

TERRAFORM = Path(__file__).resolve().parent.parent / "terraform"
README = TERRAFORM / "README.md"
_BLOCK = re.compile(r'^(variable|output) "(\w+)" \{\n(.*?)^\}\n', re.MULTILINE | re.DOTALL)
_ARGUMENT = re.compile(r"^  (\w+) +=[ ]?(.*(?:\n(?:    .*|  [)}\]].*|))*)", re.MULTILINE)


def blocks(path: Path, kind: str) -> list[tuple[str, dict[str, str]]]:
    """Name and arguments, as source text, of each block of the kind in a file."""
    found = []
    for match in _BLOCK.finditer(path.read_text()):
        if match[1] == kind:
            found.append((match[2], {name: text.strip() for name, text in _ARGUMENT.findall(match[3])}))
    return found


def headline(path: Path) -> str:
    """The comment that a file starts with: what its variables are about."""
    first = path.read_text().split("\n", 1)[0]
    return first.lstrip("# ").rstrip(".") if first.startswith("#") else path.stem


def unquoted(text: str) -> str:
    """The text of a quoted description, fit for a table cell."""
    text = text.strip('"').replace('\\"', '"').replace("<", "&lt;")
    return re.sub(r"([|*])", r"\\\1", text)


def code(text: str) -> str:
    """A type or a default on one line."""
    return "`" + re.sub(r"\s+", " ", text).replace("|", "\\|") + "`"


def input_tables() -> str:
    """One table for each file of variables, under the file's headline."""
    parts = []
    for path in sorted(TERRAFORM.glob("variables*.tf")):
        rows = ["| name | what it is | type | default |", "| --- | --- | --- | --- |"]
        for name, arguments in blocks(path, "variable"):
            kind = "object" if arguments["type"].startswith("object") else arguments["type"]
            rows.append(f"| `{name}` | {unquoted(arguments['description'])} | {code(kind)} "
                        f"| {code(arguments['default']) if 'default' in arguments else 'required'} |")
        parts.append(f"**{headline(path)}** (`{path.name}`)\n\n" + "\n".join(rows))
    return "\n\n".join(parts)


def output_table() -> str:
    """All outputs, by name."""
    found = [block for path in TERRAFORM.glob("outputs*.tf") for block in blocks(path, "output")]
    rows = ["| name | what it is |", "| --- | --- |"]
    rows += [f"| `{name}` | {unquoted(arguments['description'])} |" for name, arguments in sorted(found)]
    return "\n".join(rows)


def render(text: str) -> str:
    """The README with both tables in their places."""
    for name, table in (("inputs", input_tables()), ("outputs", output_table())):
        begin, end = f"<!-- {name}: begin, made by .scripts/terraform-docs.py -->", f"<!-- {name}: end -->"
        if text.count(begin) != 1 or text.count(end) != 1:
            raise SystemExit(f"{README} must hold exactly one '{begin}' and one '{end}'")
        head, rest = text.split(begin)
        text = f"{head}{begin}\n\n{table}\n\n{end}{rest.split(end)[1]}"
    return text


def main() -> int:
    current = README.read_text()
    wanted = render(current)
    if sys.argv[1:] == ["--check"]:
        if current != wanted:
            print(f"{README}: the tables differ from the configuration; run .scripts/terraform-docs.py", file=sys.stderr)
            return 1
        return 0
    README.write_text(wanted)
    return 0


if __name__ == "__main__":
    sys.exit(main())
