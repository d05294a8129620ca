"""The command function as one would write it in Go and in Python with AWS's own SDKs: see Tests/Benchmarks/peers."""

from pathlib import Path

from bench.instruments import BENCHMARKS
from bench.program import Program

PEERS = BENCHMARKS / "peers"
# What they can do: a transaction under its key.
PATHS = ("keyed command, log of 1", "keyed command, log of 10", "keyed command, log of 1,000")


def peers(go: Path, python: Path) -> dict[str, Program]:
    """By name. `go` is the program that was built, `python` the interpreter of an environment with boto3."""
    handler = str(PEERS / "python" / "handler.py")
    return {
        "Go": Program([str(go)]),
        "Python": Program([str(python), "-B", handler], {"PATH": "/usr/bin:/bin"}, counting={"PYTHONMALLOC": "malloc"}),
    }
