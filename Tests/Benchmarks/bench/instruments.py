"""The C programs that measure and are measured against, compiled into one folder."""

import platform
import subprocess
from dataclasses import dataclass
from pathlib import Path

TESTS = Path(__file__).resolve().parents[2]
BENCHMARKS = TESTS / "Benchmarks"
HAS_BREAKPOINTS = platform.machine() == "x86_64"


@dataclass(frozen=True)
class Instruments:
    """Where each of them is."""

    runtime_api: Path
    fake_aws: Path
    allocations: Path
    preload: Path


def compile_instruments(folder: Path) -> Instruments:
    """Takes a second or two; `gcc` and OpenSSL's headers must be there."""
    folder.mkdir(parents=True, exist_ok=True)
    made = Instruments(*(folder / name for name in ("runtime_api_stub", "fake_aws", "allocations", "preload.so")))
    _compile_server(made.runtime_api, TESTS / "RuntimeAPIStub")
    _compile_server(made.fake_aws, BENCHMARKS / "fake")
    if HAS_BREAKPOINTS:
        _compile(made.allocations, BENCHMARKS / "allocations" / "breakpoints.c")
    _compile(made.preload, BENCHMARKS / "allocations" / "preload.c", libraries=["-shared", "-fPIC"])
    return made


def _compile_server(program: Path, folder: Path) -> None:
    server = TESTS / "HTTPServer"
    _compile(program, *sorted(folder.glob("*.c")), *sorted(server.glob("*.c")), libraries=[f"-I{server}", "-lssl", "-lcrypto"])


def _compile(program: Path, *sources: Path, libraries: list[str] | None = None) -> None:
    command = ["gcc", "-O2", "-Wall", "-Wextra", "-o", str(program), *map(str, sources), *(libraries or [])]
    subprocess.run(command, check=True)
