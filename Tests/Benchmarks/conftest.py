from collections.abc import Iterator
from pathlib import Path

import bench.run
import pytest
from bench.data import DataSet, data_set
from bench.fake_aws import FakeAWS
from bench.instruments import Instruments, compile_instruments
from bench.program import Build, unpack
from bench.run import Runner

ROOT = Path(__file__).resolve().parents[2]
# The log of 100,000 takes half a minute to make; of the bundle it asks nothing that the one of 1,000 does not.
LENGTHS = (1, 10, 100, 1_000)


@pytest.fixture(scope="session", autouse=True)
def unpinned() -> Iterator[None]:
    """Other suites run on the same cores, and no test here looks at a time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bench.run, "placed", lambda: ["--no-pin"])
        yield


@pytest.fixture(scope="session")
def instruments(tmp_path_factory: pytest.TempPathFactory) -> Instruments:
    return compile_instruments(tmp_path_factory.mktemp("instruments"))


@pytest.fixture(scope="session")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    return unpack("ours", ROOT, tmp_path_factory.mktemp("bundles"))


@pytest.fixture(scope="session")
def data(instruments: Instruments, build: Build, tmp_path_factory: pytest.TempPathFactory) -> DataSet:
    """The bundles make it, and prove each of its logs."""
    return data_set(instruments, build, tmp_path_factory.mktemp("data") / "data", LENGTHS)


@pytest.fixture
def runner(instruments: Instruments, data: DataSet) -> Iterator[Runner]:
    with FakeAWS(instruments.fake_aws, items=data.items) as fake:
        yield Runner(instruments.runtime_api, fake)
