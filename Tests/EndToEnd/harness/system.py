"""Calls to the deployed system, in the words of the contract."""

import base64
import json
import re
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from functools import cached_property
from typing import TypeVar

from boto3.dynamodb.types import TypeDeserializer
from botocore.exceptions import ClientError

from . import principals
from .answers import Answer, InvocationFailed, Throttled
from .live import configure
from .local_aws import LocalAWS
from .sandboxes import Sandbox, sandboxes
from .terraform import Terraform
from .waiting import NotYet, settled, wait_for

_plain = TypeDeserializer()
FEEDS = ("projection_queue", "replay_queue")
"""The queues before the projection."""
REPLICA_LAG_SECONDS = 0.1
"""What `LOCAL_AWS_LAG_MILLISECONDS` is when nothing is set."""
Found = TypeVar("Found")


class System:
    """The functions, tables, bus and queue that Terraform made, by their outputs."""

    def __init__(self, aws: LocalAWS, terraform: Terraform, noun: str = "Account") -> None:
        """`noun` is what the deployed domain calls an aggregate."""
        self.aws = aws
        self.noun = noun
        self.terraform = terraform
        self.outputs = terraform.outputs()
        region = str(self.outputs["aws_region"])
        self.functions = aws.client("lambda", region=region)
        self.dynamodb = aws.client("dynamodb", attempts=3, region=region)
        self.bus = aws.client("events", region=region)
        self.queue = aws.client("sqs", region=region)
        self.cloudwatch = aws.client("cloudwatch", region=region)
        self.logs = aws.client("logs", region=region)

    @cached_property
    def event_store_writer(self):
        """A client that the event store's own policy lets change events, for tests that damage some."""
        return self.aws.client("dynamodb", region=str(self.outputs["aws_region"]), **principals.replication(self.aws))

    @cached_property
    def publishers_bus(self):
        """A client that may speak for the event store on the bus, for tests that forge events."""
        return self.aws.client("events", region=str(self.outputs["aws_region"]), **self.role("publisher"))

    def role(self, function: str) -> dict[str, str]:
        """Credentials of a function's role."""
        return principals.role(self.aws, self.outputs["lambda_role_arns"][function])

    def name(self, function: str) -> str:
        """The name of the function `command`, `publisher`, `projection`, `query` or `process`."""
        key = "event_publisher" if function == "publisher" else f"{function}_handler"
        return str(self.outputs[f"{key}_function_name"])

    def live(self, function: str) -> str:
        """What is called in the place of a function's name: its alias, if Terraform made the function."""
        return f"{function}:live" if function in self._deployed else function

    @cached_property
    def _deployed(self) -> set[str]:
        return {str(value) for name, value in self.outputs.items() if name.endswith("_function_name")}

    @cached_property
    def event_store(self) -> str:
        return str(self.outputs["event_store_table_name"])

    @cached_property
    def read_model_table(self) -> str:
        return str(self.outputs["read_model_table_name"])

    def invoke(self, function: str, payload: object) -> object:
        """The JSON that a function answered. Text and bytes are sent as they are."""
        data = payload if isinstance(payload, bytes) else (payload if isinstance(payload, str) else json.dumps(payload)).encode()
        try:
            response = self.functions.invoke(FunctionName=self.live(function), Payload=data)
        except ClientError as error:
            if error.response["Error"]["Code"] == "TooManyRequestsException":
                raise Throttled(function) from None
            raise
        answer = json.loads(response["Payload"].read() or b"null")
        if response.get("FunctionError"):
            raise InvocationFailed(answer if isinstance(answer, dict) else {"errorMessage": str(answer)})
        return answer

    def call(self, function: str, payload: object) -> Answer:
        answer = self.invoke(self.name(function) if function in ("command", "query") else function, payload)
        assert isinstance(answer, dict) and set(answer) >= {"statusCode", "headers", "body"}, answer
        return Answer(answer["statusCode"], answer["headers"], answer["body"])

    def command(self, payload: object) -> Answer:
        return self.call("command", payload)

    def query(self, payload: object) -> Answer:
        return self.call("query", payload)

    def open_account(self, account: str | None = None, **data: object) -> str:
        """The identifier of a new account."""
        account = account or unique("account")
        answer = self.command(create(account, **data))
        assert answer.status == 200, answer
        return account

    def events(self, aggregate: str) -> list[dict]:
        """The items of the event store, in order."""
        return self._items(self.event_store, "AggregateId", aggregate)

    def read_model(self, account: str) -> dict[str, dict]:
        """All items of an aggregate in the read model, by ProjectionType, but for a projector's claim, which nobody is served."""
        items = self._items(self.read_model_table, f"{self.noun}Id", account)
        return {item["ProjectionType"]: item for item in items if not item["ProjectionType"].endswith("Claim")}

    def summary(self, account: str) -> dict:
        return self.read_model(account).get(f"{self.noun}Summary", {})

    def lose(self, account: str) -> None:
        """Deletes all items of an account, or of another key, from the read model."""
        for projection in self.read_model(account):
            key = {f"{self.noun}Id": {"S": account}, "ProjectionType": {"S": projection}}
            self.dynamodb.delete_item(TableName=self.read_model_table, Key=key)

    def act(self, **action: object) -> dict:
        """What the projection answers to an operator's action."""
        answer = self.invoke(self.name("projection"), action)
        return {"status": answer["statusCode"], **json.loads(answer["body"])}

    def rebuild(self, account: str) -> dict:
        """What a rebuild answers. One that does not fit its invocation, on a busy machine, goes on where it stopped."""
        going_on = {}
        for _ in range(20):
            try:
                return self.act(action="rebuild", accountId=account, **going_on)
            except InvocationFailed as error:
                found = re.search(r'"continueFrom": "([^"]+)"', error.message)
                if not found:
                    raise
                going_on = {"continueFrom": found[1]}
        raise AssertionError(f"the rebuild of {account} has no end")

    def replay(self, aggregate: str) -> str:
        """Starts a replay of the archive to the projection, from an aggregate's first event, and gives its name."""
        name, now = unique("replay"), datetime.now(timezone.utc)
        begin = datetime.fromisoformat(self.events(aggregate)[0]["Timestamp"].replace("Z", "+00:00")).replace(microsecond=0)
        self.bus.start_replay(
            ReplayName=name, EventSourceArn=self.outputs["event_archive_arn"], EventStartTime=begin,
            EventEndTime=now + timedelta(seconds=1),
            Destination={"Arn": self.outputs["event_bus_arn"], "FilterArns": [self.outputs["financial_events_replay_rule_arn"]]})
        return name

    def archived(self) -> int:
        """Events in the archive."""
        return self.bus.describe_archive(ArchiveName=self.outputs["event_archive_name"])["EventCount"]

    def projected(self, account: str, sequence: int, seconds: float = 240) -> dict[str, dict]:
        """Waits until the read model has applied the event of that sequence."""
        def look() -> dict | None:
            found = self.read_model(account)
            return found if found.get(f"{self.noun}Summary", {}).get("Version", 0) >= sequence else None
        found = self.eventually(look, f"{account} at version {sequence} in the read model", seconds)
        # A query that need not be consistent asks any replica, and each may be as far behind as this.
        self.aws.clock({"advance": REPLICA_LAG_SECONDS})
        return found

    def eventually(self, condition: Callable[[], Found], what: str, seconds: float = 60) -> Found:
        """`wait_for` what retries may bring: the clock is wound on to each, so that nobody waits minutes for it."""
        def look() -> Found:
            found = condition()
            if not found:
                self.aws.wind_to_the_next_retry()
            return found
        return self._wait(look, what, seconds)

    def finish_retries(self) -> None:
        """Winds the clock until nothing of what came before is tried again."""
        wound = 0

        def look() -> tuple[int, bool, list[int]]:
            nonlocal wound
            wound += self.aws.wind_to_the_next_retry()
            return wound, self.aws.is_idle(), [self.depth(name) for name in FEEDS]

        def done() -> bool:
            return settled(look, "the retries")[1:] == (True, [0] * len(FEEDS))
        self._wait(done, "the end of all retries", seconds=480)

    def _wait(self, condition: Callable[[], Found], what: str, seconds: float) -> Found:
        """A failure says what waits for what, for whoever looks for its cause."""
        try:
            return wait_for(condition, what, seconds, pause=0.2)
        except NotYet as failure:
            raise NotYet(f"{failure}; {self._what_waits()}") from None

    def _what_waits(self) -> str:
        depths = {queue: self.depth(queue) for queue in ("dead_letter_queue", *FEEDS)}
        mappings = [(one["EventSourceArn"], one["State"], one.get("LastProcessingResult"))
                    for one in self.functions.list_event_source_mappings()["EventSourceMappings"]]
        letters = [letter["Body"][:200] for letter in self.dead_letters()]
        return f"messages: {depths}; the clock: {self.aws.clock()}; mappings: {mappings}; dead letters: {letters}"

    def depth(self, queue: str = "dead_letter_queue") -> int:
        """Messages of a queue, by the name of its outputs: those that wait, and those that somebody has."""
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        found = self.queue.get_queue_attributes(QueueUrl=self.outputs[f"{queue}_url"], AttributeNames=names)["Attributes"]
        return sum(int(value) for value in found.values())

    def _items(self, table: str, key: str, value: str) -> list[dict]:
        pages = self.dynamodb.get_paginator("query").paginate(
            TableName=table, ConsistentRead=True, KeyConditionExpression="#k = :v",
            ExpressionAttributeNames={"#k": key}, ExpressionAttributeValues={":v": {"S": value}})
        return [plain(item) for page in pages for item in page["Items"]]

    def sandboxes(self, function: str) -> list[Sandbox]:
        return sandboxes(function, self.aws.process_id)

    def recycle(self, function: str) -> None:
        """Ends the function's sandboxes: a change of its configuration makes Lambda start new ones."""
        configuration = self.functions.get_function_configuration(FunctionName=function)
        configure(self.functions, function, Description=configuration["Description"] + " ")
        configure(self.functions, function, Description=configuration["Description"])

    def dead_letters(self) -> list[dict]:
        """All messages of the dead-letter queue, which stay there."""
        url, messages = self.outputs["dead_letter_queue_url"], []
        while found := self.queue.receive_message(QueueUrl=url, MaxNumberOfMessages=10, MessageAttributeNames=["All"],
                                                  VisibilityTimeout=30).get("Messages", []):
            messages += found
        for message in messages:
            self.queue.change_message_visibility(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0)
        return messages

    def runs(self, function: str) -> int:
        """How often a function has run."""
        return self._sum("AWS/Lambda", "Invocations", "FunctionName", function)

    def count(self, metric: str, function: str) -> int:
        """The sum of a metric that a function writes itself."""
        return self._sum("EventSourcing", metric, "function", function)

    def _sum(self, namespace: str, metric: str, dimension: str, function: str) -> int:
        now = datetime.now(timezone.utc)
        found = self.cloudwatch.get_metric_statistics(
            Namespace=namespace, MetricName=metric, Period=3600, Statistics=["Sum"],
            Dimensions=[{"Name": dimension, "Value": self.name(function)}],
            StartTime=now - timedelta(hours=2), EndTime=now + timedelta(minutes=1))
        return int(sum(point["Sum"] for point in found["Datapoints"]))

    def log_lines(self, function: str, text: str = "", since: float = 0) -> list[dict]:
        """The JSON lines a function wrote since an epoch second, oldest first; with a text, only lines that hold it."""
        pages = self.logs.get_paginator("filter_log_events").paginate(
            logGroupName=f"/aws/lambda/{self.name(function)}", startTime=int(since * 1000),
            **({"filterPattern": f'"{text}"'} if text else {}))
        messages = [event["message"].strip() for page in pages for event in page["events"]]
        lines = [json.loads(message) for message in messages if message.startswith("{")]
        return [line for line in lines if not is_platform(line)]


