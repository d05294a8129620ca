"""Where things are in the checkout."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
TERRAFORM = ROOT / "terraform"
JUDGE = Path(__file__).with_name("judge.py")
ARTIFACTS = Path(os.environ.get("ARTIFACTS_DIRECTORY", ROOT / "dist"))
"""The bundles that `./build.sh build` made."""

ENVIRONMENT = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TZ") if name in os.environ}
"""What a program that is started here gets of the caller's environment."""
