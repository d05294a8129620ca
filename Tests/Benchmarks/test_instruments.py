"""Allocations are counted to the last one, by either means."""

import struct
import subprocess
from pathlib import Path

import pytest
from bench.allocations import places
from bench.instruments import HAS_BREAKPOINTS, Instruments

SOURCE = """
#include <stdlib.h>
int main(int count, char **arguments) {
  (void)arguments;
  void *volatile kept = NULL;
  for (int i = 0; i < 1000 * (count - 1); i++) {
    kept = malloc(10); kept = realloc(kept, 5000); free(kept);
    kept = NULL; kept = realloc(kept, 20); free(kept);
    kept = calloc(3, 3); free(kept);
    kept = aligned_alloc(64, 64); free(kept);
    void *aligned;
    if (!posix_memalign(&aligned, 64, 64)) free(aligned);
  }
}
"""
CALLS = 6_000


def program(folder: Path, *options: str) -> Path:
    source, made = folder / "program.c", folder / "program"
    source.write_text(SOURCE)
    subprocess.run(["gcc", "-O0", *options, "-o", str(made), str(source)], check=True)
    return made


@pytest.mark.skipif(not HAS_BREAKPOINTS, reason="breakpoints are known for x86-64 only")
def test_breakpoints_count_every_call_of_a_static_program(instruments: Instruments, tmp_path: Path) -> None:
    counted, made = [], program(tmp_path, "-static")
    for arguments in ([], ["once"]):
        file = tmp_path / "count"
        subprocess.run([str(instruments.allocations), str(file), *places(made), "--", str(made), *arguments], check=True)
        counted.append(int(file.read_text()))
    assert counted[1] - counted[0] == CALLS


def test_the_preloaded_malloc_counts_every_call(instruments: Instruments, tmp_path: Path) -> None:
    counted, made = [], program(tmp_path)
    for arguments in ([], ["once"]):
        file = tmp_path / "-".join(["count", *arguments])
        environment = {"LD_PRELOAD": str(instruments.preload), "ALLOCATIONS_FILE": str(file)}
        subprocess.run([str(made), *arguments], check=True, env=environment)
        counted.append(struct.unpack("=Q", file.read_bytes())[0])
    assert counted[1] - counted[0] == CALLS
