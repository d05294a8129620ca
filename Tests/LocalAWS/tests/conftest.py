"""A running local AWS for the tests, clients for it, and small functions to run in it."""

import io
import json
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from running import REGION, LocalAWS, unique, wait_for, whole_lines

BOOTSTRAP = (Path(__file__).parent / "bootstrap.py").read_text()
ACCOUNT = "000000000000"


@pytest.fixture(scope="session")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAWS]:
    """Without second deliveries, because most tests count: `test_bus_order.py` and `test_queue_order.py` have a local AWS with them."""
    running = LocalAWS(tmp_path_factory.mktemp("local-aws"), LOCAL_AWS_STREAM_RETRY_SECONDS="0.05",
                       LOCAL_AWS_ALARM_INTERVAL_SECONDS="0.3", LOCAL_AWS_BUS_DUPLICATES="0", LOCAL_AWS_QUEUE_DUPLICATES="0")
    yield running
    assert running.stop() == 0


class Stage:
    """Makes resources and reads what functions saw."""

    def __init__(self, aws: LocalAWS, directory: Path) -> None:
        self.aws = aws
        self.directory = directory
        for service in ("lambda", "events", "sqs", "iam", "dynamodb", "cloudwatch", "logs", "sns"):
            setattr(self, service if service != "lambda" else "functions", aws.client(service))

    def role(self, *statements: dict, path: str = "/") -> str:
        name = unique("role")
        trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
                                                         "Principal": {"Service": "lambda.amazonaws.com"}}]}
        arn = self.iam.create_role(RoleName=name, Path=path, AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
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
        """The events a function got: `{"event", "text", "requestId", "names", "arn", "version"}`, `text` as it came."""
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
