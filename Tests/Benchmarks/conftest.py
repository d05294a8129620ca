from pathlib import Path

import pytest
from bench.instruments import Instruments, compile_instruments


@pytest.fixture(scope="session")
def instruments(tmp_path_factory: pytest.TempPathFactory) -> Instruments:
    return compile_instruments(tmp_path_factory.mktemp("instruments"))


@pytest.fixture
def benchmarks() -> Path:
    return Path(__file__).parent
