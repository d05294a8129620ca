"""How often a program asks for memory while it answers one event: counted, in runs of their own.

The bundles are static, so nothing can be put before their malloc: breakpoints count there, at the addresses that the
unstripped program of the same build names. A dynamic program is given a malloc that counts.
"""

import struct
import subprocess
from pathlib import Path

from bench.instruments import HAS_BREAKPOINTS, Instruments
from bench.program import Program
from bench.run import Question, Runner

FEW, MANY = 2, 5
SYMBOLS = {"malloc", "calloc", "realloc", "aligned_alloc", "posix_memalign"}


def count(runner: Runner, instruments: Instruments, program: Program, question: Question, folder: Path) -> int | None:
    """An event's, as the difference of two runs, which leaves out the start; None where it cannot be counted."""
    if program.counting is not None:
        counted = [_preloaded(runner, instruments, program, question, folder, events) for events in (FEW, MANY)]
    elif found := places_in(program):
        counted = [_traced(runner, instruments, program, question, folder, events, found) for events in (FEW, MANY)]
    else:
        return None
    return round((counted[1] - counted[0]) / (MANY - FEW))


def places(unstripped: Path) -> list[str]:
    """Where a program asks for memory, as NAME=ADDRESS."""
    lines = subprocess.run(["nm", str(unstripped)], capture_output=True, text=True, check=True).stdout.splitlines()
    defined = [fields for fields in map(str.split, lines) if len(fields) == 3]
    return sorted({f"{name}={address}" for address, _, name in defined if name in SYMBOLS})


def places_in(program: Program) -> list[str]:
    """As `places`; none where breakpoints cannot be set, or where there are no symbols of this very build."""
    if program.unstripped is None or not HAS_BREAKPOINTS:
        return []
    is_this_build = _code(program.unstripped) == _code(Path(program.command[0]))
    return places(program.unstripped) if is_this_build else []


def _code(program: Path) -> bytes:
    extract = ["objcopy", "-O", "binary", "--only-section=.text", str(program), "/dev/stdout"]
    return subprocess.run(extract, capture_output=True, check=True).stdout


def _traced(runner: Runner, instruments: Instruments, program: Program, question: Question, folder: Path, events: int,
            found: list[str]) -> int:
    file = folder / "allocations.txt"
    runner.run(program, question, events, before=[str(instruments.allocations), str(file), *found, "--"])
    return int(file.read_text())


def _preloaded(runner: Runner, instruments: Instruments, program: Program, question: Question, folder: Path,
               events: int) -> int:
    file = folder / "allocations.bin"
    file.unlink(missing_ok=True)
    environment = {**(program.counting or {}), "LD_PRELOAD": instruments.preload, "ALLOCATIONS_FILE": file}
    # Of the program alone: the stub asks for memory too.
    runner.run(program, question, events, before=["/usr/bin/env", *(f"{name}={value}" for name, value in environment.items())])
    return struct.unpack("=Q", file.read_bytes())[0]
