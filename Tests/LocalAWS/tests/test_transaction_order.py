"""The stream records of one transaction come in any order, those of one item in theirs."""

from conftest import Stage, wait_for
from test_streams import Feed


def transact(stage: Stage, feed: Feed, number: int, items: int = 10) -> None:
    stage.dynamodb.transact_write_items(TransactItems=[
        {"Put": {"TableName": feed.table,
                 "Item": {"id": {"S": "a"}, "n": {"N": str(item)}, "body": {"S": f"{number}.{item}"}}}}
        for item in range(items)])


def test_a_transactions_records_come_in_any_order_and_transactions_one_after_the_other(stage: Stage) -> None:
    feed = Feed(stage, {"BatchSize": 100})
    for number in range(3):
        transact(stage, feed, number)
    feed.start()
    wait_for(lambda: len(feed.records()) == 30, "all records")
    bodies = [body for batch in feed.batches() for body in batch]
    parts = [bodies[begin:begin + 10] for begin in (0, 10, 20)]
    written = [[f"{number}.{item}" for item in range(10)] for number in range(3)]
    assert [sorted(part) for part in parts] == written
    assert parts != written
    numbers = [record["dynamodb"]["SequenceNumber"] for record in feed.records()]
    assert numbers == sorted(numbers)


def test_a_refused_transaction_leaves_no_record(stage: Stage) -> None:
    feed = Feed(stage, {"BatchSize": 100})
    condition = {"TableName": feed.table, "Key": {"id": {"S": "a"}, "n": {"N": "9"}},
                 "ConditionExpression": "attribute_exists(id)"}
    put = {"TableName": feed.table, "Item": {"id": {"S": "a"}, "n": {"N": "1"}, "body": {"S": "refused"}}}
    try:
        stage.dynamodb.transact_write_items(TransactItems=[{"Put": put}, {"ConditionCheck": condition}])
        raise AssertionError("the transaction was accepted")
    except stage.dynamodb.exceptions.TransactionCanceledException:
        feed.put("accepted")
    feed.start()
    wait_for(lambda: feed.records(), "the record")
    assert feed.batches() == [["accepted"]]
