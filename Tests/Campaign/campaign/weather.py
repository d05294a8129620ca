"""The faults of AWS and of the functions' processes while the load runs, drawn from the seed."""

import json
import os
import random
import signal
import threading
import time
import urllib.request

from harness.sandboxes import Sandbox
from harness.system import System

from .history import History

FUNCTIONS = ("command", "publisher", "projection", "process", "query")
SHARE, ENTRIES = 0.2, 0.05
OFFSET_SECONDS = 600


def wanted(system: System, **faults: object) -> dict:
    """Wants faults of the local AWS's calls, or with none only asks what there was."""
    body = json.dumps(faults).encode() if faults else None
    with urllib.request.urlopen(urllib.request.Request(system.aws.endpoint + "/_local_aws/faults", body), timeout=120) as answer:
        return json.loads(answer.read())


class Weather:
    """Calls that fail, a clock that is off now and then, and processes that are killed or stand still."""

    def __init__(self, system: System, history: History, seed: int) -> None:
        self._system = system
        self._history = history
        self._chance = random.Random(f"{seed} weather")
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._failure: BaseException | None = None

    def __enter__(self) -> "Weather":
        wanted(self._system, share=SHARE, entries=ENTRIES)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()
        wanted(self._system, share=0)
        if self._failure is not None:
            raise self._failure

    def _run(self) -> None:
        try:
            while not self._end.wait(self._chance.uniform(0.3, 1.5)):
                self._change()
        except BaseException as failure:  # it is raised where the block ends
            self._failure = failure

    def _change(self) -> None:
        drawn = self._chance.random()
        found = self._system.sandboxes(self._system.name(self._chance.choice(FUNCTIONS)))
        if drawn < 0.1:
            offset = self._chance.choice((OFFSET_SECONDS, -OFFSET_SECONDS, 0, 0))
            wanted(self._system, share=SHARE, entries=ENTRIES, clockOffset=offset)
            self._history.write("fault", what="clock", offset=offset)
        elif found and drawn < 0.6:
            self._kill(self._chance.choice(found))
        elif found and drawn < 0.75:
            self._stop(self._chance.choice(found))

    def _kill(self, sandbox: Sandbox) -> None:
        if _signal(sandbox, signal.SIGKILL):
            self._history.write("fault", what="kill", function=_name(sandbox), process=sandbox.process_id)

    def _stop(self, sandbox: Sandbox) -> None:
        """It stands still for seconds, and for minutes of the clock that AWS waits by: what it had is handed to another."""
        with self._history.lasting("fault", what="stop", function=_name(sandbox), process=sandbox.process_id) as line:
            if not _signal(sandbox, signal.SIGSTOP):
                return
            try:
                time.sleep(self._chance.uniform(0.2, 3))
                line["wound"] = seconds = self._chance.uniform(60, 400)
                self._system.aws.clock({"advance": seconds})
                time.sleep(self._chance.uniform(0.2, 3))
            finally:
                _signal(sandbox, signal.SIGCONT)


def _name(sandbox: Sandbox) -> str:
    return sandbox.environment["AWS_LAMBDA_FUNCTION_NAME"]


def _signal(sandbox: Sandbox, number: int) -> bool:
    """Whether the process was still there."""
    try:
        os.kill(sandbox.process_id, number)
    except ProcessLookupError:
        return False
    return True
