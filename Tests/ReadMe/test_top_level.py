"""What stands at the top level, and nothing that a program has left there."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_top_level_holds_what_it_should() -> None:
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    assert {name.split("/")[0] for name in files if not name.startswith(".")} == {
        "Package.swift", "README.md", "Sources", "Tests", "build.sh", "terraform"}
