"""`./build.sh sandbox` in the account of a local AWS.

The clock there is wound from outside: the program itself waits as it does on AWS.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path += [str(ROOT / "Tests" / "EndToEnd"), str(ROOT / "Tests" / "ReadMe"), str(ROOT / "Tests" / "Sandbox")]

from aws_cli import aws_cli  # noqa: E402
from harness.local_aws import LocalAWS  # noqa: E402
from harness.waiting import wait_for  # noqa: E402

WORK = ROOT / ".build" / "sandbox-test"
"""Logs, reports and states of the last run; they stay for whoever looks for the cause of a failure."""
ACCOUNT = "000000000000"
_LONGEST = 7200
"""Seconds that a whole run may take."""


@pytest.fixture(scope="session")
def aws() -> Iterator[LocalAWS]:
    shutil.rmtree(WORK, ignore_errors=True)
    running = LocalAWS(WORK / "aws", LOCAL_AWS_STREAM_RETRY_SECONDS="0.1")
    yield running
    assert running.stop() == 0


@pytest.fixture(scope="session")
def tools() -> Path:
    return aws_cli(WORK / "bin")


@dataclass
class Run:
    """One `./build.sh sandbox`, with what it said in a file."""

    folder: Path
    process: subprocess.Popen[bytes]

    @property
    def output(self) -> str:
        return (self.folder / "output").read_text()

    @property
    def report(self) -> str:
        return (self.folder / "sandbox" / "report.md").read_text()

    @property
    def checkout(self) -> Path:
        return self.folder / "sandbox" / "checkout"

    def finished(self) -> int:
        """The exit status."""
        return self.process.wait(_LONGEST)

    def says(self, pattern: str) -> None:
        """Waits until it has said so."""
        wait_for(lambda: re.search(pattern, self.output) or self.process.poll() is not None, pattern, 1200)
        assert re.search(pattern, self.output), self.output

    def interrupt(self) -> None:
        """As ctrl-C does."""
        os.killpg(self.process.pid, signal.SIGINT)


@pytest.fixture
def begin(aws: LocalAWS, tools: Path, request: pytest.FixtureRequest) -> Iterator[Callable[..., Run]]:
    """Starts it in a folder of the test's own, and answers its question."""
    runs: list[Run] = []

    def begun(answer: str, *arguments: str, **environment: str) -> Run:
        folder = WORK / request.node.name
        folder.mkdir(exist_ok=True)
        everything = aws.environment()
        everything |= {"PATH": f"{tools}:{everything['PATH']}", "SANDBOX_DIRECTORY": str(folder / "sandbox"), **environment}
        with (folder / "output").open("wb") as output:
            # As at a terminal: who is started in the background ignores ctrl-C, and so would all that it starts.
            process = subprocess.Popen([ROOT / "build.sh", "sandbox", *arguments], env=everything, stdin=subprocess.PIPE, stdout=output,
                                       stderr=subprocess.STDOUT, start_new_session=True,
                                       preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
        process.stdin.write(f"{answer}\n".encode())
        process.stdin.close()
        runs.append(Run(folder, process))
        return runs[-1]

    yield begun
    for run in runs:
        if run.process.poll() is None:
            run.interrupt()
            run.process.wait(1200)


@contextmanager
def wound(aws: LocalAWS, run: Run) -> Iterator[None]:
    """Minutes and more of retries, restores and backups pass at once."""
    ended = threading.Event()

    def wind() -> None:
        backups = 0
        while not ended.wait(1):
            if (waits := run.output.count("can be restored to")) > backups:
                backups = waits
                aws.clock({"advance": 900})
            elif waits := aws.clock()["restores"]:
                aws.clock({"advance": max(waits.values())})
            else:
                aws.wind_to_the_next_retry()

    winding = threading.Thread(target=wind)
    winding.start()
    try:
        yield
    finally:
        ended.set()
        winding.join()


def left(aws: LocalAWS) -> list[str]:
    """Everything that a sandbox could have left in the account."""
    tables = [name for region in ("us-east-1", "eu-west-1") for name in aws.client("dynamodb", region=region).list_tables()["TableNames"]]
    buses = [bus["Name"] for bus in aws.client("events").list_event_buses()["EventBuses"] if bus["Name"] != "default"]
    keys = [key["KeyId"] for key in aws.client("kms").list_keys()["Keys"]
            if aws.client("kms").describe_key(KeyId=key["KeyId"])["KeyMetadata"]["KeyState"] != "PendingDeletion"]
    return [*tables, *buses, *keys,
            *(function["FunctionName"] for function in aws.client("lambda").list_functions()["Functions"]),
            *aws.client("sqs").list_queues().get("QueueUrls", []),
            *(archive["ArchiveName"] for archive in aws.client("events").list_archives()["Archives"]),
            *(alarm["AlarmName"] for alarm in aws.client("cloudwatch").describe_alarms()["MetricAlarms"]),
            *(group["logGroupName"] for group in aws.client("logs").describe_log_groups()["logGroups"]),
            *(role["RoleName"] for role in aws.client("iam").list_roles()["Roles"] if "sandbox" in role["RoleName"])]
