"""What is seen of a transaction while it is being committed."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from conftest import LocalAWS, wait_for
from dynamodb_tables import create_table, item, numbers, partition, puts

ISOLATION = 50.0
"""Long for the slowest machine, which has the clock wound at the end; shorter than the minute after which a client gives up."""
STEPS = 20
COUNT = 12
KEYS = [item(number) for number in range(1, COUNT + 1)]


@pytest.fixture(scope="module")
def slow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAWS]:
    """Transactions take long to be seen whole, by the clock that can be wound; nothing else is late."""
    running = LocalAWS(tmp_path_factory.mktemp("isolation"), LOCAL_AWS_ISOLATION_MILLISECONDS=str(int(ISOLATION * 1000)),
                       LOCAL_AWS_LAG_MILLISECONDS="0", LOCAL_AWS_SEED="7")
    yield running
    assert running.stop() == 0


@pytest.fixture
def table(slow: LocalAWS) -> str:
    return create_table(slow)


class Transaction:
    """A transaction that is being written by a thread of its own."""

    def __init__(self, aws: LocalAWS, items: list[dict]) -> None:
        self._aws = aws
        pool = ThreadPoolExecutor(1)
        self._answer = pool.submit(aws.dynamodb.transact_write_items, TransactItems=items)
        pool.shutdown(wait=False)

    @property
    def is_under_way(self) -> bool:
        return not self._answer.done()

    def step(self) -> None:
        """A part of the time until everything is seen."""
        self._aws.clock(ISOLATION / STEPS)

    def finish(self) -> None:
        """The rest of that time."""
        self._aws.clock(ISOLATION)
        self._answer.result(60)


def batch(aws: LocalAWS, table: str) -> list[int]:
    answer = aws.dynamodb.batch_get_item(RequestItems={table: {"Keys": KEYS, "ConsistentRead": True}})
    return numbers({"Items": answer["Responses"][table]})


READS: dict[str, Callable[[LocalAWS, str], list[int]]] = {
    "Query": lambda aws, table: numbers(partition(aws, table, ConsistentRead=True)),
    "Scan": lambda aws, table: numbers(aws.dynamodb.scan(TableName=table, ConsistentRead=True)),
    "BatchGetItem": batch,
}


@pytest.mark.parametrize("read", READS)
def test_reads_of_several_items_see_some_and_in_the_end_all(slow: LocalAWS, table: str, read: str) -> None:
    transaction, seen = Transaction(slow, puts(table, *KEYS)), []
    while transaction.is_under_way:
        seen.append(READS[read](slow, table))
        transaction.step()
    transaction.finish()
    assert any(0 < len(each) < COUNT for each in seen)
    assert all(set(before) <= set(after) for before, after in zip(seen, seen[1:]))
    assert sorted(READS[read](slow, table)) == list(range(1, COUNT + 1))


def test_there_are_gaps(slow: LocalAWS, table: str) -> None:
    transaction = Transaction(slow, puts(table, *KEYS))
    wait_for(lambda: (found := READS["Query"](slow, table)) and found != list(range(1, len(found) + 1)), "a gap")
    transaction.finish()


def is_partly_seen(aws: LocalAWS, table: str) -> bool:
    return 0 < len(READS["Query"](aws, table)) < COUNT


def test_single_reads_and_transactions_see_the_whole_at_once(slow: LocalAWS, table: str) -> None:
    dynamodb, transaction = slow.dynamodb, Transaction(slow, puts(table, *KEYS))
    wait_for(lambda: is_partly_seen(slow, table), "a part of the transaction")
    gets = dynamodb.transact_get_items(TransactItems=[{"Get": {"TableName": table, "Key": key}} for key in KEYS])
    assert all("Item" in answer for answer in gets["Responses"])
    assert all("Item" in dynamodb.get_item(TableName=table, Key=key, ConsistentRead=True) for key in KEYS)
    assert is_partly_seen(slow, table)
    transaction.finish()


def test_writes_meet_the_whole_at_once(slow: LocalAWS, table: str) -> None:
    dynamodb, transaction = slow.dynamodb, Transaction(slow, puts(table, *KEYS))
    wait_for(lambda: is_partly_seen(slow, table), "a part of the transaction")
    for key in KEYS:
        with pytest.raises(dynamodb.exceptions.ConditionalCheckFailedException):
            dynamodb.put_item(TableName=table, Item=key, ConditionExpression="attribute_not_exists(Id)")
    assert is_partly_seen(slow, table)
    transaction.finish()


def test_overwritten_and_deleted_items_show_as_they_were(slow: LocalAWS, table: str) -> None:
    for key in KEYS:
        slow.dynamodb.put_item(TableName=table, Item={**key, "State": {"S": "old"}})
    changes = puts(table, *({**key, "State": {"S": "new"}} for key in KEYS[:6]))
    changes += [{"Delete": {"TableName": table, "Key": key}} for key in KEYS[6:]]
    transaction, states = Transaction(slow, changes), []
    while transaction.is_under_way:
        found = partition(slow, table, ConsistentRead=True)["Items"]
        states.append([each["State"]["S"] for each in found])
        transaction.step()
    transaction.finish()
    assert any("new" in each and "old" in each for each in states)
    assert [each["State"]["S"] for each in partition(slow, table, ConsistentRead=True)["Items"]] == ["new"] * 6


def test_writes_without_a_transaction_are_seen_at_once(slow: LocalAWS, table: str) -> None:
    dynamodb = slow.dynamodb
    for number in range(20):
        dynamodb.put_item(TableName=table, Item=item(number))
        assert numbers(partition(slow, table, ConsistentRead=True)) == list(range(number + 1))
    dynamodb.transact_write_items(TransactItems=puts(table, item(20)))
    assert numbers(partition(slow, table, ConsistentRead=True)) == list(range(21))
    assert dynamodb.describe_table(TableName=table)["Table"]["ItemCount"] == 21
