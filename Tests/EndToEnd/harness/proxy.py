"""microburst between a function and a service: AWS-shaped faults, chosen by rule.

It changes the Host header, so it signs anew, with credentials of the function's role: what goes through it shows nothing of
the function's signature, which all other tests do.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from .local_aws import REGION
from .waiting import wait_for

_STARTS = 5
"""microburst takes no free port of its own, and another program may take the one found for it."""


class Proxy:
    """A microburst process on a free port of 127.0.0.1."""

    def __init__(self, upstream: str, directory: Path, credentials: dict[str, str]) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self._log = (directory / "microburst.log").open("w")
        environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "LC_ALL") if name in os.environ}
        environment |= {"AWS_ACCESS_KEY_ID": credentials["key"], "AWS_SECRET_ACCESS_KEY": credentials["secret"],
                        "AWS_SESSION_TOKEN": credentials["token"], "AWS_REGION": REGION}
        for _ in range(_STARTS):
            port = _free_port()
            self.endpoint = f"http://127.0.0.1:{port}"
            self._process = subprocess.Popen(
                [str(Path(sys.executable).with_name("microburst")), "--upstream", upstream, "--port", str(port), "--resign"],
                env=environment, stdin=subprocess.DEVNULL, stdout=self._log, stderr=self._log)
            wait_for(lambda: self._healthy() or self._process.poll() is not None, "the start of microburst")
            if self._process.poll() is None:
                self._sign_once(credentials)
                return
        raise AssertionError(f"microburst has ended: {(directory / 'microburst.log').read_text()}")

    def _sign_once(self, credentials: dict[str, str]) -> None:
        """What it signs with is loaded by the first request, which on a slow machine takes longer than a function waits."""
        client = boto3.session.Session().client(
            "dynamodb", endpoint_url=self.endpoint, region_name=REGION, aws_access_key_id=credentials["key"],
            aws_secret_access_key=credentials["secret"], aws_session_token=credentials["token"],
            config=Config(read_timeout=240, retries={"total_max_attempts": 1}, proxies={}))
        try:
            client.list_tables()
        except ClientError as refusal:
            assert refusal.response["Error"]["Code"] == "AccessDeniedException", refusal

    def _healthy(self) -> bool:
        try:
            return self._call("GET", "health") is not None
        except OSError:
            return False

    def rules(self, *rules: dict) -> None:
        """Replaces all rules."""
        self._call("POST", "rules", list(rules))
        self._call("DELETE", "fired")

    def fired(self) -> list[dict]:
        """What has been done to requests since `rules`."""
        return self._call("GET", "fired")

    def _call(self, method: str, path: str, body: object = None) -> object:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.endpoint}/_microburst/{path}", data, method=method,
                                         headers={"Content-Type": "application/json"})
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=60) as answer:
            text = answer.read()
        return json.loads(text) if text else {}

    def stop(self) -> None:
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(5)
        self._log.close()


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]
