"""The judge's process."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import boto3
import requests
from botocore.config import Config

from .paths import ENVIRONMENT, JUDGE

REGION = "us-east-1"
_NO_LIMIT = "1000000000"
_STARTS = 5
_RECORDING = {name: os.environ[name] for name in ("LOCAL_AWS_RECORD_REQUESTS",) if name in os.environ}


class Judge:
    """Lets every request pass until `be_strict`; then each must be signed by a known key that may do it."""

    def __init__(self, directory: Path) -> None:
        self.log = directory / "judge.log"
        if not any(self._starts() for _ in range(_STARTS)):
            raise AssertionError(f"the judge has ended: {self.log.read_text()}")

    def _starts(self) -> bool:
        """Whether it serves; it has ended if somebody took its port before it did."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.endpoint = f"http://127.0.0.1:{port}"
        with self.log.open("w") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-B", JUDGE, str(port)], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                env={**ENVIRONMENT, **_RECORDING, "INITIAL_NO_AUTH_ACTION_COUNT": _NO_LIMIT, "AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x"})
        end = time.monotonic() + 240
        while time.monotonic() < end and self._process.poll() is None:
            try:
                requests.get(self.endpoint + "/moto-api/data.json", timeout=60).raise_for_status()
                return True
            except requests.RequestException:
                time.sleep(0.1)
        return False

    def be_strict(self) -> None:
        requests.post(self.endpoint + "/moto-api/reset-auth", data="0", timeout=10).raise_for_status()

    def refusals(self) -> list[str]:
        """The actions refused so far, in order."""
        return [line.split()[1] for line in self._whole_lines() if line.startswith("REFUSED ")]

    def _whole_lines(self) -> list[str]:
        return self.log.read_text().rpartition("\n")[0].splitlines()

    def client(self, service: str, key: str = "x", secret: str = "x", token: str | None = None):
        return boto3.session.Session().client(
            service, endpoint_url=self.endpoint, region_name=REGION, aws_access_key_id=key, aws_secret_access_key=secret,
            aws_session_token=token, config=Config(retries={"total_max_attempts": 1}))

    def environment(self) -> dict[str, str]:
        """What Terraform needs to talk to it and to nothing else."""
        return {"AWS_ENDPOINT_URL": self.endpoint, "AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x", "AWS_REGION": REGION,
                "AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull, "AWS_EC2_METADATA_DISABLED": "true",
                "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}

    def stop(self) -> None:
        self._process.kill()
        self._process.wait(5)
