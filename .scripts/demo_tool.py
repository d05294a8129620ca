"""Reads what the demo got from AWS.

answer FILE       status and body of a function's answer, on one line; identifiers, times and hashes are left out
field FILE NAME   one member of the body, its number as it was sent
items FILE        the items of a table, one a line, in a form in which equal items are equal texts
"""

import json
import sys
from decimal import Decimal
from pathlib import Path

WIDTH = 150
LEFT_OUT = {
    "eventId", "timestamp", "commandId", "aggregateId", "headHash", "nextToken", "reconstructionTimestamp", "createdAt",
    "EventId", "AggregateId", "AccountId", "ProjectionType", "ProjectionVersion", "HeadHash", "LastEventId", "LastUpdated", "StateDigest",
    "Timestamp", "CreatedAt", "CommandId", "CorrelationId", "UserId", "PreviousHash", "EventHash", "transactionId", "accountId",
    "customerId", "CustomerId", "OverdraftLimit", "LastTransactionAt", "lastTransactionAt"}


def _load(file: str) -> dict:
    return json.loads(Path(file).read_text(), parse_float=Decimal)


def answer(file: str) -> str:
    found = _load(file)
    text = json.dumps(_short(json.loads(found["body"])), ensure_ascii=False)
    return f"{found['statusCode']} {text if len(text) <= WIDTH else text[: WIDTH - 4] + ' ...'}"


def _short(value: object) -> object:
    if isinstance(value, dict):
        return {name: _short(member) for name, member in value.items() if name not in LEFT_OUT}
    return [_short(member) for member in value] if isinstance(value, list) else value


def field(file: str, name: str) -> str:
    return str(json.loads(_load(file)["body"], parse_float=Decimal)[name])


def items(file: str) -> str:
    return "\n".join(sorted(json.dumps(item, sort_keys=True) for item in _load(file)["Items"]))


if __name__ == "__main__":
    print({"answer": answer, "field": field, "items": items}[sys.argv[1]](*sys.argv[2:]))
