"""What operators do while the load runs: poison arrives, the archive is replayed, all is rebuilt, the read model is lost, a new
version of the fold is deployed, and the dead-letter queue is redriven."""

import json
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timezone

from botocore.exceptions import ClientError
from harness.answers import InvocationFailed, Throttled
from harness.live import configure
from harness.system import System, unique
from harness.waiting import wait_for

from .evidence import SOURCE
from .history import History

VARIABLES = {"enable_transfers": True, "dlq_visibility_timeout_seconds": 30, "event_store_write_capacity": 200, "event_store_read_capacity": 200,
             "read_model_write_capacity": 200, "read_model_read_capacity": 200, "event_store_gsi_write_capacity": 200}
"""Capacity for the load, which is throttled all the same where it is bunched."""
_LONGEST = 1800
_QUIET_LOOKS = 5


class Operator:
    """Each act when a part of the load has been sent; those that are left come after it."""

    def __init__(self, system: System, history: History, seed: int, begin: datetime) -> None:
        self._system = system
        self._history = history
        self._chance = random.Random(f"{seed} operator")
        self._begin = begin
        self.acts: list[tuple[float, Callable[[], None]]] = [
            (0.05, self.poison), (0.15, self.replay), (0.25, self.rebuild_all), (0.4, self.poison), (0.45, self.lose), (0.46, self.replay),
            (0.47, self.rebuild_all), (0.6, self.redrive), (0.75, self.deploy), (0.9, self.poison)]
        self._failure: BaseException | None = None
        self._over = threading.Event()
        self._quiet = 0
        """How often in a row no part was in its queue while a rebuild was not complete."""
        self._rebuild = ""
        """The newest one."""
        self._poison: set[str] = set()

    def run(self, part: Callable[[], float]) -> threading.Thread:
        """Begins; `part` says how much of the load has been sent."""
        thread = threading.Thread(target=self._run, args=(part,), daemon=True)
        thread.start()
        return thread

    def finish(self, thread: threading.Thread) -> None:
        self._over.set()
        thread.join()
        if self._failure is not None:
            raise self._failure

    def _run(self, part: Callable[[], float]) -> None:
        try:
            for when, act in self.acts:
                while part() < when and not self._over.wait(0.2):
                    pass
                with self._history.lasting("act", what=act.__name__):
                    act()
        except BaseException as failure:  # it is raised where the load ends
            self._failure = failure

    # Acts

    def poison(self) -> None:
        """Messages that name no event, and events that no log has."""
        for body in ("no json", "{}", json.dumps({"detail-type": "AccountCreated", "source": SOURCE, "detail": {"AggregateId": 7}})):
            sent = self._system.queue.send_message(QueueUrl=self._system.outputs["projection_queue_url"], MessageBody=body)
            self._note_poison(messageId=sent["MessageId"])
        account = unique("forged")
        event = {"EventId": "8f14e45f-ceea-467a-9575-5a1f3c1d2b3a", "AggregateId": account, "EventSequence": 1, "EventType": "AccountCreated",
                 "EventData": {}, "Timestamp": "2024-01-15T10:30:00.000000Z", "Version": "1.0", "CommandId": "c", "UserId": "system",
                 "CorrelationId": "c", "PreviousHash": "0" * 64, "EventHash": "1" * 64}
        self._note_poison(aggregateId=account)
        wait_for(lambda: self._is_published(event), "the bus taking a forged event")

    def _note_poison(self, **name: str) -> None:
        self._poison |= set(name.values())
        self._history.write("poison", begin=time.monotonic(), **name)

    def _is_published(self, event: dict) -> bool:
        answer = self._system.publishers_bus.put_events(Entries=[{
            "Source": SOURCE, "DetailType": event["EventType"], "Detail": json.dumps(event), "EventBusName": self._system.outputs["event_bus_name"]}])
        return answer["FailedEntryCount"] == 0

    def replay(self) -> None:
        """The archive from the first event on, to the projection."""
        self._system.bus.start_replay(
            ReplayName=unique("replay"), EventSourceArn=self._system.outputs["event_archive_arn"],
            EventStartTime=self._begin.replace(microsecond=0), EventEndTime=datetime.now(timezone.utc),
            Destination={"Arn": self._system.outputs["event_bus_arn"], "FilterArns": [self._system.outputs["financial_events_replay_rule_arn"]]})

    def rebuild_all(self) -> None:
        """Begins one, in the place of any other."""
        begun = wait_for(lambda: self._acted(action="rebuildAll", parts=3), "the begin of a rebuild", _LONGEST)
        self._rebuild = str(begun["run"])

    def see_the_rebuild_end(self) -> None:
        """A part among the dead letters is redriven, as the runbook has it; one that is nowhere is lost, which is a fault, and all is
        begun anew."""
        while (how := self._watched()) != "complete":
            self._history.write("rebuild", run=self._rebuild, how=how)
            if how == "dead letter":
                self.redrive()
            else:
                self.rebuild_all()
        self._history.write("rebuild", run=self._rebuild, how=how)

    def _watched(self) -> str:
        """How a rebuild ended, or stopped short."""
        self._quiet = 0
        return wait_for(self._how_it_ended, "the end of a rebuild", _LONGEST, pause=1)

    def _how_it_ended(self) -> str | None:
        self._system.aws.wind_to_the_next_retry()
        is_quiet = self._system.depth("replay_queue") == 0
        progress = self._acted(action="rebuildProgress")
        if progress and progress["isComplete"]:
            return "complete"
        self._quiet = self._quiet + 1 if progress and is_quiet else 0
        if self._quiet < _QUIET_LOOKS:
            return None
        return "dead letter" if any(self._rebuild in letter["Body"] for letter in self._system.dead_letters()) else "lost"

    def lose(self) -> None:
        """Everything in the read model, while the projection goes on writing into it."""
        table = self._system.read_model_table
        for page in self._system.dynamodb.get_paginator("scan").paginate(
                TableName=table, ConsistentRead=True, ProjectionExpression="AccountId, ProjectionType"):
            for key in page["Items"]:
                self._system.dynamodb.delete_item(TableName=table, Key=key)

    def deploy(self) -> None:
        """A new version of the fold, in the order that the runbook has, but nobody waits for all copies: the projection, then who reads them.

        The copies are made older, as there is one fold to deploy only: to the functions theirs is the new one.
        """
        self._age()
        self._deploy("projection")
        self.rebuild_all()
        for function in ("command", "query"):
            self._deploy(function)

    def _age(self) -> None:
        table = self._system.read_model_table
        for page in self._system.dynamodb.get_paginator("scan").paginate(
                TableName=table, ConsistentRead=True, ProjectionExpression="AccountId, ProjectionType"):
            for key in page["Items"]:
                if key["ProjectionType"]["S"] in ("AccountSummary", "TransferSummary"):
                    self._set_fold(table, key)

    def _set_fold(self, table: str, key: dict) -> None:
        try:
            self._system.dynamodb.update_item(
                TableName=table, Key=key, UpdateExpression="SET ProjectionVersion = :old", ConditionExpression="attribute_exists(Version)",
                ExpressionAttributeValues={":old": {"N": "0"}})
        except ClientError as error:
            if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
                raise

    def _deploy(self, function: str) -> None:
        configure(self._system.functions, self._system.name(function), MemorySize=self._chance.choice((160, 192, 256)))

    def redrive(self) -> None:
        """The projection reads the dead letters until it has had each of them, with what `enable_dlq_redrive` gives it."""
        with self._reader_of_dead_letters():
            mapping = self._system.functions.create_event_source_mapping(
                EventSourceArn=self._system.outputs["dead_letter_queue_arn"], BatchSize=10,
                FunctionName=self._system.live(self._system.name("projection")),
                FunctionResponseTypes=["ReportBatchItemFailures"], ScalingConfig={"MaximumConcurrency": 2})["UUID"]
            wait_for(lambda: self._waiting_letters() == 0, "the projection taking each dead letter", _LONGEST)
            self._system.functions.delete_event_source_mapping(UUID=mapping)

    @contextmanager
    def _reader_of_dead_letters(self) -> Iterator[None]:
        """The projection's role may read the dead-letter queue."""
        iam, role = self._system.aws.client("iam"), self._system.outputs["lambda_role_arns"]["projection"].rpartition("/")[2]
        allowed = {"Effect": "Allow", "Action": ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
                   "Resource": self._system.outputs["dead_letter_queue_arn"]}
        iam.put_role_policy(RoleName=role, PolicyName="redrive", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [allowed]}))
        try:
            yield
        finally:
            iam.delete_role_policy(RoleName=role, PolicyName="redrive")

    def redrive_the_rest(self) -> None:
        """What the faults have brought among the dead letters is done after all, as an operator would who looks into the queue."""
        if any(not any(name in letter["Body"] for name in self._poison) for letter in self._system.dead_letters()):
            with self._history.lasting("act", what="redrive"):
                self.redrive()

    def _waiting_letters(self) -> int:
        """Those that nobody has at the moment."""
        names = ["ApproximateNumberOfMessages"]
        found = self._system.queue.get_queue_attributes(QueueUrl=self._system.outputs["dead_letter_queue_url"], AttributeNames=names)
        return int(found["Attributes"]["ApproximateNumberOfMessages"])

    def _acted(self, **action: object) -> dict | None:
        try:
            found = self._system.act(**action)
        except (InvocationFailed, Throttled):
            return None
        return found if found["status"] == 200 else None
