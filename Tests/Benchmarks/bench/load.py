"""What else runs on the machine: a figure taken while others work is no figure of the program's."""

import time
from pathlib import Path

from bench.fake_aws import TICKS

IDLE = (3, 4)  # idle, iowait: https://docs.kernel.org/filesystems/proc.html#miscellaneous-kernel-statistics-in-proc-stat
COUNTED = 8  # guest time is in user time


def _busy_seconds() -> float:
    fields = [int(field) for field in Path("/proc/stat").read_text().splitlines()[0].split()[1:]]
    return sum(value for place, value in enumerate(fields[:COUNTED]) if place not in IDLE) / TICKS


class Load:
    """From its making on, all cores together, what a hypervisor took away included."""

    def __init__(self) -> None:
        self._busy, self._time = _busy_seconds(), time.monotonic()

    def foreign(self, own_seconds: float) -> float:
        """The share of one core that others than the bench had used."""
        elapsed = time.monotonic() - self._time
        return max(0.0, (_busy_seconds() - self._busy - own_seconds) / elapsed) if elapsed else 0.0
