"""The module as data: its blocks, read by an HCL parser; and the root that hands its variables and outputs on."""

import json
from functools import cache
from pathlib import Path

import hcl2

from .paths import MODULE, TERRAFORM


@cache
def _files(folder: Path) -> dict[str, dict]:
    return {path.name: hcl2.loads(path.read_text()) for path in sorted(folder.glob("*.tf"))}


def plain(value: object) -> object:
    """Without the quotes and markers that the parser leaves in."""
    if isinstance(value, str) and len(value) >= 2 and value[0] == value[-1] == '"':
        return json.loads(value) if "${" not in value else value[1:-1]
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {plain(key): plain(item) for key, item in value.items() if not str(key).startswith("__")}
    return value


@cache
def blocks(kind: str, folder: Path = MODULE) -> dict[str, dict]:
    """The blocks `variable` or `output`, by name."""
    return {name: body for file in _files(folder).values() for block in plain(file.get(kind, [])) for name, body in block.items()}


def root_blocks(kind: str) -> dict[str, dict]:
    """Those of the folder that people deploy from."""
    return blocks(kind, TERRAFORM)


@cache
def local_values() -> dict[str, object]:
    return {name: value for file in _files(MODULE).values() for block in plain(file.get("locals", [])) for name, value in block.items()}
