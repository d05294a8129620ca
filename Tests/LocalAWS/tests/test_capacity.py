"""Capacity: what is refused, what that costs, and what is told about it.

With a hundredth of the real capacity a table of one unit holds three, and gets the next one after 100 seconds.
"""

from collections.abc import Callable, Iterator

import pytest
from botocore.exceptions import ClientError
from conftest import LocalAWS, Stage, unique, wait_for
from dynamodb_tables import INDEX, create_table, indexed, item, numbers, partition, puts

TABLE_MESSAGE = "The level of configured provisioned throughput for the table was exceeded"
INDEX_MESSAGE = "The level of configured provisioned throughput for one or more global secondary indexes"
KILOBYTE = {"Padding": {"S": "x" * 1100}}
INDEXED = {"Kind": {"S": "k"}, "Time": {"S": "t"}}


@pytest.fixture(scope="module")
def poor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAWS]:
    running = LocalAWS(tmp_path_factory.mktemp("capacity"), LOCAL_AWS_CAPACITY="0.01", LOCAL_AWS_LAG_MILLISECONDS="0",
                       LOCAL_AWS_ALARM_INTERVAL_SECONDS="0.3")
    yield running
    assert running.stop() == 0


@pytest.fixture
def table(poor: LocalAWS) -> str:
    return create_table(poor, units=1)


def admitted(request: Callable[[int], object], most: int = 20) -> int:
    """How many requests are answered before one is refused for want of capacity."""
    for number in range(most):
        try:
            request(number)
        except ClientError as error:
            assert error.response["Error"]["Code"] == "ProvisionedThroughputExceededException", error
            assert error.response["ResponseMetadata"]["HTTPStatusCode"] == 400
            return number
    return most


def put(aws: LocalAWS, table: str, **attributes: dict) -> Callable[[int], object]:
    return lambda number: aws.client("dynamodb").put_item(TableName=table, Item=item(number, **attributes))


@pytest.mark.parametrize(("attributes", "expected"), [({}, 4), (KILOBYTE, 2)])
def test_each_started_kilobyte_written_is_a_unit(poor: LocalAWS, table: str, attributes: dict, expected: int) -> None:
    assert admitted(put(poor, table, **attributes)) == expected
    # What was refused had no effect.
    assert numbers(partition(poor, table)) == list(range(expected))


def test_a_failed_condition_is_paid(poor: LocalAWS, table: str) -> None:
    dynamodb = poor.client("dynamodb")

    def fail(_number: int) -> None:
        with pytest.raises(dynamodb.exceptions.ConditionalCheckFailedException):
            dynamodb.put_item(TableName=table, Item=item(1), ConditionExpression="attribute_exists(Id)")

    with pytest.raises(ClientError, match=TABLE_MESSAGE):
        for number in range(20):
            fail(number)


READS: dict[str, tuple[Callable[[LocalAWS, str], object], int]] = {
    "GetItem": (lambda aws, table: aws.client("dynamodb").get_item(TableName=table, Key=item(0)), 7),
    "consistent GetItem": (lambda aws, table: aws.client("dynamodb").get_item(
        TableName=table, Key=item(0), ConsistentRead=True), 4),
    "consistent Query": (lambda aws, table: partition(aws, table, ConsistentRead=True), 4),
    "Scan": (lambda aws, table: aws.client("dynamodb").scan(TableName=table), 7),
    "index": (lambda aws, table: indexed(aws, table), 7),
}


@pytest.mark.parametrize("read", READS)
def test_a_consistent_read_costs_a_unit_and_another_half(poor: LocalAWS, table: str, read: str) -> None:
    request, expected = READS[read]
    assert admitted(lambda _number: request(poor, table)) == expected


