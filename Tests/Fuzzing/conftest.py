"""What the product makes of inputs, asked of the program of the fuzz targets: each input is checked there as well."""

import os
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / ".build" / "fuzzing" / "debug" / "fuzz"
CORPUS = Path(__file__).parent / "Corpus"

Answers = Callable[[str, Iterable[bytes]], dict[bytes, str]]


def run(target: str, *arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    own = {"FUZZ_TARGET": target, "SWIFT_BACKTRACE": "enable=no", "ASAN_OPTIONS": "detect_leaks=0"}
    # Without a place for it, an input that ends the program would be left wherever the tests were begun.
    return subprocess.run([PROGRAM, "-detect_leaks=0", f"-artifact_prefix={PROGRAM.parents[1]}/", *arguments], env={**os.environ, **own, **environment},
                          capture_output=True, text=True, errors="replace", timeout=300)


@pytest.fixture(scope="session", autouse=True)
def program() -> Path:
    if not PROGRAM.exists():
        pytest.exit(f"{PROGRAM} is missing: ./build.sh fuzz builds it", returncode=1)
    return PROGRAM


@pytest.fixture
def answers(tmp_path: Path) -> Answers:
    """Gives a target inputs, and tells its answer to each."""

    def asked(target: str, inputs: Iterable[bytes]) -> dict[bytes, str]:
        folder = tmp_path / target
        folder.mkdir()
        distinct = {value for value in inputs if value}
        for number, value in enumerate(sorted(distinct)):
            (folder / str(number)).write_bytes(value)
        lines = tmp_path / f"{target}.answers"
        ran = run(target, "-runs=0", folder, FUZZ_ANSWERS=str(lines))
        assert ran.returncode == 0, ran.stderr[-2_000:]
        found = dict(line.split(" ", 1) for line in lines.read_bytes().decode().split("\n") if line)
        told = {bytes.fromhex(name): answer for name, answer in found.items()}
        assert distinct <= told.keys(), "each input has an answer"
        return {value: told[value] for value in distinct}

    return asked
