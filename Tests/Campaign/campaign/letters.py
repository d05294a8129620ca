"""Poison, and the dead letters that come of it."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager

from harness.system import System, unique
from harness.waiting import wait_for

from .evidence import SOURCE
from .history import History

LONGEST = 1800
"""Seconds until what waits for functions that fail and are killed is given up."""


class Letters:
    def __init__(self, system: System, history: History) -> None:
        self._system = system
        self._history = history
        self._poison: set[str] = set()

    def poison(self) -> None:
        """Messages that name no event, and events that no log has."""
        for body in ("no json", "{}", json.dumps({"detail-type": "AccountCreated", "source": SOURCE, "detail": {"AggregateId": 7}})):
            sent = self._system.queue.send_message(QueueUrl=self._system.outputs["projection_queue_url"], MessageBody=body)
            self._note(messageId=sent["MessageId"])
        account = unique("forged")
        event = {"EventId": "8f14e45f-ceea-467a-9575-5a1f3c1d2b3a", "AggregateId": account, "EventSequence": 1, "EventType": "AccountCreated",
                 "EventData": {}, "Timestamp": "2024-01-15T10:30:00.000000Z", "Version": "1.0", "CommandId": "c", "UserId": "system",
                 "CorrelationId": "c", "PreviousHash": "0" * 64, "EventHash": "1" * 64}
        self._note(aggregateId=account)
        wait_for(lambda: self._is_published(event), "the bus taking a forged event")

    def _note(self, **name: str) -> None:
        self._poison |= set(name.values())
        self._history.write("poison", begin=time.monotonic(), **name)

    def _is_published(self, event: dict) -> bool:
        answer = self._system.publishers_bus.put_events(Entries=[{
            "Source": SOURCE, "DetailType": event["EventType"], "Detail": json.dumps(event), "EventBusName": self._system.outputs["event_bus_name"]}])
        return answer["FailedEntryCount"] == 0

    def redrive(self) -> None:
        """The projection reads the dead letters until it has had each of them, with what `enable_dlq_redrive` gives it."""
        wait_for(lambda: self._system.depth() > 0, "a dead letter", LONGEST)
        with self._history.lasting("act", what="redrive"), self._reader():
            mapping = self._system.functions.create_event_source_mapping(
                EventSourceArn=self._system.outputs["dead_letter_queue_arn"], BatchSize=10,
                FunctionName=self._system.live(self._system.name("projection")),
                FunctionResponseTypes=["ReportBatchItemFailures"], ScalingConfig={"MaximumConcurrency": 2})["UUID"]
            wait_for(lambda: self._waiting() == 0, "the projection taking each dead letter", LONGEST)
            self._system.functions.delete_event_source_mapping(UUID=mapping)

    def redrive_what_is_no_poison(self) -> None:
        """What the faults have brought there is done after all, as an operator would who looks into the queue."""
        if any(not any(name in letter["Body"] for name in self._poison) for letter in self._system.dead_letters()):
            self.redrive()

    def are_about(self, text: str) -> bool:
        return any(text in letter["Body"] for letter in self._system.dead_letters())

    @contextmanager
    def _reader(self) -> Iterator[None]:
        """The projection's role may read the dead-letter queue."""
        iam, role = self._system.aws.client("iam"), self._system.outputs["lambda_role_arns"]["projection"].rpartition("/")[2]
        allowed = {"Effect": "Allow", "Action": ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
                   "Resource": self._system.outputs["dead_letter_queue_arn"]}
        iam.put_role_policy(RoleName=role, PolicyName="redrive", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [allowed]}))
        try:
            yield
        finally:
            iam.delete_role_policy(RoleName=role, PolicyName="redrive")

    def _waiting(self) -> int:
        """Letters that nobody has at the moment."""
        names = ["ApproximateNumberOfMessages"]
        found = self._system.queue.get_queue_attributes(QueueUrl=self._system.outputs["dead_letter_queue_url"], AttributeNames=names)
        return int(found["Attributes"]["ApproximateNumberOfMessages"])