@pytest.mark.parametrize(("sizes", "expected"), [([990, 990, 990], 4), ([9000], 2)])
def test_a_page_is_paid_by_what_it_looked_at(poor: LocalAWS, table: str, sizes: list[int], expected: int) -> None:
    for number, size in enumerate(sizes):
        put(poor, table, Padding={"S": "x" * size})(number)
    filtered = {"FilterExpression": "attribute_exists(Extra)", "ConsistentRead": True}
    assert admitted(lambda _number: partition(poor, table, **filtered)) == expected


def test_an_index_without_capacity_refuses_the_writes_of_its_table(poor: LocalAWS) -> None:
    table = create_table(poor, units=100, index_units=1)
    assert admitted(put(poor, table, **INDEXED)) == 4
    with pytest.raises(ClientError, match=INDEX_MESSAGE):
        put(poor, table, **INDEXED)(9)
    # An item that is not in the index, or does not change there, is written.
    put(poor, table)(10)
    put(poor, table, **INDEXED)(0)
    poor.client("dynamodb").delete_item(TableName=table, Key=item(10))
    for change in (lambda: poor.client("dynamodb").delete_item(TableName=table, Key=item(0)),
                   lambda: poor.client("dynamodb").update_item(
                       TableName=table, Key=item(0), UpdateExpression="SET Extra = :v",
                       ExpressionAttributeValues={":v": {"S": "v"}})):
        with pytest.raises(ClientError, match=INDEX_MESSAGE):
            change()
    assert numbers(partition(poor, table)) == [0, 1, 2, 3]


def test_a_transaction_costs_twice_and_names_the_items_refused(poor: LocalAWS, table: str) -> None:
    dynamodb, rich = poor.client("dynamodb"), create_table(poor, units=100)
    for number in range(2):
        dynamodb.transact_write_items(TransactItems=puts(table, item(number)))
    with pytest.raises(dynamodb.exceptions.TransactionCanceledException) as refused:
        dynamodb.transact_write_items(TransactItems=[*puts(rich, item(1)), *puts(table, item(2))])
    first, second = refused.value.response["CancellationReasons"]
    assert first == {"Code": "None"}
    assert second["Code"] == "ProvisionedThroughputExceeded" and TABLE_MESSAGE in second["Message"]
    assert "[None, ProvisionedThroughputExceeded]" in refused.value.response["Error"]["Message"]
    assert numbers(partition(poor, rich)) == [] and numbers(partition(poor, table)) == [0, 1]


def test_a_transaction_of_reads_costs_twice(poor: LocalAWS, table: str) -> None:
    dynamodb, get = poor.client("dynamodb"), [{"Get": {"TableName": table, "Key": item(1)}}]
    for _ in range(2):
        dynamodb.transact_get_items(TransactItems=get)
    with pytest.raises(dynamodb.exceptions.TransactionCanceledException, match="ProvisionedThroughputExceeded"):
        dynamodb.transact_get_items(TransactItems=get)


def test_what_a_batch_could_not_write_comes_back(poor: LocalAWS, table: str) -> None:
    dynamodb = poor.client("dynamodb")
    requests = {table: [{"PutRequest": {"Item": item(number)}} for number in range(10)]}
    answer = dynamodb.batch_write_item(RequestItems=requests)
    assert answer["UnprocessedItems"] == {table: requests[table][4:]}
    assert numbers(partition(poor, table)) == [0, 1, 2, 3]
    with pytest.raises(ClientError, match=TABLE_MESSAGE):
        dynamodb.batch_write_item(RequestItems=answer["UnprocessedItems"])


def test_what_a_batch_could_not_read_comes_back(poor: LocalAWS, table: str) -> None:
    dynamodb = poor.client("dynamodb")
    request = {"Keys": [item(number) for number in range(10)], "ConsistentRead": True, "ProjectionExpression": "Id"}
    answer = dynamodb.batch_get_item(RequestItems={table: request})
    assert answer["UnprocessedKeys"] == {table: {**request, "Keys": request["Keys"][4:]}}
    with pytest.raises(ClientError, match=TABLE_MESSAGE):
        dynamodb.batch_get_item(RequestItems=answer["UnprocessedKeys"])


