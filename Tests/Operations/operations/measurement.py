"""The steps whose cost the page tells, done one at a time.

The projection's mapping is off meanwhile: its function is called here, so that nothing else takes units.
"""

import json
from functools import partial

from harness.system import REPLICA_LAG_SECONDS, System, close, create, transaction, unique
from harness.waiting import settled, wait_for
from operations.deliveries import bus_event, queue_batch, stream_batch
from operations.meter import Meter, Units, item_bytes, logged_by

_HISTORY = 100
"""Events of the account that is asked about."""
_PERIOD = 12
"""Commands over which a lagging projection is averaged: two checkpoints of the write side."""


class Measurement:
    """What a deployment's requests take. An account has a history, and the projection is up to date, where nothing else is said."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._meter = Meter(system)
        self._account = self._history(20)

    def everything(self) -> dict[str, dict]:
        return {"commands": self._commands(), "projection": self._projection(), "queries": self._queries(),
                "stored bytes": self._stored_bytes(), "deployment": {"messages an event": self._messages()}, "log bytes": self._log_bytes()}

    def _commands(self) -> dict[str, Units]:
        system, account, taken = self._system, self._account, self._meter.taken_by
        once = transaction(account, 1.25)
        found = {"that begins a log, without a key": taken(partial(self._send, create(unique("account"))))}
        found["a transaction"] = taken(partial(self._send, once))
        self._catch_up()
        found["the same again"] = taken(partial(self._send, once))
        found["a transaction that a rule refuses"] = taken(partial(self._refused, transaction(account, -1_000_000)))
        found["10 transactions at once"] = taken(partial(self._send, _batch(account, 10)))
        self._catch_up()
        found["50 transactions at once"] = taken(partial(self._send, _batch(account, 50)))
        self._catch_up()
        found["that ends a log, without a key"] = taken(partial(self._send, close(self._history(20))))
        for _ in range(_PERIOD // 2):
            self._send(transaction(account, 1.25))
        found["a transaction while the projection lags"] = taken(lambda: self._send(transaction(account, 1.25)), _PERIOD)
        self._catch_up()
        assert system.summary(account)["Version"] == len(system.events(account))
        return found

    def _projection(self) -> dict[str, Units]:
        account, taken = self._account, self._meter.taken_by
        new = unique("account")
        self._send(create(new))
        found = {"the first event of an account": taken(partial(self._hand_over, *self._events(new)))}
        self._send(transaction(account, 1.25))
        last = self._events(account)[-1:]
        found["an event"] = taken(partial(self._hand_over, *last))
        found["an event once more"] = taken(partial(self._hand_over, *last))
        self._send(_batch(account, 10))
        found["10 events of one account"] = taken(partial(self._hand_over, *self._events(account)[-10:]))
        others = [self._history(20) for _ in range(10)]
        for other in others:
            self._send(transaction(other, 1.25))
        found["an event each of 10 accounts"] = taken(partial(self._hand_over, *(self._events(other)[-1] for other in others)))
        return found

    def _queries(self) -> dict[str, Units]:
        account = self._history(_HISTORY - 1, at_once=1)
        asked = {
            "getAccountSummary": {"accountId": account},
            "getAccountSummary, consistent": {"accountId": account, "consistent": True},
            "getAuditTrail": {"accountId": account, "limit": _HISTORY},
            "getAggregateEvents": {"aggregateId": account, "limit": _HISTORY},
            "reconstructState": {"aggregateId": account, "upToSequence": _HISTORY - 1},
            "getEventsByType": {"eventType": "TransactionProcessed", "limit": _HISTORY},
            "getEventsByTimeRange": {"startTime": "2024-01-01T00:00:00Z", "endTime": "2099-01-01T00:00:00Z", "limit": _HISTORY},
            "getCustomerAccounts": {"customerId": self._customer(2)},
            "verifyIntegrity": {"aggregateId": account}}
        return {name: self._meter.taken_by(partial(self._ask, {"queryType": name.partition(",")[0], **question}))
                for name, question in asked.items()}

    def _log_bytes(self) -> dict[str, dict[str, int]]:
        """Of one run of each function, for one event."""
        system, account = self._system, self._account
        events = system.events(account)[-1:]
        return {
            "command": logged_by(system, "command", lambda: self._send(transaction(account, 1.25))),
            "publisher": logged_by(system, "publisher", lambda: system.invoke(system.name("publisher"), stream_batch(events))),
            "projection": logged_by(system, "projection", self._project_one),
            "query": logged_by(system, "query", partial(self._ask, {"queryType": "getAccountSummary", "accountId": account}))}

    def _stored_bytes(self) -> dict[str, int]:
        """Of what a transaction leaves behind in the tables (its event is in the index too) and in the archive."""
        system, account = self._system, self._account
        self._send(transaction(account, 1.25))
        self._catch_up()
        event = system.events(account)[-1]
        places = {"event store": (system.event_store, "AggregateId", "EventSequence", {"N": str(event["EventSequence"])}),
                  "command journal": (str(system.outputs["command_journal_table_name"]), "AggregateId", "CommandId", {"S": f"Command#{event['CommandId']}"}),
                  "read model": (system.read_model_table, "AccountId", "ProjectionType", {"S": f"AuditTrail#{int(event['EventSequence']):020d}"})}
        items = {name: system.dynamodb.get_item(TableName=table, Key={partition: {"S": account}, sort: value}, ConsistentRead=True)["Item"]
                 for name, (table, partition, sort, value) in places.items()}
        return {name: item_bytes(item) for name, item in items.items()} | {"archive": len(self._message())}

    def _message(self) -> str:
        """One event as the bus hands it on. It stays in the queue."""
        def look() -> list[dict]:
            return self._system.queue.receive_message(
                QueueUrl=self._system.outputs["projection_queue_url"], VisibilityTimeout=0).get("Messages", [])
        return wait_for(look, "an event in the queue")[0]["Body"]

    def _messages(self) -> float:
        """Of one event in the queue of live events, from which nobody has taken any."""
        pages = self._system.dynamodb.get_paginator("scan").paginate(TableName=self._system.event_store, Select="COUNT", ConsistentRead=True)
        events = sum(page["Count"] for page in pages)
        wait_for(lambda: self._depth() >= events, f"{events} events in the queue")
        return settled(self._depth, "the queue of live events") / events

    def _history(self, transactions: int, at_once: int = 20) -> str:
        """A new account with so many transactions, which the projection has applied."""
        account = self._system.open_account()
        for _ in range(0, transactions, at_once):
            self._send(_batch(account, at_once))
        self._catch_up(account)
        return account

    def _customer(self, accounts: int) -> str:
        customer = unique("customer")
        for _ in range(accounts):
            self._hand_over(*self._events(self._system.open_account(customerId=customer)))
        return customer

    def _project_one(self) -> None:
        self._send(transaction(self._account, 1.25))
        self._catch_up()

    def _catch_up(self, account: str | None = None) -> None:
        self._hand_over(self._events(account or self._account)[-1])

    def _events(self, account: str) -> list[dict]:
        return [bus_event(item) for item in self._system.events(account)]

    def _hand_over(self, *events: dict) -> None:
        """To the projection, as one batch of its queue; then no replica is behind any more."""
        answer = self._system.invoke(self._system.name("projection"), queue_batch(*events))
        assert answer == {"batchItemFailures": []}, answer
        self._system.aws.clock({"advance": REPLICA_LAG_SECONDS})

    def _send(self, command: object) -> None:
        answer = self._system.command(command)
        assert answer.status == 200, answer

    def _refused(self, command: object) -> None:
        answer = self._system.command(command)
        assert answer.status == 422, answer

    def _ask(self, question: dict) -> None:
        answer = self._system.query(question)
        assert answer.status == 200, answer

    def _depth(self) -> int:
        return self._system.depth("projection_queue")


def _batch(account: str, count: int) -> dict:
    return {"aggregateId": account, "events": [
        {"eventType": "TransactionProcessed", "eventData": json.loads(transaction(account, 1.25))["eventData"]} for _ in range(count)]}
