"""The fake AWS as a process beside the measured one."""

import json
import os
import ssl
import subprocess
import urllib.request
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


class FakeAWS:
    """`with FakeAWS(program) as fake:` and `fake.endpoint` is what AWS_ENDPOINT_URL has to be."""

    def __init__(self, program: Path, *, items: Path | None = None, keep: bool = False,
                 tls: tuple[Path, Path] | None = None, cpu: int | None = None) -> None:
        self._command = [str(program), *(["--keep"] if keep else []), *(["--items", str(items)] if items else []),
                         *(["--tls", *map(str, tls)] if tls else [])]
        self._scheme = "https" if tls else "http"
        self._context = ssl.create_default_context(cafile=str(tls[0])) if tls else None
        self._cpu = cpu

    def __enter__(self) -> "FakeAWS":
        self._process = subprocess.Popen(self._command, stdout=subprocess.PIPE, text=True)
        if self._cpu is not None:
            os.sched_setaffinity(self._process.pid, {self._cpu})
        address = self._process.stdout.readline().strip()
        if not address:
            raise RuntimeError(f"{self._command[0]} ended at its start with {self._process.wait()}")
        self.endpoint = f"{self._scheme}://{address}"
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        self._process.stdout.close()

    def calls(self) -> dict[str, int]:
        """How often each operation was called since the start."""
        return json.loads(self._get("/calls"))

    def items(self) -> bytes:
        """What the tables hold, as `--items` takes it."""
        return self._get("/items")

    def cpu_seconds(self) -> float:
        """What the process has used so far, to a hundredth of a second."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def _get(self, path: str) -> bytes:
        opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=self._context))
        with opener.open(self.endpoint + path, timeout=60) as answer:
            return answer.read()
