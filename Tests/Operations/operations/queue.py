"""The dead-letter queue."""

from harness.system import System


def depth(system: System) -> int:
    return system.depth()
