"""One local AWS for deployments that are restored and moved by the procedures of terraform/README.md, as printed.

The calls to the deployed systems are those of Tests/EndToEnd, the page is read by Tests/Operations.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
sys.path += [str(TESTS / "EndToEnd"), str(TESTS / "Operations")]

from harness.beginnings import local_aws  # noqa: E402
from harness.local_aws import LocalAWS  # noqa: E402
from harness.paths import ROOT  # noqa: E402

WORK = ROOT / ".build" / "procedures"
"""Logs and state of the last run; they stay for whoever looks for the cause of a failure."""


@pytest.fixture(scope="session")
def aws() -> Iterator[LocalAWS]:
    with local_aws(WORK) as running:
        yield running
