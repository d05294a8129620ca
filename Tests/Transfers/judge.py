"""Judges the tables of a bank by what stands in them, with no code of the product.

    python judge.py --event-store TABLE --read-model TABLE [--endpoint URL]

Prints a JSON object: how many transfers ended how, the sum of all balances, what moved by transfers, how long they took, and
every fault that was found. Exits with 1 if there is one.
"""

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

import boto3
from boto3.dynamodb.types import TypeDeserializer

_plain = TypeDeserializer()
Log = list[dict]


def items(dynamodb, table: str) -> Iterator[dict]:
    for page in dynamodb.get_paginator("scan").paginate(TableName=table, ConsistentRead=True):
        for item in page["Items"]:
            yield {name: _plain.deserialize(value) for name, value in item.items()}


def logs(dynamodb, table: str) -> dict[str, Log]:
    found: dict[str, Log] = defaultdict(list)
    for item in items(dynamodb, table):
        found[item["AggregateId"]].append({**item, "EventType": item["EventType"].split("#")[0]})
    return {name: sorted(log, key=lambda event: event["EventSequence"]) for name, log in found.items()}


def moves(log: Log, transfer: str, purpose: str) -> list[Decimal]:
    """What a transfer moved on an account for one purpose."""
    return [event["EventData"]["amount"] for event in log if event["EventType"] == "TransactionProcessed"
            and event["EventData"].get("transferId") == transfer and event["EventData"].get("purpose") == purpose]


def ending(log: Log) -> str:
    last = log[-1]
    if last["EventType"] == "TransferFailed":
        return "failed, refunded" if last["EventData"]["refunded"] else "failed, not refunded"
    return {"TransferCompleted": "completed"}.get(last["EventType"], f"under way: {last['EventType']}")


# Debits, credits, refunds.
LEGS = {"completed": [(1, 1, 0)], "failed, refunded": [(0, 0, 0), (1, 0, 1)], "failed, not refunded": [(1, 0, 0)]}


class Verdict:
    def __init__(self) -> None:
        self.faults: list[str] = []
        self.endings: Counter[str] = Counter()
        self.seconds: list[float] = []

    def expect(self, condition: bool, words: str) -> None:
        if not condition:
            self.faults.append(words)

    def judge_transfer(self, name: str, log: Log, all_logs: dict[str, Log]) -> None:
        asked = log[0]["EventData"]
        source, target = (all_logs.get(asked[side], []) for side in ("fromAccountId", "toAccountId"))
        amount, how = asked["amount"], ending(log)
        self.endings[how] += 1
        debits, credits, refunds = moves(source, name, "debit"), moves(target, name, "credit"), moves(source, name, "refund")
        legs = (len(debits), len(credits), len(refunds))
        self.expect(legs in LEGS.get(how, []), f"{name} is {how}, with {legs} debits, credits and refunds")
        self.expect(all(each == -amount for each in debits), f"{name} debited {debits}")
        self.expect(all(each == amount for each in credits + refunds), f"{name} credited {credits + refunds}")
        self.expect(len({event["CorrelationId"] for event in log}) == 1, f"{name} has several correlation ids")
        for event in log[1:]:
            self.expect("CausationId" in event, f"{name}: event {event['EventSequence']} names no cause")
        times = [datetime.fromisoformat(event["Timestamp"].replace("Z", "+00:00")) for event in (log[0], log[-1])]
        self.seconds.append((times[1] - times[0]).total_seconds())

    def judge_account(self, name: str, log: Log, model: dict[str, dict], listed: set[str]) -> Decimal:
        amounts = [event["EventData"]["amount"] for event in log if event["EventType"] == "TransactionProcessed"]
        places = [event["EventSequence"] for event in log]
        self.expect(places == list(range(1, len(log) + 1)), f"{name} has the sequences {places}")
        balance = sum(amounts, Decimal(0))
        lowest = Decimal(0)
        for amount in amounts:
            lowest += amount
            self.expect(lowest >= 0, f"{name} was overdrawn")
        summary = model.get("AccountSummary", {})
        self.expect(summary.get("Balance") == balance, f"{name} has {balance} and shows {summary.get('Balance')}")
        self.expect(summary.get("Version") == len(log), f"{name} has {len(log)} events and shows {summary.get('Version')}")
        rows = {key.rsplit("#", 1)[1] for key in model if key.startswith("AccountTransfers#")}
        self.expect(rows == listed, f"{name} lists {len(rows)} transfers of {len(listed)}")
        return balance


def judge(dynamodb, event_store: str, read_model: str) -> dict:
    all_logs, verdict = logs(dynamodb, event_store), Verdict()
    model: dict[str, dict] = defaultdict(dict)
    for item in items(dynamodb, read_model):
        model[item["AccountId"]][item["ProjectionType"]] = item
    of: dict[str, set[str]] = defaultdict(set)
    transfers = {name: log for name, log in all_logs.items() if log[0]["EventType"] == "TransferRequested"}
    for name, log in transfers.items():
        verdict.judge_transfer(name, log, all_logs)
        for side in ("fromAccountId", "toAccountId"):
            of[log[0]["EventData"][side]].add(name)
        summary = model[name].get("TransferSummary", {})
        verdict.expect(summary.get("Version") == len(log), f"{name} has {len(log)} events and shows {summary.get('Version')}")
        verdict.expect(summary.get("Status", "").lower() == ending(log).split(",")[0], f"{name} is {ending(log)} and shows {summary}")
    accounts = {name: log for name, log in all_logs.items() if log[0]["EventType"] == "AccountCreated"}
    balances = [verdict.judge_account(name, log, model[name], of[name]) for name, log in accounts.items()]
    moved = [event["EventData"]["amount"] for log in accounts.values() for event in log if "transferId" in event["EventData"]]
    took = sorted(verdict.seconds)
    return {"transfers": len(transfers), "endings": dict(verdict.endings), "accounts": len(accounts), "sum": str(sum(balances, Decimal(0))),
            "moved": str(sum(moved, Decimal(0))), "medianSeconds": took[len(took) // 2] if took else None,
            "p99Seconds": took[len(took) * 99 // 100] if took else None, "faults": verdict.faults}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--event-store", required=True)
    parser.add_argument("--read-model", required=True)
    parser.add_argument("--endpoint")
    asked = parser.parse_args()
    found = judge(boto3.client("dynamodb", endpoint_url=asked.endpoint), asked.event_store, asked.read_model)
    print(json.dumps(found, indent=2))
    return 1 if found["faults"] else 0


if __name__ == "__main__":
    sys.exit(main())
