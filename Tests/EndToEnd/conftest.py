"""One local AWS and one deployment of the real bundles for all tests, and what single tests need around them."""

import shutil
from collections.abc import Iterator

import pytest
from harness.local_aws import LocalAWS
from harness.paths import ARTIFACTS, WORK
from harness.system import System
from harness.terraform import Terraform

VARIABLES = {"dlq_visibility_timeout_seconds": 30}
"""On top of the document's own."""


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "last(place): runs after all others, because it changes what they rely on")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def place(item: pytest.Item) -> int:
        marker = item.get_closest_marker("last")
        return marker.args[0] if marker else 0

    items.sort(key=place)


@pytest.fixture(scope="session")
def aws() -> Iterator[LocalAWS]:
    missing = [name for name in ("command", "projection", "query") if not (ARTIFACTS / f"{name}.zip").exists()]
    if missing:
        pytest.exit(f"{ARTIFACTS} lacks {', '.join(missing)}: run ./build.sh build first", returncode=1)
    shutil.rmtree(WORK, ignore_errors=True)
    running = LocalAWS(WORK / "aws", LOCAL_AWS_STREAM_RETRY_SECONDS="0.1")
    yield running
    assert running.stop() == 0


@pytest.fixture(scope="session")
def terraform(aws: LocalAWS) -> Terraform:
    deployment = Terraform(WORK / "terraform", aws.environment())
    deployment.init()
    deployment.apply(**VARIABLES)
    return deployment


@pytest.fixture(scope="session")
def system(aws: LocalAWS, terraform: Terraform) -> System:
    return System(aws, terraform)
