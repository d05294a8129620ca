"""One local AWS with the real bundles for the small campaign and for hostile input, and the judge beside their tests."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from campaign.paths import WORK  # noqa: E402
from campaign.stage import Stage  # noqa: E402
from bank import Bank  # noqa: E402
from harness.beginnings import require_bundles  # noqa: E402

SEED = 10


@pytest.fixture(scope="session")
def bank() -> Iterator[Bank]:
    require_bundles()
    folder = WORK / "suite"
    shutil.rmtree(folder, ignore_errors=True)
    with Stage(folder, SEED) as stage:
        yield stage.bank
