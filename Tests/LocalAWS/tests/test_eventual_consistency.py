"""What reads see that are not consistent."""

from collections.abc import Callable, Iterator

import pytest
from conftest import LocalAWS, wait_for
from dynamodb_tables import create_table, indexed, item, numbers, partition

LAG = 60.0
"""The longest there is, so that a slow machine looks often enough within it; the clock is wound over the rest."""
PUTS = 30


@pytest.fixture(scope="module")
def late(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAWS]:
    running = LocalAWS(tmp_path_factory.mktemp("lag"), LOCAL_AWS_LAG_MILLISECONDS=str(int(LAG * 1000)),
                       LOCAL_AWS_ISOLATION_MILLISECONDS="0", LOCAL_AWS_SEED="3")
    yield running
    assert running.stop() == 0


@pytest.fixture
def table(late: LocalAWS) -> str:
    return create_table(late)


def got(aws: LocalAWS, table: str) -> list[int]:
    answer = aws.dynamodb.get_item(TableName=table, Key=item(1))
    return numbers({"Items": [answer["Item"]]}) if "Item" in answer else []


def batch(aws: LocalAWS, table: str) -> list[int]:
    answer = aws.dynamodb.batch_get_item(RequestItems={table: {"Keys": [item(1)]}})
    return numbers({"Items": answer["Responses"][table]})


READS: dict[str, Callable[[LocalAWS, str], list[int]]] = {
    "GetItem": got,
    "BatchGetItem": batch,
    "Query": lambda aws, table: numbers(partition(aws, table)),
    "Scan": lambda aws, table: numbers(aws.dynamodb.scan(TableName=table)),
    "index": lambda aws, table: numbers(indexed(aws, table)),
}


@pytest.mark.parametrize("read", READS)
def test_a_write_is_seen_late_and_sometimes_not_again(late: LocalAWS, table: str, read: str) -> None:
    late.dynamodb.put_item(TableName=table, Item=item(1, Kind={"S": "k"}, Time={"S": "t"}))
    assert numbers(partition(late, table, ConsistentRead=True)) == [1]
    late.clock(LAG / 2)
    wait_for(lambda: READS[read](late, table) == [1] and READS[read](late, table) == [], "a read that sees less than one before")
    late.clock(LAG / 2)
    # The write is older than the lag now: no reader misses it any more.
    assert all(READS[read](late, table) == [1] for _ in range(50))


def test_the_lag_is_over_once_the_clock_was_wound_over_it(late: LocalAWS, table: str) -> None:
    late.dynamodb.put_item(TableName=table, Item=item(1, Kind={"S": "k"}, Time={"S": "t"}))
    late.clock(LAG)
    assert all(read(late, table) == [1] for read in READS.values() for _ in range(20))


def test_an_item_shows_as_it_was_also_in_the_index(late: LocalAWS, table: str) -> None:
    late.dynamodb.put_item(TableName=table, Item=item(1, Kind={"S": "k"}, Time={"S": "before"}))
    late.clock(LAG)
    late.dynamodb.put_item(TableName=table, Item=item(1, Kind={"S": "k"}, Time={"S": "after"}))
    wait_for(lambda: indexed(late, table)["Items"][0]["Time"]["S"] == "before", "the item as it was")
    late.clock(LAG)
    assert indexed(late, table)["Items"][0]["Time"]["S"] == "after"


def test_a_replica_is_behind_in_order(late: LocalAWS, table: str) -> None:
    for number in range(PUTS):
        late.dynamodb.put_item(TableName=table, Item=item(number))
        late.clock(LAG / PUTS)
    seen = set()
    for _ in range(50):
        found = numbers(partition(late, table))
        assert found == list(range(len(found)))
        seen.add(len(found))
    assert len(seen) > 5


def test_deleted_items_are_seen_until_they_are_gone(late: LocalAWS, table: str) -> None:
    late.dynamodb.put_item(TableName=table, Item=item(1))
    late.clock(LAG)
    late.dynamodb.delete_item(TableName=table, Key=item(1))
    assert "Item" not in late.dynamodb.get_item(TableName=table, Key=item(1), ConsistentRead=True)
    wait_for(lambda: got(late, table) == [1], "the item that was deleted")
    late.clock(LAG)
    assert not any(got(late, table) for _ in range(20))
