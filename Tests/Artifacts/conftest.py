import subprocess
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FUNCTIONS = ["command", "projection", "query"]


def bundle(name: str) -> Path:
    path = ROOT / "dist" / f"{name}.zip"
    assert path.exists(), f"{path} is missing: run ./build.sh build"
    return path


@pytest.fixture(params=FUNCTIONS)
def function(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def unpack(tmp_path: Path):
    """Unpacks a bundle as Lambda does, keeping the mode bits, and returns its folder."""

    def unpacked(name: str) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        with zipfile.ZipFile(bundle(name)) as archive:
            for entry in archive.infolist():
                path = Path(archive.extract(entry, folder))
                path.chmod(entry.external_attr >> 16 & 0o777)
        return folder

    return unpacked


def output(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