def test_capacity_comes_back_by_the_clock(poor: LocalAWS, table: str) -> None:
    assert admitted(put(poor, table)) == 4
    poor.clock(150)
    assert admitted(put(poor, table)) == 1


def test_a_changed_capacity_counts_from_now_on(poor: LocalAWS, table: str) -> None:
    dynamodb = poor.client("dynamodb")
    assert admitted(put(poor, table)) == 4
    dynamodb.update_table(TableName=table, ProvisionedThroughput={"ReadCapacityUnits": 1, "WriteCapacityUnits": 1000},
                          GlobalSecondaryIndexUpdates=[])
    wait_for(lambda: admitted(put(poor, table), most=1) == 1, "a write with the greater capacity")


def test_a_partition_key_has_a_limit_of_its_own_also_on_demand(poor: LocalAWS) -> None:
    dynamodb, table = poor.client("dynamodb"), create_table(poor)
    large = {"Padding": {"S": "x" * 390_000}}
    dynamodb.put_item(TableName=table, Item=item(1, **large))
    with pytest.raises(ClientError, match="ThrottlingException.*hot key"):
        dynamodb.put_item(TableName=table, Item=item(2))
    with pytest.raises(dynamodb.exceptions.TransactionCanceledException) as refused:
        dynamodb.transact_write_items(TransactItems=puts(table, item(3), item(3, "b")))
    assert [reason["Code"] for reason in refused.value.response["CancellationReasons"]] == ["ThrottlingError", "None"]
    dynamodb.put_item(TableName=table, Item=item(1, "b"))


def test_refusals_drive_the_metrics_and_the_alarm(poor: LocalAWS, tmp_path_factory: pytest.TempPathFactory) -> None:
    stage, alarm = Stage(poor, tmp_path_factory.mktemp("stage")), unique("alarm")
    table = create_table(poor, units=100, index_units=1)
    stage.cloudwatch.put_metric_alarm(
        AlarmName=alarm, Namespace="AWS/DynamoDB", MetricName="WriteThrottleEvents", Statistic="Sum", Period=60,
        EvaluationPeriods=1, Threshold=0, ComparisonOperator="GreaterThanThreshold", TreatMissingData="notBreaching",
        Dimensions=[{"Name": "TableName", "Value": table}, {"Name": "GlobalSecondaryIndexName", "Value": INDEX}])
    assert admitted(put(poor, table, **INDEXED)) == 4

    def state() -> str:
        return stage.cloudwatch.describe_alarms(AlarmNames=[alarm])["MetricAlarms"][0]["StateValue"]

    wait_for(lambda: state() == "ALARM", "the alarm on the refusals")

    def total(metric: str, **dimensions: str) -> float:
        return stage.total("AWS/DynamoDB", metric, TableName=table, **dimensions)

    # The client sends a refused request once more.
    wait_for(lambda: total("WriteThrottleEvents", GlobalSecondaryIndexName=INDEX) == 2, "the index's refusals")
    wait_for(lambda: total("ThrottledRequests", Operation="PutItem") == 2, "the refused requests")
    wait_for(lambda: total("ConsumedWriteCapacityUnits", GlobalSecondaryIndexName=INDEX) == 4, "the index's units")
    wait_for(lambda: total("ConsumedWriteCapacityUnits") == 4, "the table's units")
    assert total("WriteThrottleEvents") == 0


def test_capacity_can_be_without_end(tmp_path_factory: pytest.TempPathFactory) -> None:
    running = LocalAWS(tmp_path_factory.mktemp("off"), LOCAL_AWS_CAPACITY="off")
    table = create_table(running, units=1)
    assert admitted(put(running, table, Padding={"S": "x" * 100_000}), most=10) == 10
    assert running.stop() == 0
