"""One local AWS and one deployment of the real bundles for all tests, and what single tests need around them."""

from collections.abc import Iterator

import pytest
from harness.beginnings import deploy, local_aws
from harness.local_aws import LocalAWS
from harness.paths import WORK
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
    with local_aws(WORK) as running:
        yield running


@pytest.fixture(scope="session")
def terraform(aws: LocalAWS) -> Terraform:
    return deploy(aws, WORK, **VARIABLES)


@pytest.fixture(scope="session")
def system(aws: LocalAWS, terraform: Terraform) -> System:
    return System(aws, terraform)
