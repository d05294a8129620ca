"""The processes of the functions: each in a group of its own, so that what a function started ends with it."""

import logging
import os
import resource
import signal
import subprocess
import threading
import weakref
from collections.abc import Callable
from contextlib import suppress
from types import SimpleNamespace

from ministack.core import lambda_runtime

from .patching import replace

_logger = logging.getLogger("local_aws.processes")


_OPEN_FILES = 1024
"""File descriptors of a function: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html."""


class _GroupProcess(subprocess.Popen):
    """A process that leads a process group; none is started once the launcher is ending."""

    started: "weakref.WeakSet[_GroupProcess]" = weakref.WeakSet()
    ending = threading.Event()

    def __init__(self, *arguments, **options) -> None:
        if self.ending.is_set():
            raise OSError("the local AWS is ending")
        super().__init__(*arguments, start_new_session=True, **options)
        with suppress(ProcessLookupError):
            resource.prlimit(self.pid, resource.RLIMIT_NOFILE, (_OPEN_FILES, _OPEN_FILES))
        self.started.add(self)


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
    """Ends the processes of all functions, waits for them, and lets no other start."""
    _GroupProcess.ending.set()
    lambda_runtime.reset()
    for process in list(_GroupProcess.started):
        if process.poll() is None:
            _kill_group(process.pid)
            process.wait(5)


def _stopped_if_begun(original: Callable) -> Callable:
    """MiniStack waits for the end of a server that serves, also where its thread never began to: for ever."""

    def stop(worker: lambda_runtime.ProvidedWorker) -> None:
        server, thread = worker._server, worker._server_thread
        if server is not None and (thread is None or not thread.is_alive()):
            worker._server, worker._server_thread = None, None
            server.server_close()
            return
        original(worker)

    return stop


def install() -> None:
    names = {name: getattr(subprocess, name) for name in dir(subprocess) if not name.startswith("__")}
    lambda_runtime.subprocess = SimpleNamespace(**{**names, "Popen": _GroupProcess})
    replace(lambda_runtime, "_collect", _group_ended)
    replace(lambda_runtime.ProvidedWorker, "_shutdown_server", _stopped_if_begun)
