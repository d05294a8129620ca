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
from harness.paths import ARTIFACTS  # noqa: E402

SEED = 10


@pytest.fixture(scope="session")
def bank() -> Iterator[Bank]:
    missing = [name for name in ("command.zip", "projection.zip", "query.zip", "domain.json") if not (ARTIFACTS / name).exists()]
    if missing:
        pytest.exit(f"{ARTIFACTS} lacks {', '.join(missing)}: run ./build.sh build first", returncode=1)
    folder = WORK / "suite"
    shutil.rmtree(folder, ignore_errors=True)
    with Stage(folder, SEED) as stage:
        yield stage.bank
