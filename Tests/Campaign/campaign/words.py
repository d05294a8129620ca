"""Commands and queries as JSON text, in which amounts stand exactly as they were drawn."""

import json
from decimal import Decimal

MOVED = "TransactionProcessed"


class Exact:
    """An amount that becomes a JSON number of exactly these digits."""

    def __init__(self, text: str | Decimal) -> None:
        self.text = str(text)


def text(document: object) -> str:
    """JSON with exact amounts."""
    amounts: list[str] = []

    def mark(value: object) -> object:
        if isinstance(value, Exact):
            amounts.append(value.text)
            return f"\u0001{len(amounts) - 1}\u0001"
        raise TypeError(type(value))

    found = json.dumps(document, default=mark)
    for number, amount in enumerate(amounts):
        found = found.replace(f'"\\u0001{number}\\u0001"', amount)
    return found


def opening(account: str, command: str, holder: str, customer: str, **data: object) -> dict:
    event = {"accountId": account, "customerId": customer, "accountType": "checking", "createdAt": "2024-01-15T10:00:00Z",
             "holderName": holder, "reference": command, **data}
    return {"aggregateId": account, "commandId": command, "eventType": "AccountCreated", "eventData": event}


def movement(amount: Decimal, command: str, **data: object) -> dict:
    """One event of money that comes in or goes out."""
    kind = "withdrawal" if amount < 0 else "deposit"
    return {"eventType": MOVED, "eventData": {"amount": Exact(amount), "type": kind, "reference": command, **data}}


def closing(account: str, command: str) -> dict:
    return {"aggregateId": account, "commandId": command, "eventType": "AccountClosed",
            "eventData": {"accountId": account, "reason": "customer request", "reference": command}}


def transfer(name: str, command: str, source: str, target: str, amount: Decimal) -> dict:
    return {"aggregateId": name, "eventType": "TransferRequested",
            "eventData": {"fromAccountId": source, "toAccountId": target, "amount": Exact(amount), "reference": command}}
