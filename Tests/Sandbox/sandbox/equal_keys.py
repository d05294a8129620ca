"""The question about items with equal keys of an index, asked of a table that is built like the event store.

The log itself holds none that could be counted on: the events of a command are a microsecond apart.
"""

import random
from collections.abc import Iterator
from contextlib import contextmanager

from harness.waiting import wait_for

from .report import Answer
from .session import MINUTES, Session

_INDEX = "EventType-Timestamp-index"
_TYPE, _TIME = "TransactionProcessed", "2026-01-01T00:00:00.000000Z"
_AGGREGATES, _EVENTS = 8, 10
_LOOKS = 5
Place = tuple[str, int]


def ask(session: Session) -> None:
    dynamodb = session.aws.client("dynamodb")
    places = [(f"account-{aggregate}", sequence) for aggregate in range(_AGGREGATES) for sequence in range(1, _EVENTS + 1)]
    written = random.sample(places, len(places))
    with _table(dynamodb, f"sandbox-questions-{session.suffix}") as table:
        for aggregate, sequence in written:
            dynamodb.put_item(TableName=table, Item={
                "AggregateId": {"S": aggregate}, "EventSequence": {"N": str(sequence)}, "EventType": {"S": _TYPE}, "Timestamp": {"S": _TIME}})
        wait_for(lambda: len(_look(dynamodb, table)) == len(places), "all items in the index", 5 * MINUTES, pause=1)
        looks = [_look(dynamodb, table) for _ in range(_LOOKS)]
        backwards, pages = _look(dynamodb, table, ScanIndexForward=False), _look(dynamodb, table, Limit=7)
    session.report.answer("order", Answer(
        f"{len(places)} items of {_AGGREGATES} aggregates with one and the same key of the index, written in a random order to a table of its own; "
        f"asked {_LOOKS} times, once backwards, once in pages of 7.",
        "\n".join([f"written: {_text(written)}", *(f"asked:   {_text(look)}" for look in looks), f"back:    {_text(backwards)}", f"pages:   {_text(pages)}"]),
        "; ".join([
            _either(looks[0] == sorted(places), "By their primary key", "Not by their primary key"),
            _either(looks[0] == written, "as they were written", "not as they were written"),
            _either(all(look == looks[0] for look in looks), "the same each time", "not the same each time"),
            _either(backwards == looks[0][::-1], "backwards the reverse", "backwards not the reverse"),
            _either(pages == looks[0], "the same in pages", "not the same in pages"),
            _either(sorted(pages) == sorted(places), "pages lose and repeat nothing.", "PAGES LOSE OR REPEAT ITEMS.")])))


def _either(condition: bool, yes: str, no: str) -> str:
    return yes if condition else no


def _text(places: list[Place]) -> str:
    return " ".join(f"{aggregate.removeprefix('account-')}/{sequence}" for aggregate, sequence in places)


def _look(dynamodb, table: str, **options: object) -> list[Place]:
    """All of the key, page by page."""
    found: list[Place] = []
    start: dict[str, object] = {}
    while True:
        page = dynamodb.query(
            TableName=table, IndexName=_INDEX, KeyConditionExpression="EventType = :type AND #time = :time",
            ExpressionAttributeNames={"#time": "Timestamp"}, ExpressionAttributeValues={":type": {"S": _TYPE}, ":time": {"S": _TIME}},
            **options, **start)
        found += [(item["AggregateId"]["S"], int(item["EventSequence"]["N"])) for item in page["Items"]]
        if "LastEvaluatedKey" not in page:
            return found
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}


@contextmanager
def _table(dynamodb, name: str) -> Iterator[str]:
    """Keys and index as the event store has them."""
    dynamodb.create_table(
        TableName=name, BillingMode="PAY_PER_REQUEST", KeySchema=_keys("AggregateId", "EventSequence"),
        AttributeDefinitions=[{"AttributeName": attribute, "AttributeType": kind} for attribute, kind in
                              (("AggregateId", "S"), ("EventSequence", "N"), ("EventType", "S"), ("Timestamp", "S"))],
        GlobalSecondaryIndexes=[{"IndexName": _INDEX, "KeySchema": _keys("EventType", "Timestamp"), "Projection": {"ProjectionType": "ALL"}}])
    dynamodb.get_waiter("table_exists").wait(TableName=name)
    yield name
    dynamodb.delete_table(TableName=name)
    dynamodb.get_waiter("table_not_exists").wait(TableName=name)


def _keys(partition: str, order: str) -> list[dict[str, str]]:
    return [{"AttributeName": partition, "KeyType": "HASH"}, {"AttributeName": order, "KeyType": "RANGE"}]
