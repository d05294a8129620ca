"""A workspace for plans, a local AWS, and what is skipped where a tool is missing."""

import shutil
from collections.abc import Iterator

import pytest
from harness.local_aws import LocalAWS
from harness.paths import DOMAIN, LOCAL_AWS_PYTHON
from harness.workspace import Workspace


@pytest.fixture(scope="session")
def terraform() -> None:
    if shutil.which("terraform") is None:
        pytest.skip("terraform is not on the PATH")
    if not DOMAIN.exists():
        pytest.exit(f"{DOMAIN} is missing: run ./build.sh build first", returncode=1)


@pytest.fixture(scope="session")
def mocked(terraform: None, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The module by itself, without any AWS: for plans against mocks."""
    return Workspace(tmp_path_factory.mktemp("mocked"), folder="modules/event-sourcing")


@pytest.fixture(scope="session")
def aws(terraform: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAWS]:
    if not LOCAL_AWS_PYTHON.exists():
        pytest.skip(f"{LOCAL_AWS_PYTHON} is missing: ./build.sh local start makes it, or set LOCAL_AWS_PYTHON")
    running = LocalAWS(tmp_path_factory.mktemp("local-aws"))
    yield running
    running.stop()


@pytest.fixture(scope="session")
def planning(aws: LocalAWS, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace for plans with the real provider; nothing is applied from it."""
    return Workspace(tmp_path_factory.mktemp("planning"), aws.environment())


