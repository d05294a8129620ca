"""Accounts to look at."""

import json
import random
from decimal import Decimal

from boto3.dynamodb.types import TypeSerializer
from harness.system import System, create

_wire = TypeSerializer()
BATCH = 50
"""Events of one command at most."""


def amounts(count: int) -> list[Decimal]:
    """Deposits and withdrawals that never overdraw, the same every time."""
    chance, balance, found = random.Random(7), Decimal(0), []
    for _number in range(count):
        amount = Decimal(chance.randint(-30_000, 31_000)) / 100
        if amount == 0 or balance + amount < 0:
            amount = Decimal("250.01")
        balance += amount
        found.append(amount)
    return found


def long_account(system: System, account: str, events: int) -> Decimal:
    """An account with so many events, sent by fifties. Gives back its balance."""
    assert system.command(create(account, customerId="customer-long")).status == 200
    moved = amounts(events - 1)
    for start in range(0, len(moved), BATCH):
        answer = system.command(_command(account, start, moved[start:start + BATCH]))
        assert answer.status == 200, answer
    return sum(moved)


def move(system: System, account: str, *moved: str) -> None:
    answer = system.command(_command(account, len(system.events(account)), [Decimal(amount) for amount in moved]))
    assert answer.status == 200, answer


def damage(system: System, account: str, sequence: int) -> None:
    """Changes an event behind the system's back: whoever owns the account takes the table's own policy away first."""
    arn = system.outputs["event_store_table_arn"]
    policy = system.dynamodb.get_resource_policy(ResourceArn=arn)["Policy"]
    system.dynamodb.delete_resource_policy(ResourceArn=arn)
    stored = system.events(account)[sequence - 1]
    altered = {**stored, "EventData": {**stored["EventData"], "amount": Decimal("1000000")}}
    system.event_store_writer.put_item(TableName=system.event_store, Item={name: _wire.serialize(value) for name, value in altered.items()})
    system.dynamodb.put_resource_policy(ResourceArn=arn, Policy=policy)


def _command(account: str, start: int, moved: list[Decimal]) -> str:
    """As JSON text in which the amounts stand as they are."""
    events = [{"eventType": "TransactionProcessed", "eventData": {"transactionId": f"{account}-{start + number}", "amount": f"<{amount}>"}}
              for number, amount in enumerate(moved)]
    text = json.dumps({"aggregateId": account, "events": events, "userId": "teller-7"})
    return text.replace('"<', "").replace('>"', "")
