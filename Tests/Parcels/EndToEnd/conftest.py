"""One local AWS and the bundles of the second domain, deployed by the same Terraform.

The calls to the deployed system are those of Tests/EndToEnd.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
sys.path.append(str(ROOT / "Tests" / "EndToEnd"))

from harness.beginnings import ONE_DELIVERY, deploy, local_aws  # noqa: E402
from harness.local_aws import LocalAWS  # noqa: E402
from harness.paths import ARTIFACTS  # noqa: E402
from harness.system import System  # noqa: E402
from harness.terraform import Terraform  # noqa: E402

PARCELS = ARTIFACTS / "parcels"
WORK = ROOT / ".build" / "parcels"
"""Logs and state of the last run; they stay for whoever looks for the cause of a failure."""


@pytest.fixture(scope="session")
def aws() -> Iterator[LocalAWS]:
    with local_aws(WORK, PARCELS, **ONE_DELIVERY) as running:
        yield running


@pytest.fixture(scope="session")
def terraform(aws: LocalAWS) -> Terraform:
    return deploy(aws, WORK, PARCELS)


@pytest.fixture(scope="session")
def system(aws: LocalAWS, terraform: Terraform) -> Iterator[System]:
    deployed = System(aws, terraform, noun="Parcel")
    yield deployed
    assert deployed.dead_letters() == [], "all that these tests do is understood"
