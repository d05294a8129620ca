"""A process of the launcher in Tests/LocalAWS."""

import json
import os
import signal
import subprocess
import urllib.request
from pathlib import Path

import boto3
from botocore.config import Config

from .paths import LAUNCHER, LOCAL_AWS_PYTHON
from .waiting import wait_for

REGION = "us-east-1"
_HARMLESS = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TZ", "LOCAL_AWS_RECORD_REQUESTS")


class LocalAWS:
    """Starts on a free port of 127.0.0.1; `stop` ends it and the functions it runs."""

    def __init__(self, directory: Path, **settings: str) -> None:
        if not Path(LOCAL_AWS_PYTHON).exists():
            raise RuntimeError(f"{LOCAL_AWS_PYTHON} is missing: ./build.sh test makes it, or set LOCAL_AWS_PYTHON")
        directory.mkdir(parents=True, exist_ok=True)
        self.directory = directory
        self._log = (directory / "local-aws.log").open("w")
        environment = {name: os.environ[name] for name in _HARMLESS if name in os.environ}
        self._process = subprocess.Popen(
            [LOCAL_AWS_PYTHON, "-B", str(LAUNCHER), "--port", "0", "--directory", str(directory)],
            env={**environment, **settings}, stdin=subprocess.DEVNULL, stdout=self._log, stderr=self._log)
        self.endpoint = self._wait_until_ready()

    def _wait_until_ready(self) -> str:
        file = self.directory / "local-aws.endpoint"
        wait_for(lambda: file.exists() or self._process.poll() is not None, "the start of the local AWS")
        if self._process.poll() is not None:
            raise RuntimeError("the local AWS did not start:\n" + (self.directory / "local-aws.log").read_text())
        endpoint = file.read_text().strip()
        with urllib.request.urlopen(endpoint + "/_ministack/health", timeout=60) as answer:
            assert answer.status == 200
        return endpoint

    @property
    def process_id(self) -> int:
        return self._process.pid

    def client(self, service: str, key: str = "test", secret: str = "test", token: str | None = None, attempts: int = 1,
               region: str = REGION):
        """A boto3 client; the default key is the account's own, which may do everything."""
        config = Config(retries={"total_max_attempts": attempts, "mode": "standard"}, max_pool_connections=128,
                        read_timeout=120, connect_timeout=10)
        return boto3.session.Session().client(
            service, endpoint_url=self.endpoint, region_name=region, aws_access_key_id=key,
            aws_secret_access_key=secret, aws_session_token=token, config=config)

    def wind_to_the_next_retry(self) -> bool:
        """Winds the clock on to the next asynchronous retry, or to a queue's next message that failed, minutes ahead.

        False where none waits, or while a function has messages: they would be handed over again.
        """
        found = self.clock()
        waits = [seconds for waiting in ("retries", "queues") for each in found[waiting].values() for seconds in each]
        if not waits or found["working"]:
            return False
        self.clock({"advance": min(waits)})
        return True

    def is_idle(self) -> bool:
        """Whether nothing waits for the clock, and no function has messages of a queue."""
        found = self.clock()
        return not (found["retries"] or found["queues"] or found["working"])

    def clock(self, request: dict | None = None) -> dict:
        body = None if request is None else json.dumps(request).encode()
        with urllib.request.urlopen(urllib.request.Request(self.endpoint + "/_local_aws/clock", body), timeout=120) as answer:
            return json.loads(answer.read())

    def environment(self) -> dict[str, str]:
        """What aws, terraform and a shell need to talk to it, and nothing that leads elsewhere."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "TF_VAR_", "TF_CLI_ARGS"))}
        return {**kept, "AWS_ENDPOINT_URL": self.endpoint, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
                "AWS_REGION": REGION, "AWS_DEFAULT_REGION": REGION, "AWS_CONFIG_FILE": "/dev/null",
                "AWS_SHARED_CREDENTIALS_FILE": "/dev/null", "AWS_EC2_METADATA_DISABLED": "true", "AWS_PAGER": "",
                "NO_PROXY": "127.0.0.1,localhost", "no_proxy": "127.0.0.1,localhost"}

    def stop(self) -> int:
        """The exit status."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
        try:
            return self._process.wait(60)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait(5)
        finally:
            self._log.close()
