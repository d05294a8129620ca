"""A small run in which everything is right, made by hand: what the judge must accept, and tests damage."""

import itertools
import json
from decimal import Decimal

from judge.chain import canonical, hash_of
from judge.evidence import Evidence

ACCOUNT, OTHER, TRANSFER = "account-1", "account-2", "transfer-1"
POISON = "message-of-poison"


class Bookkeeper:
    """Writes down what was sent, and appends what it made to the logs."""

    def __init__(self) -> None:
        self.evidence = Evidence([], {}, [], [], [], [], [], [])
        self._time = Decimal(1)
        self._numbers = itertools.count(1)

    def moment(self) -> Decimal:
        self._time += Decimal("0.01")
        return self._time

    def send(self, request: dict, status: int, **answer: object) -> dict:
        """A command's try; what it appends comes by `store` before."""
        line = {"kind": "command", "id": "c", "begin": self.moment(), "request": canonical(request)}
        line |= {"answer": {"status": Decimal(status), "body": canonical(answer)}, "end": self.moment()}
        self.evidence.history.append(line)
        return line

    def fail(self, request: dict) -> None:
        self.evidence.history.append({"kind": "command", "id": "c", "begin": self.moment(), "request": canonical(request),
                                      "failed": {"errorType": "Runtime.ExitError"}, "end": self.moment()})

    def read(self, account: str, status: int, asked: dict, **answer: object) -> None:
        request = {"queryType": "getAccountSummary", "accountId": account, **asked}
        self.evidence.history.append({"kind": "read", "id": account, "begin": self.moment(), "request": canonical(request),
                                      "answer": {"status": Decimal(status), "body": canonical(answer)}, "end": self.moment()})

    def see(self, account: str, version: int, balance: str, count: int) -> None:
        item = {"Version": {"N": str(version)}, "Balance": {"N": balance}, "Status": {"S": "Active"}, "TransactionCount": {"N": str(count)}}
        self.evidence.history.append({"kind": "sight", "account": account, "begin": self.moment(), "item": item, "end": self.moment()})

    def store(self, aggregate: str, events: list[tuple[str, dict]], key: str, correlation: str = "") -> list[dict]:
        log = self.evidence.logs.setdefault(aggregate, [])
        for place, (kind, data) in enumerate(events, 1):
            number = next(self._numbers)
            event = {"AggregateId": aggregate, "EventSequence": Decimal(len(log) + 1), "EventType": kind, "EventData": data,
                     "EventId": f"event-{number}", "Timestamp": f"2024-01-15T10:00:00.{number:06}Z", "CommandId": key, "UserId": "system",
                     "Version": "1.0", "CorrelationId": correlation or f"event-{number}", "PreviousHash": log[-1]["EventHash"] if log else "0" * 64}
            if len(events) > 1:
                event |= {"BatchSize": Decimal(len(events)), "BatchIndex": Decimal(place)}
            log.append({**event, "EventHash": hash_of(event)})
        return log[-len(events):]

    def command(self, aggregate: str, events: list[tuple[str, dict]], key: str) -> dict:
        """One that is acknowledged, with its events."""
        stored = self.store(aggregate, events, key)
        told = [{"eventId": event["EventId"], "sequence": event["EventSequence"], "eventType": event["EventType"]} for event in stored]
        if len(events) == 1:
            request = {"aggregateId": aggregate, "commandId": key, "eventType": events[0][0], "eventData": events[0][1]}
            return self.send(request, 200, **told[0], aggregateId=aggregate)
        request = {"aggregateId": aggregate, "commandId": key, "events": [{"eventType": kind, "eventData": data} for kind, data in events]}
        return self.send(request, 200, **told[-1], aggregateId=aggregate, events=told)

    def publish(self) -> None:
        """What follows from the logs: messages, read model, and what Lambda writes about it."""
        for name, log in self.evidence.logs.items():
            for event in log:
                message = {"detail-type": event["EventType"], "detail": event}
                self.evidence.bus.append(message)
                self.evidence.archive.append(message)
            self._project(name, log)
        for kind in ("start", "report"):
            self._log({"type": f"platform.{kind}", "record": {"requestId": "r-1", "status": "success", "metrics": {"durationMs": 12.345}}})
        self.evidence.history.append({"kind": "poison", "begin": self.moment(), "messageId": POISON})
        self.evidence.dead_letters.append({"body": json.dumps({"letter": {"reason": "MalformedEvent", "messageId": POISON}})})

    def _log(self, record: dict) -> None:
        self.evidence.written.append({"function": "command", "at": Decimal(1), "message": json.dumps(record)})

    def _project(self, name: str, log: list[dict]) -> None:
        last, kind = log[-1], "Account" if log[0]["EventType"] == "AccountCreated" else "Transfer"
        summary = {"AccountId": name, "ProjectionType": f"{kind}Summary", "Version": Decimal(len(log)), "LastEventId": last["EventId"],
                   "HeadHash": last["EventHash"], "LastUpdated": last["Timestamp"]}
        if kind == "Transfer":
            for side in ("fromAccountId", "toAccountId"):
                self._row(log[0]["EventData"][side], f"AccountTransfers#{log[0]['Timestamp']}#{name}")
            self.evidence.read_model.append({**summary, "Status": "Completed"})
            return
        first, amounts = log[0]["EventData"], [event["EventData"]["amount"] for event in log[1:]]
        self.evidence.read_model.append({
            **summary, "Balance": sum(amounts, Decimal(0)), "Status": "Active", "TransactionCount": Decimal(len(amounts)),
            "OverdraftLimit": Decimal(0), "CustomerId": first["customerId"], "AccountType": "checking", "CreatedAt": first["createdAt"]})
        self._row(first["customerId"], f"CustomerAccounts#{name}")
        for event in log:
            self._row(name, f"AuditTrail#{int(event['EventSequence']):020}", EventId=event["EventId"], EventType=event["EventType"],
                      Timestamp=event["Timestamp"], Data=event["EventData"])

    def _row(self, owner: str, key: str, **members: object) -> None:
        self.evidence.read_model.append({"AccountId": owner, "ProjectionType": key, **members})


