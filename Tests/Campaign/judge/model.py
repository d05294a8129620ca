"""The read model, item by item: the fold of each log, its events, its places in the views, and nothing else."""

from collections import defaultdict
from decimal import Decimal

from .accounts import states
from .verdict import Verdict

TAIL = ("LastEventId", "HeadHash", "LastUpdated")
INNER, REGISTER = ("Snapshot#",), "rebuildAll"
"""What the system keeps for itself in the table: copies of states, and under a key of its own how far rebuilds are."""


def judge_read_model(logs: dict[str, list[dict]], items: list[dict], verdict: Verdict) -> Decimal:
    """The sum of all balances that it shows."""
    shown: dict[str, dict[str, dict]] = defaultdict(dict)
    for item in items:
        shown[item["AccountId"]][item["ProjectionType"]] = item
    wanted: dict[str, set[str]] = defaultdict(set)
    for name, log in logs.items():
        is_account = log[0]["EventType"] == "AccountCreated"
        wanted[name] |= {"AccountSummary" if is_account else "TransferSummary"}
        if is_account or any(key.startswith("AuditTrail#") for key in shown[name]):
            wanted[name] |= {f"AuditTrail#{place:020}" for place in range(1, len(log) + 1)}
        _judge_events(name, log, shown[name], verdict)
        if is_account:
            _judge_account(name, log, shown[name].get("AccountSummary", {}), verdict)
            wanted[states(log)[-1].customer].add(f"CustomerAccounts#{name}")
        else:
            _judge_transfer(name, log, shown[name].get("TransferSummary", {}), verdict)
            for side in ("fromAccountId", "toAccountId"):
                wanted[log[0]["EventData"][side]].add(f"AccountTransfers#{log[0]['Timestamp']}#{name}")
    for owner in {*wanted, *shown} - {REGISTER}:
        found = {key for key in shown[owner] if not key.startswith(INNER) and not key.endswith("Claim")}
        missing, other = sorted(wanted[owner] - found)[:5], sorted(found - wanted[owner])[:5]
        verdict.expect(not missing and not other, "model", f"{owner} lacks {missing} and has {other} in the read model", owner)
    return sum((item["Balance"] for item in items if item["ProjectionType"] == "AccountSummary"), Decimal(0))


def _judge_events(name: str, log: list[dict], shown: dict[str, dict], verdict: Verdict) -> None:
    for event in log:
        row = shown.get(f"AuditTrail#{int(event['EventSequence']):020}")
        if row:
            same = (row["EventId"], row["EventType"], row["Timestamp"], row["Data"])
            wanted = (event["EventId"], event["EventType"], event["Timestamp"], event["EventData"])
            verdict.expect(same == wanted, "trail", f"{name}, event {event['EventSequence']} is shown as {same}", name)


def _is_at_the_end(log: list[dict], summary: dict) -> bool:
    last = log[-1]
    return (summary.get("Version"), *(summary.get(name) for name in TAIL)) == (len(log), last["EventId"], last["EventHash"], last["Timestamp"])


def _judge_account(name: str, log: list[dict], summary: dict, verdict: Verdict) -> None:
    state = states(log)[-1]
    verdict.expect(_is_at_the_end(log, summary), "model", f"{name} has {len(log)} events and shows {summary.get('Version')}", name)
    found = tuple(summary.get(each) for each in ("Balance", "Status", "TransactionCount", "OverdraftLimit", "CustomerId", "AccountType", "CreatedAt"))
    wanted = (state.balance, state.status, state.count, state.limit, state.customer, state.kind, state.created)
    verdict.expect(found == wanted, "balances", f"{name} adds up to {wanted} and shows {found}", name)


def _judge_transfer(name: str, log: list[dict], summary: dict, verdict: Verdict) -> None:
    status = {"TransferRequested": "Requested", "TransferDebited": "Debited", "TransferCompleted": "Completed", "TransferFailed": "Failed"}
    verdict.expect(_is_at_the_end(log, summary), "model", f"{name} has {len(log)} events and shows {summary.get('Version')}", name)
    verdict.expect(summary.get("Status") == status[log[-1]["EventType"]], "model", f"{name} shows {summary.get('Status')}", name)
