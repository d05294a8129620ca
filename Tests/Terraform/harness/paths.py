"""Where things are in the checkout."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
TERRAFORM = ROOT / "terraform"
MODULE = TERRAFORM / "modules" / "event-sourcing"
"""All that is deployed; the folder above it is a root that hands everything on."""
SOURCES = ROOT / "Sources"
CALLS = ROOT / ".scripts" / "deployer_calls.json"
"""What terraform/README.md says that a deployer calls."""
LAUNCHER = ROOT / "Tests" / "LocalAWS" / "launch.py"

LOCAL_AWS_PYTHON = Path(os.environ.get("LOCAL_AWS_PYTHON", ROOT / ".build" / "venv" / "local-aws" / "bin" / "python"))
"""The Python that has MiniStack, which pins a botocore of its own."""

DOMAIN = Path(os.environ.get("ARTIFACTS_DIRECTORY", ROOT / "dist")) / "domain.json"
"""What the build says of the domain."""

CHECKOV = Path(os.environ.get("CHECKOV", ROOT / ".build" / "venv" / "checkov" / "bin" / "checkov"))
"""In an environment of its own: it pins a boto3 of its own."""
