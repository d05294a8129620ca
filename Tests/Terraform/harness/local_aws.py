"""A process of the launcher in Tests/LocalAWS."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import boto3
from botocore.config import Config

from .paths import LAUNCHER, LOCAL_AWS_PYTHON

REGION = "us-east-1"
_HARMLESS = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TZ", "LOCAL_AWS_RECORD_REQUESTS")


def wait_for(condition: Callable[[], object], what: str, seconds: float = 120) -> object:
    """Waits until the condition gives something true, and gives that back."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError(f"{what} did not happen within {seconds} s")


class LocalAWS:
    """Runs on a free port of 127.0.0.1; `stop` ends it."""

    def __init__(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self._log = (directory / "local-aws.log").open("w")
        environment = {name: os.environ[name] for name in _HARMLESS if name in os.environ}
        self._process = subprocess.Popen(
            [LOCAL_AWS_PYTHON, "-B", LAUNCHER, "--port", "0", "--directory", directory],
            env={**environment, "LOCAL_AWS_ALARM_INTERVAL_SECONDS": "0.3"},
            stdin=subprocess.DEVNULL, stdout=self._log, stderr=self._log)
        file = directory / "local-aws.endpoint"
        wait_for(lambda: file.exists() or self._process.poll() is not None, "the start of the local AWS")
        assert self._process.poll() is None, (directory / "local-aws.log").read_text()
        self.endpoint = file.read_text().strip()

    def client(self, service: str, key: str = "test", secret: str = "test"):
        """A boto3 client; the default key is the account's own, which may do everything."""
        config = Config(retries={"total_max_attempts": 1}, read_timeout=60, parameter_validation=True)
        return boto3.session.Session().client(service, endpoint_url=self.endpoint, region_name=REGION,
                                              aws_access_key_id=key, aws_secret_access_key=secret, config=config)

    def environment(self) -> dict[str, str]:
        """What Terraform needs to talk to it and to nothing else."""
        return {"AWS_ENDPOINT_URL": self.endpoint, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
                "AWS_REGION": REGION, "AWS_CONFIG_FILE": os.devnull, "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
                "AWS_EC2_METADATA_DISABLED": "true", "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}

    def stop(self) -> None:
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(60)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(5)
        finally:
            self._log.close()