def _opened(key: str, account: str) -> tuple[str, dict]:
    return "AccountCreated", {"accountId": account, "customerId": "customer-1", "accountType": "checking", "createdAt": "2024-01-15T10:00:00Z",
                              "holderName": "Quixote000001", "reference": key}


def moved(key: str, amount: str) -> tuple[str, dict]:
    return "TransactionProcessed", {"amount": Decimal(amount), "type": "withdrawal" if amount.startswith("-") else "deposit", "reference": key}


def sound_run() -> Evidence:
    """Two accounts, a batch, a retry, refusals, reads, and a transfer."""
    keeper = Bookkeeper()
    keeper.command(ACCOUNT, [_opened("c-1", ACCOUNT)], "c-1")
    keeper.command(OTHER, [_opened("c-2", OTHER)], "c-2")
    keeper.see(ACCOUNT, 1, "0", 0)
    first = keeper.command(ACCOUNT, [moved("c-3", "100.0001")], "c-3")
    answer = json.loads(first["answer"]["body"])
    keeper.send(json.loads(first["request"], parse_float=Decimal, parse_int=Decimal), 200, **{
        **answer, "sequence": Decimal(answer["sequence"]), "duplicate": True})
    keeper.read(ACCOUNT, 200, {"consistent": True}, Version=Decimal(2), Balance=Decimal("100.0001"), Status="Active", TransactionCount=Decimal(1))
    keeper.command(ACCOUNT, [moved("c-4/0", "-50.0001"), moved("c-4/1", "7.0003")], "c-4")
    keeper.see(ACCOUNT, 4, "57.0003", 2 + 1)
    keeper.read(ACCOUNT, 200, {}, Version=Decimal(4), Balance=Decimal("57.0003"), Status="Active", TransactionCount=Decimal(3))
    keeper.send({"aggregateId": ACCOUNT, "commandId": "c-5", "eventType": "TransactionProcessed", "eventData": moved("c-5", "-900.0009")[1]}, 422,
                type="BusinessRuleViolation", rule="InsufficientFunds")
    wrong = {"amount": "12.5", "reference": "c-6"}
    keeper.send({"aggregateId": ACCOUNT, "commandId": "c-6", "eventType": "TransactionProcessed", "eventData": wrong}, 400, type="ValidationError")
    keeper.fail({"aggregateId": OTHER, "commandId": "c-7", "eventType": "TransactionProcessed", "eventData": moved("c-7", "3.0003")[1]})
    _transfer(keeper)
    keeper.publish()
    return keeper.evidence


def _transfer(keeper: Bookkeeper) -> None:
    data = {"fromAccountId": ACCOUNT, "toAccountId": OTHER, "amount": Decimal("20.0002"), "reference": "c-8"}
    [asked] = keeper.store(TRANSFER, [("TransferRequested", data)], "TransferRequested", "whole")
    keeper.send({"aggregateId": TRANSFER, "eventType": "TransferRequested", "eventData": data}, 200, aggregateId=TRANSFER,
                eventId=asked["EventId"], sequence=Decimal(1), eventType="TransferRequested")
    for account, amount, purpose, follows in ((ACCOUNT, "-20.0002", "debit", "TransferDebited"), (OTHER, "20.0002", "credit", "TransferCompleted")):
        leg = {"amount": Decimal(amount), "type": purpose, "purpose": purpose, "transferId": TRANSFER, "reference": "c-8"}
        keeper.store(account, [("TransactionProcessed", leg)], f"process-{purpose}", "whole")
        keeper.store(TRANSFER, [(follows, {"accountId": account})], f"process-{follows}", "whole")
