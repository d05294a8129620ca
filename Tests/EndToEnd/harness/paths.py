"""Where things are in the checkout."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
TERRAFORM = ROOT / "terraform"
LAUNCHER = ROOT / "Tests" / "LocalAWS" / "launch.py"
WORK = Path(os.environ.get("END_TO_END_DIRECTORY", ROOT / ".build" / "end-to-end"))
"""Logs and state of the last run; they stay for whoever looks for the cause of a failure."""

ARTIFACTS = Path(os.environ.get("ARTIFACTS_DIRECTORY", ROOT / "dist"))
"""The bundles that `./build.sh build` made."""

LOCAL_AWS_PYTHON = os.environ.get("LOCAL_AWS_PYTHON", str(ROOT / ".build" / "venv" / "local-aws" / "bin" / "python"))
"""The Python that has MiniStack, which pins a botocore of its own."""
