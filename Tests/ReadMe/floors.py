"""The targets of the package, by the floor that their folder names; and the floors as the page lists them."""

import json
import re
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

_ROW = re.compile(r"^\| `(\w+)` \| ((?:`\w+`(?:, )?)+) \|", re.MULTILINE)
IMPORT = re.compile(
    r"^[ \t]*(?:@\w+[ \t]+)*(?:\w+[ \t]+)?import[ \t]+(?:(?:struct|class|enum|protocol|func|var|let|typealias)[ \t]+)?(\w+)",
    re.MULTILINE)


@dataclass(frozen=True)
class Target:
    name: str
    path: Path
    dependencies: frozenset[str]
    is_test: bool

    @property
    def floor(self) -> str:
        """The name of the folder that it is in."""
        return self.path.parent.name

    @property
    def is_shipped(self) -> bool:
        return self.path.is_relative_to(ROOT / "Sources")


@cache
def targets() -> dict[str, Target]:
    dumped = subprocess.run(["swift", "package", "dump-package"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return {
        target["name"]: Target(
            target["name"], ROOT / target["path"], frozenset(dependency["byName"][0] for dependency in target["dependencies"]),
            target["type"] == "test")
        for target in json.loads(dumped)["targets"]
    }


@cache
def laid_out() -> dict[str, set[str]]:
    """The targets of each floor, the topmost first, by the page's table."""
    section = (ROOT / "README.md").read_text().split("## How the code is laid out", 1)[1]
    return {floor: set(re.findall(r"`(\w+)`", names)) for floor, names in _ROW.findall(section)}


def floors() -> list[str]:
    """The lowest first."""
    return list(reversed(laid_out()))


def imports(target: Target) -> set[str]:
    """The modules that a target's files import."""
    return {name for file in target.path.rglob("*.swift") for name in IMPORT.findall(file.read_text())}
