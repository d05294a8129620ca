"""Reads the variables and outputs of the Terraform module, for the root folder and the page that are made from them.

The files are as `terraform fmt` writes them: a block starts and ends in the first column, its arguments are indented by
two, and what belongs to an argument of several lines is indented further or closes it.
"""

import re
import sys
from pathlib import Path

TERRAFORM = Path(__file__).resolve().parent.parent / "terraform"
MODULE = TERRAFORM / "modules" / "event-sourcing"

_BLOCK = re.compile(r'^(variable|output) "(\w+)" \{\n(.*?)^\}\n', re.MULTILINE | re.DOTALL)
_ARGUMENT = re.compile(r"^  (\w+) +=[ ]?(.*(?:\n(?:    .*|  [)}\]].*|))*)", re.MULTILINE)

_ROOT_DEFAULTS = {"artifacts_directory": '"../dist"', "domain_file": '"../dist/domain.json"'}
"""What the root folder knows of its own place and the module cannot."""


def blocks(path: Path, kind: str) -> list[tuple[str, dict[str, str]]]:
    """Name and arguments, as source text, of each block of the kind in a file."""
    found = []
    for match in _BLOCK.finditer(path.read_text()):
        if match[1] == kind:
            found.append((match[2], {name: text.strip() for name, text in _ARGUMENT.findall(match[3])}))
    return found


def is_path_of_root(name: str) -> bool:
    """Whether a relative value of the variable starts at the root folder."""
    return name in _ROOT_DEFAULTS


def root_variables(path: Path) -> list[tuple[str, dict[str, str]]]:
    """The variables of a file of the module as the root folder has them."""
    found = []
    for name, arguments in blocks(path, "variable"):
        if is_path_of_root(name):
            description = arguments["description"].removesuffix('"').split("; null")[0] + '; relative paths start at this folder"'
            arguments = {**arguments, "description": description, "default": _ROOT_DEFAULTS[name], "nullable": "false"}
        found.append((name, arguments))
    return found


def variable_files() -> list[Path]:
    return sorted(MODULE.glob("variables*.tf"))


def outputs() -> list[tuple[str, dict[str, str]]]:
    """All outputs of the module, by name."""
    return sorted(block for path in MODULE.glob("outputs*.tf") for block in blocks(path, "output"))


def keep(wanted: dict[Path, str], script: str) -> int:
    """Writes the files, or with --check says which of them differ; gives the exit status."""
    if sys.argv[1:] != ["--check"]:
        for path, text in wanted.items():
            path.write_text(text)
        return 0
    different = [path for path, text in wanted.items() if not path.exists() or path.read_text() != text]
    for path in different:
        print(f"{path.name} differs from the module; run .scripts/{script}", file=sys.stderr)
    return 1 if different else 0
