"""A console that runs, as `./build.sh console` starts it."""

import json
import re
import signal
import subprocess
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from harness.local_aws import LocalAWS
from harness.paths import ROOT
from harness.waiting import wait_for

_ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)/#token=([\w-]+)")


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    text: str

    @property
    def body(self) -> dict:
        return json.loads(self.text)


class Console:
    """Started with options, and credentials of the local AWS in its environment; `stop` ends it."""

    def __init__(self, aws: LocalAWS, log: Path, *options: str, **environment: str) -> None:
        log.parent.mkdir(parents=True, exist_ok=True)
        self._log = log.open("w")
        self.process = subprocess.Popen(
            [ROOT / "build.sh", "console", *options], env={**aws.environment(), **environment}, text=True,
            stdin=subprocess.DEVNULL, stdout=self._log, stderr=subprocess.STDOUT,
            # ctrl-C ends it also where the tests run in the background, whose programs are begun without it.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
        found = wait_for(lambda: _ADDRESS.search(log.read_text()) or self.process.poll() is not None, "the console's address")
        assert found is not True, f"the console has ended: {log.read_text()}"
        self.said = log.read_text()
        self.address, self.port, self.token = found.group(), int(found.group(1)), found.group(2)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def request(self, path: str, body: object = None, **headers: str) -> Reply:
        """Plain HTTP without a token, unless one is among the headers; `_` in their names stands for `-`."""
        data = None if body is None else json.dumps(body).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(self.origin + path, data, {"Content-Type": "application/json", **named})
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return Reply(answer.status, dict(answer.headers), answer.read().decode())
        except urllib.error.HTTPError as error:
            return Reply(error.code, dict(error.headers), error.read().decode())

    def stop(self) -> int:
        """The exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(60)
        finally:
            self._log.close()
