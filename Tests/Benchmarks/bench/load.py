"""What else runs on the machine: a figure taken while others work is no figure of the program's."""

import resource
import time
from pathlib import Path

from bench.fake_aws import TICKS

IDLE = (3, 4)  # idle, iowait: https://docs.kernel.org/filesystems/proc.html#miscellaneous-kernel-statistics-in-proc-stat
COUNTED = 8  # guest time is in user time


def _busy_seconds() -> float:
    fields = [int(field) for field in Path("/proc/stat").read_text().splitlines()[0].split()[1:]]
    return sum(value for place, value in enumerate(fields[:COUNTED]) if place not in IDLE) / TICKS


def _own_seconds() -> float:
    """This process's, and its children's that have ended: the stub, and with it the program that was measured."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


class Load:
    """From its making on, all cores together, what a hypervisor took away included."""

    def __init__(self) -> None:
        self._busy, self._own, self._time = _busy_seconds(), _own_seconds(), time.monotonic()

    def foreign(self, running_seconds: float) -> float:
        """The share of one core that others than the bench had used. Children that still run are told as an argument."""
        elapsed = time.monotonic() - self._time
        own = _own_seconds() - self._own + running_seconds
        return max(0.0, (_busy_seconds() - self._busy - own) / elapsed) if elapsed else 0.0
