"""The rules of an account and what its events add up to, written down once more."""

from dataclasses import dataclass, replace
from decimal import Decimal

LARGEST = Decimal(10) ** 15
TYPES = ("AccountCreated", "TransactionProcessed", "AccountClosed")


@dataclass(frozen=True)
class State:
    status: str = "Unknown"
    balance: Decimal = Decimal(0)
    limit: Decimal = Decimal(0)
    count: int = 0
    customer: str | None = None
    kind: str | None = None
    created: str | None = None


def evolve(state: State, kind: str, data: dict) -> State:
    match kind:
        case "AccountCreated":
            return replace(state, status="Active", limit=data.get("overdraftLimit", Decimal(0)), customer=data.get("customerId"),
                           kind=data.get("accountType"), created=data.get("createdAt"))
        case "TransactionProcessed":
            return replace(state, balance=state.balance + data["amount"], count=state.count + 1)
        case "AccountClosed":
            return replace(state, status="Closed")
    raise ValueError(kind)


def decide(state: State, events: list[tuple[str, dict]], aggregate: str) -> str | None:
    """The rule that says no to some events, or None."""
    for kind, data in events:
        rule = _rule(state, kind, data, aggregate)
        if rule:
            return rule
        state = evolve(state, kind, data)
    return None


def _rule(state: State, kind: str, data: dict, aggregate: str) -> str | None:
    if kind == "AccountCreated":
        if state.status != "Unknown":
            return "AccountAlreadyExists"
        return None if data.get("accountId", aggregate) == aggregate else "AccountIdMismatch"
    if state.status != "Active":
        return {"Unknown": "AccountNotFound", "Closed": "AccountClosed"}[state.status]
    if kind == "AccountClosed":
        return None
    amount, direction = data["amount"], data.get("type")
    if (direction in ("deposit", "credit") and amount < 0) or (direction in ("withdrawal", "debit") and amount > 0):
        return "AmountSign"
    return "InsufficientFunds" if amount < 0 and state.balance + amount < -state.limit else None


def states(log: list[dict]) -> list[State]:
    """Before the first event and after each."""
    found = [State()]
    for event in log:
        found.append(evolve(found[-1], event["EventType"], event["EventData"]))
    return found


def is_amount(value: object) -> bool:
    """Exact, not zero, with at most 15 digits before the point and 4 behind it."""
    return isinstance(value, Decimal) and value != 0 and abs(value) < LARGEST and value == value.quantize(Decimal("0.0001"))
