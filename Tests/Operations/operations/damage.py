"""Damage to the read model, and a look at whether it is right."""

from decimal import Decimal

from boto3.dynamodb.types import TypeSerializer
from harness.system import System

_wire = TypeSerializer()


def spoil(system: System, account: str) -> None:
    """Makes the summary wrong in a way that no event would notice."""
    summary = {**system.summary(account), "Balance": Decimal(-1), "TransactionCount": 77}
    system.dynamodb.put_item(TableName=system.read_model_table, Item={name: _wire.serialize(value) for name, value in summary.items()})


def own(system: System, account: str) -> dict[str, dict]:
    """The items of an account in the read model that its own events make, and no other aggregate's."""
    return {name: item for name, item in system.read_model(account).items() if name == "AccountSummary" or name.startswith("AuditTrail#")}


def lose(system: System, account: str) -> None:
    """Deletes an account's own items. A row that stands there for another aggregate comes back with that one's summary only."""
    for projection in own(system, account):
        key = {"AccountId": {"S": account}, "ProjectionType": {"S": projection}}
        system.dynamodb.delete_item(TableName=system.read_model_table, Key=key)


def is_right(system: System, account: str) -> bool:
    """Whether the log is valid and the read model is its fold, up to the last event."""
    found = system.query({"queryType": "verifyIntegrity", "aggregateId": account}).body
    assert found["valid"] is True, found
    return found["readModelMatches"] and found["readModelVersion"] == found["eventsChecked"]
