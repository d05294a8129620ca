"""One deployment for all tests, and the functions as programs with the credentials of their roles."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from harness.deployment import Deployment, deploy
from harness.function import Function, unpack
from harness.paths_through import filled
from harness.server import Judge

BUNDLES = {"command": "command", "publisher": "command", "projection": "projection", "query": "query", "process": "command"}
Start = Callable[..., AbstractContextManager[Function]]


@pytest.fixture(scope="session")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    if shutil.which("terraform") is None:
        pytest.skip("terraform is not on the PATH")
    directory = tmp_path_factory.mktemp("judge")
    judge = Judge(directory)
    try:
        yield deploy(judge, directory)
    finally:
        judge.stop()


@pytest.fixture(scope="session")
def start(deployment: Deployment, tmp_path_factory: pytest.TempPathFactory) -> Start:
    """Starts a function with its role's credentials, or with changed ones."""
    directory: Path = tmp_path_factory.mktemp("functions")
    programs = {name: unpack(bundle, directory / name) for name, bundle in BUNDLES.items()}

    def started(name: str, **changes: str) -> AbstractContextManager[Function]:
        return Function(programs[name], {
            **deployment.variables[name], **deployment.roles[name].credentials,
            "AWS_ENDPOINT_URL": deployment.judge.endpoint, "AWS_MAX_ATTEMPTS": "1", **changes})

    return started


@pytest.fixture(scope="session")
def account(start: Start) -> str:
    """An account of 25 events, which is two snapshots and some more."""
    with start("command") as function:
        return filled(function)
