"""One bash that runs a block after the other and keeps its folder, variables and functions between them."""

import os
import queue
import subprocess
import threading
import uuid
from pathlib import Path

LONGEST = 900
"""Seconds that a block may take."""


class Shell:
    def __init__(self, directory: Path, environment: dict[str, str], own_session: bool = True) -> None:
        """Without a session of its own it ends with whoever made it."""
        self.directory = directory
        self._process = subprocess.Popen(
            ["bash", "--noprofile", "--norc"], cwd=directory, env=environment, text=True, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=own_session)
        self._lines: queue.Queue[str | None] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for line in self._process.stdout:
            self._lines.put(line)
        self._lines.put(None)

    def run(self, block: str) -> tuple[int, str]:
        """The exit status of the block's first command that fails, or 0, and all that was printed."""
        mark = f"end-of-block-{uuid.uuid4().hex}"
        # Errors stop the block, not the shell: it has to stay for the blocks behind it.
        self._write(f"_failed=0; trap '[ $_failed -ne 0 ] || _failed=$?' ERR\n{block}\n"
                    f"trap - ERR; printf '\\n%s %s\\n' {mark} $_failed\n")
        printed = []
        while True:
            try:
                line = self._lines.get(timeout=LONGEST)
            except queue.Empty:
                raise AssertionError(f"the block took more than {LONGEST} s:\n{''.join(printed)}") from None
            if line is None:
                raise AssertionError(f"the shell has ended:\n{''.join(printed)}")
            if line.startswith(mark):
                return int(line.split()[1]), "".join(printed)
            printed.append(line)

    def _write(self, text: str) -> None:
        self._process.stdin.write(text)
        self._process.stdin.flush()

    def stop(self) -> None:
        self._process.stdin.close()
        try:
            self._process.wait(60)
        except subprocess.TimeoutExpired:
            self._kill()
            self._process.wait(5)

    def _kill(self) -> None:
        if os.getpgid(self._process.pid) == self._process.pid:
            os.killpg(self._process.pid, 9)
        else:
            self._process.kill()
