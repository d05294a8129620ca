"""Every transfer came to its end, and moved its money once or not at all."""

from collections import Counter
from decimal import Decimal

from .verdict import Verdict

# Debits, credits, refunds.
LEGS = {"TransferCompleted": [(1, 1, 0)], "refunded": [(0, 0, 0), (1, 0, 1)], "notRefunded": [(1, 0, 0)]}


def _moves(log: list[dict], transfer: str, purpose: str) -> list[Decimal]:
    return [event["EventData"]["amount"] for event in log if event["EventData"].get("transferId") == transfer
            and event["EventData"].get("purpose") == purpose]


def judge_transfers(logs: dict[str, list[dict]], verdict: Verdict) -> Counter[str]:
    """How many ended how."""
    endings: Counter[str] = Counter()
    for name, log in logs.items():
        if log[0]["EventType"] == "TransferRequested":
            endings[_judge(name, log, logs, verdict)] += 1
    legs = [event for log in logs.values() for event in log if "transferId" in event["EventData"]]
    for event in legs:
        account = event["AggregateId"]
        verdict.expect(event["EventData"]["transferId"] in logs, "legs", f"{account} has a leg of an unknown transfer", account)
    moved = sum((event["EventData"]["amount"] for event in legs), Decimal(0))
    unreturned = sum((log[0]["EventData"]["amount"] for log in logs.values() if _ending(log) == "notRefunded"), Decimal(0))
    verdict.expect(moved == -unreturned, "money", f"transfers have made or lost {moved}, of which {unreturned} waits for an operator")
    return endings


def _ending(log: list[dict]) -> str:
    last = log[-1]
    if last["EventType"] == "TransferFailed":
        return "refunded" if last["EventData"]["refunded"] else "notRefunded"
    return last["EventType"]


def _judge(name: str, log: list[dict], logs: dict[str, list[dict]], verdict: Verdict) -> str:
    asked, ending = log[0]["EventData"], _ending(log)
    source, target = logs.get(asked["fromAccountId"], []), logs.get(asked["toAccountId"], [])
    found = (_moves(source, name, "debit"), _moves(target, name, "credit"), _moves(source, name, "refund"))
    verdict.expect(ending in LEGS, "ended", f"{name} stands at {ending}", name)
    verdict.expect(tuple(map(len, found)) in LEGS.get(ending, []), "legs", f"{name} is {ending}, with debits, credits and refunds {found}", name)
    amount = asked["amount"]
    verdict.expect(set(found[0]) <= {-amount} and set(found[1] + found[2]) <= {amount}, "legs", f"{name} over {amount} has moved {found}", name)
    verdict.expect(len({event["CorrelationId"] for event in log}) == 1, "correlation", f"{name} has several correlation ids", name)
    return ending