def plain(item: dict) -> dict:
    """A DynamoDB item as Python values; numbers are Decimal."""
    return {name: _plain.deserialize(value) for name, value in item.items()}


def is_platform(line: dict) -> bool:
    """Whether Lambda wrote the line itself, about a run."""
    return str(line.get("type", "")).startswith("platform.")


def unique(prefix: str) -> str:
    return f"{prefix}-{uuid.uuid4().hex[:12]}"


def create(account: str, **data: object) -> dict:
    """The command that opens an account."""
    event = {"accountId": account, "customerId": "customer-456", "accountType": "checking",
             "createdAt": "2024-01-15T10:00:00Z", **data}
    return {"aggregateId": account, "eventType": "AccountCreated", "eventData": event}


def transaction(account: str, amount: int | float | str, identifier: str | None = None, **members: object) -> str:
    """The command for a deposit (above zero) or a withdrawal, as JSON text in which the amount stands as it was given."""
    kind = "withdrawal" if Decimal(str(amount)) < 0 else "deposit"
    event = {"transactionId": identifier or unique("tx"), "amount": "AMOUNT", "type": kind, "timestamp": "2024-01-15T10:30:00Z"}
    text = json.dumps({"aggregateId": account, "eventType": "TransactionProcessed", "eventData": event, **members})
    return text.replace('"AMOUNT"', str(amount))


def close(account: str, **members: object) -> dict:
    """The command that closes an account."""
    event = {"accountId": account, "reason": "customer request", "closedAt": "2024-02-01T10:00:00Z"}
    return {"aggregateId": account, "eventType": "AccountClosed", "eventData": event, **members}


def envelope(payload: object, encoded: bool = False, **members: object) -> dict:
    """The HTTP-style envelope around a command or query."""
    text = payload if isinstance(payload, str) else json.dumps(payload)
    body = base64.b64encode(text.encode()).decode() if encoded else text
    return {"body": body, "isBase64Encoded": encoded, **members}
