"""A run of fake steps by the shell functions of `./build.sh test`."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RUN = """
set -euo pipefail
source "$SCRIPTS/common.sh"
ROOT=$PROJECT BUILD=$FOLDER/build LOGS=$FOLDER/build/logs
source "$SCRIPTS/test_steps.sh"
report() { cp "$FOLDER/$1" "$STEP_RESULTS/"; }
begin_steps
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A checkout with nothing in it but the scripts, whose local AWS is never there to be stopped."""
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / ".scripts").symlink_to(ROOT / ".scripts")
    (folder / "build.sh").write_text("#!/bin/sh\n")
    (folder / "build.sh").chmod(0o755)
    return folder


@pytest.fixture
def run(project: Path) -> Callable[[str], subprocess.CompletedProcess[str]]:
    """Runs lines of shell in place of `run_tests`."""

    def ran(lines: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "SCRIPTS": str(ROOT / ".scripts"), "PROJECT": str(project),
                       "FOLDER": str(project.parent)}
        return subprocess.run(["bash", "-c", RUN + lines], env=environment, capture_output=True, text=True, timeout=60)

    return ran
