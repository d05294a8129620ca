"""All that a function has written when it answers is in its log, however busy the machine is.

https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs.html: Lambda captures standard output and standard error of
the function's process. MiniStack waits some milliseconds for the lines, and leaves what comes later to the next run.
"""

import fcntl
import logging
import os
import queue
import select
import struct
import termios
import threading
import time
from typing import IO, Any

from ministack.core import lambda_runtime

from .patching import replace

_logger = logging.getLogger("local_aws.function_output")
_LONGEST_WAIT = 10.0
"""Seconds; something that the function left behind may write for ever."""


def _lock(worker: Any) -> threading.Lock:
    """Held from the reading of bytes until their lines are in the queue."""
    return worker.__dict__.setdefault("_output_lock", threading.Lock())


def _pump(worker: Any, stream: IO[bytes], lines: queue.Queue) -> None:
    """Takes lines to the queue until the stream ends."""
    rest = b""
    # Not `select`, which knows no file with a number above 1023.
    waiting = select.poll()
    waiting.register(stream, select.POLLIN)
    try:
        while True:
            waiting.poll()
            with _lock(worker):
                data = os.read(stream.fileno(), 65536)
                *whole, rest = (rest + data).split(b"\n")
                if not data and rest:
                    whole, rest = [rest], b""
                for line in whole:
                    _put(lines, line.rstrip(b"\r").decode("utf-8", errors="replace"))
            if not data:
                return
    except (OSError, ValueError):
        # The sandbox was ended, and its pipe closed.
        return


def _put(lines: queue.Queue, line: str) -> None:
    """The oldest line goes where there are too many."""
    while True:
        try:
            return lines.put_nowait(line)
        except queue.Full:
            try:
                lines.get_nowait()
            except queue.Empty:
                continue


def _drained(worker: Any, **_waits: float) -> str:
    """The lines of all that has been written by now."""
    end = time.monotonic() + _LONGEST_WAIT
    while worker._proc is not None and _holds_bytes(worker, worker._proc.stdout):
        if time.monotonic() > end:
            _logger.warning("%s goes on writing after its answer: the rest is in the log of its next run", worker.func_name)
            break
        time.sleep(0.001)
    return worker._drain_stderr()


def _holds_bytes(worker: Any, stream: IO[bytes]) -> bool:
    with _lock(worker):
        try:
            return struct.unpack("i", fcntl.ioctl(stream.fileno(), termios.FIONREAD, b"\0" * 4))[0] > 0
        except (OSError, ValueError):
            return False


def install() -> None:
    replace(lambda_runtime.ProvidedWorker, "_pump_output", lambda _original: _pump)
    replace(lambda_runtime.ProvidedWorker, "_drain_stderr_bounded", lambda _original: _drained)
