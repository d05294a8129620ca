"""The processes of the functions: each in a group of its own, so that what a function started ends with it."""

import logging
import os
import signal
import subprocess
from types import SimpleNamespace
from collections.abc import Callable

from ministack.core import lambda_runtime

from .patching import replace

_logger = logging.getLogger("local_aws.processes")


class _GroupProcess(subprocess.Popen):
    """A process that leads a process group."""

    def __init__(self, *arguments, **options) -> None:
        super().__init__(*arguments, start_new_session=True, **options)


def _group_ended(original: Callable) -> Callable:
    """AWS ends the whole sandbox; what the function's process started must not outlive it."""

    def collect(process: subprocess.Popen | None, deadline: float) -> None:
        original(process, deadline)
        if process is not None:
            _kill_group(process.pid)

    return collect


def _kill_group(leader: int) -> None:
    try:
        os.killpg(leader, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        _logger.debug("process group %d is gone", leader)


def stop_all() -> None:
    """Ends the processes of all functions and waits for them."""
    lambda_runtime.reset()


def install() -> None:
    names = {name: getattr(subprocess, name) for name in dir(subprocess) if not name.startswith("__")}
    lambda_runtime.subprocess = SimpleNamespace(**{**names, "Popen": _GroupProcess})
    replace(lambda_runtime, "_collect", _group_ended)
