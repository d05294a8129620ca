"""A process of the launcher, and how tests wait for what it does."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

import boto3
from botocore.config import Config

ROOT = Path(__file__).resolve().parent.parent
REGION = "us-east-1"


class LocalAWS:
    """A launcher's process and what is needed to talk to it."""

    def __init__(self, directory: Path, **environment: str) -> None:
        self.directory = directory
        self.log = (directory / "log").open("w") if directory.mkdir(parents=True, exist_ok=True) is None else None
        command = [os.environ.get("LOCAL_AWS_PYTHON", sys.executable), str(ROOT / "launch.py"),
                   "--port", "0", "--directory", str(directory)]
        self.process = subprocess.Popen(command, env={**os.environ, **environment}, stdout=self.log, stderr=self.log)
        self.endpoint = self._endpoint()

    def _endpoint(self) -> str:
        file = self.directory / "local-aws.endpoint"
        wait_for(lambda: file.exists() or self.process.poll() is not None, "the launcher")
        assert self.process.poll() is None, (self.directory / "log").read_text()
        endpoint = file.read_text().strip()
        with urllib.request.urlopen(endpoint + "/_ministack/health", timeout=120) as answer:
            assert answer.status == 200
        return endpoint

    def client(self, service: str, key: str = "test", secret: str = "test", token: str | None = None, region: str = REGION):
        return boto3.client(service, endpoint_url=self.endpoint, region_name=region, aws_access_key_id=key,
                            aws_secret_access_key=secret, aws_session_token=token, config=Config(retries={"max_attempts": 1}))

    @cached_property
    def dynamodb(self):
        """The client of whoever reads again and again: making a client takes longer than many a read."""
        return self.client("dynamodb")

    def clock(self, advance: float | None = None) -> dict:
        """The clock, after it was wound by so many seconds."""
        body = None if advance is None else json.dumps({"advance": advance}).encode()
        request = urllib.request.Request(self.endpoint + "/_local_aws/clock", body)
        with urllib.request.urlopen(request, timeout=120) as answer:
            return json.loads(answer.read())

    def acting(self, role: str, service: str):
        """A client with the credentials of a role."""
        session = self.client("sts").assume_role(RoleArn=role, RoleSessionName="test")["Credentials"]
        return self.client(service, session["AccessKeyId"], session["SecretAccessKey"], session["SessionToken"])

    def stop(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(120)


def wait_for(condition: Callable[[], object], what: str, seconds: float = 120) -> object:
    """Waits until the condition gives something true, and gives that back."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"{what} did not happen within {seconds} s")


def whole_lines(file: Path) -> list[str]:
    """The lines that another process has written to their end."""
    return file.read_text().split("\n")[:-1] if file.exists() else []


def unique(prefix: str) -> str:
    return f"{prefix}-{uuid.uuid4().hex[:8]}"
