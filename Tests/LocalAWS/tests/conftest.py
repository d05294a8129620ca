"""A running local AWS for the tests, clients for it, and small functions to run in it."""

import io
import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
import uuid
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import boto3
import pytest
from botocore.config import Config

ROOT = Path(__file__).resolve().parent.parent
BOOTSTRAP = (Path(__file__).parent / "bootstrap.py").read_text()
REGION = "us-east-1"
ACCOUNT = "000000000000"


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
        with urllib.request.urlopen(endpoint + "/_ministack/health", timeout=10) as answer:
            assert answer.status == 200
        return endpoint

    def client(self, service: str, key: str = "test", secret: str = "test"):
        return boto3.client(service, endpoint_url=self.endpoint, region_name=REGION, aws_access_key_id=key,
                            aws_secret_access_key=secret, config=Config(retries={"max_attempts": 1}))

    def clock(self, advance: float | None = None) -> dict:
        """The clock, after it was wound by so many seconds."""
        body = None if advance is None else json.dumps({"advance": advance}).encode()
        request = urllib.request.Request(self.endpoint + "/_local_aws/clock", body)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.loads(answer.read())

    def stop(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(20)


def wait_for(condition: Callable[[], object], what: str, seconds: float = 20) -> object:
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


@pytest.fixture(scope="session")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAWS]:
    """Without second deliveries, because most tests count: `test_bus_order.py` has a local AWS with them."""
    running = LocalAWS(tmp_path_factory.mktemp("local-aws"), LOCAL_AWS_STREAM_RETRY_SECONDS="0.05",
                       LOCAL_AWS_ALARM_INTERVAL_SECONDS="0.3", LOCAL_AWS_BUS_DUPLICATES="0")
    yield running
    assert running.stop() == 0


class Stage:
    """Makes resources and reads what functions saw."""

    def __init__(self, aws: LocalAWS, directory: Path) -> None:
        self.aws = aws
        self.directory = directory
        for service in ("lambda", "events", "sqs", "iam", "dynamodb", "cloudwatch", "logs", "sns"):
            setattr(self, service if service != "lambda" else "functions", aws.client(service))

    def role(self, *statements: dict) -> str:
        name = unique("role")
        trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
                                                         "Principal": {"Service": "lambda.amazonaws.com"}}]}
        arn = self.iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
        if statements:
            policy = json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
            self.iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=policy)
        return arn

    def function(self, role: str, timeout: int = 10, **environment: str) -> tuple[str, str]:
        """A function that writes each event to a file and behaves as `bootstrap.py` says."""
        name = unique("function")
        package = io.BytesIO()
        with zipfile.ZipFile(package, "w") as archive:
            entry = zipfile.ZipInfo("bootstrap")
            entry.external_attr = 0o755 << 16
            archive.writestr(entry, BOOTSTRAP)
        variables = {"SEEN": str(self.directory / name), **environment}
        arn = self.functions.create_function(
            FunctionName=name, Role=role, Runtime="provided.al2", Handler="bootstrap", Timeout=timeout,
            Code={"ZipFile": package.getvalue()}, Environment={"Variables": variables})["FunctionArn"]
        self.functions.get_waiter("function_active_v2").wait(FunctionName=name, WaiterConfig={"Delay": 0.1})
        return name, arn

    def seen(self, name: str) -> list[dict]:
        """The events a function got: `{"event", "text", "requestId", "names"}`, `text` as it came."""
        file = self.directory / name
        return [json.loads(line) for line in whole_lines(file)]

    def queue(self, *statements: dict, **attributes: str) -> tuple[str, str]:
        name = unique("queue")
        url = self.sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
        arn = f"arn:aws:sqs:{REGION}:{ACCOUNT}:{name}"
        if statements:
            policy = {"Version": "2012-10-17", "Statement": [{**each, "Resource": arn} for each in statements]}
            self.sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": json.dumps(policy)})
        return url, arn

    def wind(self, function: str, *waits: int) -> None:
        """Winds the clock on to each asynchronous retry of the function, which waits so many seconds."""
        for wait in waits:
            [seconds] = wait_for(lambda: self.aws.clock()["retries"].get(function), f"a retry of {function}")
            assert wait - 30 < seconds <= wait
            self.aws.clock(seconds)

    def message(self, url: str) -> dict:
        """The next message of a queue; it is deleted."""
        def receive():
            return self.sqs.receive_message(QueueUrl=url, MessageAttributeNames=["All"]).get("Messages")
        found = wait_for(receive, "a message")[0]
        self.sqs.delete_message(QueueUrl=url, ReceiptHandle=found["ReceiptHandle"])
        return found

    def depth(self, url: str) -> int:
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        found = self.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
        return sum(int(value) for value in found.values())

    def total(self, namespace: str, metric: str, **dimensions: str) -> float:
        """The sum of a metric over the last hour."""
        now = time.time()
        points = self.cloudwatch.get_metric_statistics(
            Namespace=namespace, MetricName=metric, StartTime=now - 3600, EndTime=now + 60, Period=3600,
            Dimensions=[{"Name": name, "Value": value} for name, value in dimensions.items()], Statistics=["Sum"])
        return sum(point["Sum"] for point in points["Datapoints"])


@pytest.fixture
def stage(aws: LocalAWS, tmp_path: Path) -> Stage:
    return Stage(aws, tmp_path)


def allow(actions: str | list[str], resource: str) -> dict:
    return {"Effect": "Allow", "Action": actions, "Resource": resource}


EVENTS_MAY_SEND = {"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}, "Action": "sqs:SendMessage"}
