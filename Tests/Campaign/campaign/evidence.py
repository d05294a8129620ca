"""What the judge gets beside the history: tables, bus, archive, queues and logs as they are, item by item and byte by byte."""

import json
import threading
from datetime import datetime, timezone
from pathlib import Path

from harness.system import System, unique
from harness.waiting import settled, wait_for

SOURCE = "event-sourcing.financial"
LOGS = ("command", "publisher", "projection", "process", "query")
_LONGEST = 7200
"""Seconds: ten thousand commands come through a queue whose every deletion looks at all that is left in it."""


class Listener:
    """A queue of ours behind a rule of the bus, with all that came through it in a file."""

    def __init__(self, system: System, file: Path, replayed: bool) -> None:
        self._system = system
        self._bus = system.outputs["event_bus_name"]
        self._name = unique("listener")
        self._url = system.queue.create_queue(QueueName=self._name)["QueueUrl"]
        arn = system.queue.get_queue_attributes(QueueUrl=self._url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        pattern = {"source": [SOURCE], "replay-name": [{"exists": replayed}]}
        self.rule = system.bus.put_rule(Name=self._name, EventBusName=self._bus, EventPattern=json.dumps(pattern))["RuleArn"]
        policy = {"Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}, "Action": "sqs:SendMessage", "Resource": arn,
            "Condition": {"ArnEquals": {"aws:SourceArn": self.rule}}}]}
        system.queue.set_queue_attributes(QueueUrl=self._url, Attributes={"Policy": json.dumps(policy)})
        system.bus.put_targets(Rule=self._name, EventBusName=self._bus, Targets=[{"Id": "listener", "Arn": arn}])
        self._file = file.open("w")
        self.heard: set[tuple[str, int]] = set()
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        while True:
            found = self._system.queue.receive_message(QueueUrl=self._url, MaxNumberOfMessages=10).get("Messages", [])
            for message in found:
                self._file.write(message["Body"] + "\n")
                detail = json.loads(message["Body"])["detail"]
                self.heard.add((str(detail.get("AggregateId")), int(detail.get("EventSequence") or 0)))
            if found:
                self._system.queue.delete_message_batch(QueueUrl=self._url, Entries=[
                    {"Id": str(number), "ReceiptHandle": message["ReceiptHandle"]} for number, message in enumerate(found)])
            elif self._end.wait(0.2):
                return

    def close(self) -> None:
        """When nothing more comes."""
        settled(lambda: len(self.heard), "what the bus delivers", quiet=3, seconds=_LONGEST)
        self._system.bus.remove_targets(Rule=self._name, EventBusName=self._bus, Ids=["listener"])
        self._end.set()
        self._thread.join()
        self._file.close()


def hear_the_archive(system: System, file: Path, begin: datetime) -> None:
    """All that the archive has, replayed to a rule that nobody else sees."""
    listener, name = Listener(system, file, replayed=True), unique("archive")
    system.bus.start_replay(
        ReplayName=name, EventSourceArn=system.outputs["event_archive_arn"], EventStartTime=begin.replace(microsecond=0),
        EventEndTime=datetime.now(timezone.utc), Destination={"Arn": system.outputs["event_bus_arn"], "FilterArns": [listener.rule]})
    wait_for(lambda: system.bus.describe_replay(ReplayName=name)["State"] == "COMPLETED", f"the end of {name}", _LONGEST)
    listener.close()


def keep_table(system: System, table: str, file: Path) -> list[dict]:
    """All items in DynamoDB's own form."""
    with file.open("w") as kept:
        items = [item for page in system.dynamodb.get_paginator("scan").paginate(TableName=table, ConsistentRead=True) for item in page["Items"]]
        for item in items:
            kept.write(json.dumps(item, default=lambda raw: {"bytes": raw.hex()}) + "\n")
    return items


def keep_queue(system: System, output: str, file: Path) -> None:
    """All messages of a queue, by the name of its outputs; they stay hidden from now on."""
    with file.open("w") as kept:
        while found := system.queue.receive_message(QueueUrl=system.outputs[f"{output}_url"], MaxNumberOfMessages=10, VisibilityTimeout=43200,
                                                    MessageAttributeNames=["All"], AttributeNames=["All"]).get("Messages", []):
            for message in found:
                kept.write(json.dumps({"messageId": message["MessageId"], "body": message["Body"], "attributes": message.get("Attributes", {}),
                                       "messageAttributes": message.get("MessageAttributes", {})}) + "\n")


def keep_logs(system: System, file: Path) -> None:
    """Every line that a function or Lambda itself wrote."""
    with file.open("w") as kept:
        for function in LOGS:
            name = system.name(function)
            for page in system.logs.get_paginator("filter_log_events").paginate(logGroupName=f"/aws/lambda/{name}"):
                for event in page["events"]:
                    kept.write(json.dumps({"function": function, "at": event["timestamp"] / 1000, "message": event["message"].rstrip("\n")}) + "\n")
