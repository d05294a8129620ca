"""One local AWS and the bundles of the second domain, deployed by the same Terraform.

The calls to the deployed system are those of Tests/EndToEnd.
"""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
sys.path.append(str(ROOT / "Tests" / "EndToEnd"))

from harness.local_aws import LocalAWS  # noqa: E402
from harness.paths import ARTIFACTS  # noqa: E402
from harness.system import System  # noqa: E402
from harness.terraform import Terraform  # noqa: E402

PARCELS = ARTIFACTS / "parcels"
WORK = ROOT / ".build" / "parcels"
"""Logs and state of the last run; they stay for whoever looks for the cause of a failure."""


@pytest.fixture(scope="session")
def aws() -> Iterator[LocalAWS]:
    missing = [name for name in ("command.zip", "projection.zip", "query.zip", "domain.json") if not (PARCELS / name).exists()]
    if missing:
        pytest.exit(f"{PARCELS} lacks {', '.join(missing)}: run ./build.sh build parcels first", returncode=1)
    shutil.rmtree(WORK, ignore_errors=True)
    # Without second deliveries: one that comes late would restore what a replay or a rebuild is to restore.
    running = LocalAWS(WORK / "aws", LOCAL_AWS_STREAM_RETRY_SECONDS="0.1",
                       LOCAL_AWS_BUS_DUPLICATES="0", LOCAL_AWS_QUEUE_DUPLICATES="0")
    yield running
    assert running.stop() == 0


@pytest.fixture(scope="session")
def terraform(aws: LocalAWS) -> Terraform:
    deployment = Terraform(WORK / "terraform", aws.environment(), PARCELS)
    deployment.init()
    deployment.apply()
    return deployment


@pytest.fixture(scope="session")
def system(aws: LocalAWS, terraform: Terraform) -> Iterator[System]:
    deployed = System(aws, terraform, noun="Parcel")
    yield deployed
    assert deployed.dead_letters() == [], "all that these tests do is understood"
