"""One local AWS for deployments that are restored and moved by the procedures of terraform/README.md, as printed.

The calls to the deployed systems are those of Tests/EndToEnd, the page is read by Tests/Operations.
"""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
sys.path += [str(TESTS / "EndToEnd"), str(TESTS / "Operations")]

from harness.local_aws import LocalAWS  # noqa: E402
from harness.paths import ARTIFACTS, ROOT  # noqa: E402

WORK = ROOT / ".build" / "procedures"
"""Logs and state of the last run; they stay for whoever looks for the cause of a failure."""


@pytest.fixture(scope="session")
def aws() -> Iterator[LocalAWS]:
    missing = [name for name in ("command", "projection", "query") if not (ARTIFACTS / f"{name}.zip").exists()]
    if missing:
        pytest.exit(f"{ARTIFACTS} lacks {', '.join(missing)}: run ./build.sh build first", returncode=1)
    shutil.rmtree(WORK, ignore_errors=True)
    running = LocalAWS(WORK / "aws", LOCAL_AWS_STREAM_RETRY_SECONDS="0.1")
    yield running
    assert running.stop() == 0
