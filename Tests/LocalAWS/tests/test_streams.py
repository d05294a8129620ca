"""A table's stream that feeds a function."""

import json

import pytest
from conftest import Stage, allow, unique, wait_for

READ = ["dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:DescribeStream", "dynamodb:ListStreams"]


class Feed:
    """A table, its stream, a function that reads it and a queue for what is given up."""

    def __init__(self, stage: Stage, options: dict, **environment: str) -> None:
        self.stage = stage
        self.table = unique("table")
        made = stage.dynamodb.create_table(
            TableName=self.table, BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}, {"AttributeName": "n", "KeyType": "RANGE"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"},
                                  {"AttributeName": "n", "AttributeType": "N"}],
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"})
        self.stream = made["TableDescription"]["LatestStreamArn"]
        self.url, queue = stage.queue()
        role = stage.role(allow(READ, self.stream), allow("sqs:SendMessage", queue))
        self.name, self.arn = stage.function(role, **environment)
        self.mapping = stage.functions.create_event_source_mapping(
            FunctionName=self.name, EventSourceArn=self.stream, StartingPosition="TRIM_HORIZON", Enabled=False,
            DestinationConfig={"OnFailure": {"Destination": queue}}, **options)["UUID"]

    def put(self, *bodies: str, identifier: str = "a") -> None:
        for number, body in enumerate(bodies):
            self.stage.dynamodb.put_item(
                TableName=self.table, Item={"id": {"S": identifier}, "n": {"N": str(number)}, "body": {"S": body}})

    def start(self) -> None:
        self.stage.functions.update_event_source_mapping(UUID=self.mapping, Enabled=True)

    def batches(self) -> list[list[str]]:
        return [[record["dynamodb"]["NewImage"]["body"]["S"] for record in each["event"]["Records"]]
                for each in self.stage.seen(self.name)]

    def given_up(self) -> dict:
        return json.loads(self.stage.message(self.url)["Body"])

    def records(self) -> list[dict]:
        return [record for each in self.stage.seen(self.name) for record in each["event"]["Records"]]


REPORT = {"FunctionResponseTypes": ["ReportBatchItemFailures"]}


def test_records_before_the_lowest_reported_one_are_done(stage: Stage) -> None:
    feed = Feed(stage, {"BatchSize": 10, "MaximumRetryAttempts": 1, **REPORT}, REPORT_IF="rotten")
    feed.put("1", "2", "rotten", "4", "rotten", "6")
    feed.start()
    record = feed.given_up()
    feed.put("later", identifier="b")
    wait_for(lambda: feed.batches()[-1] == ["later"], "the next batch")
    rest = ["rotten", "4", "rotten", "6"]
    assert feed.batches() == [["1", "2", *rest], rest, rest, ["later"]]
    assert record["DDBStreamBatchInfo"]["batchSize"] == 4


def test_the_record_of_what_is_given_up_holds_positions_only(stage: Stage) -> None:
    feed = Feed(stage, {"BatchSize": 10, "MaximumRetryAttempts": 2}, FAIL_IF="rotten")
    feed.put("rotten", "2")
    feed.start()
    record = feed.given_up()
    numbers = [each["dynamodb"]["SequenceNumber"] for each in feed.records()]
    assert len(feed.batches()) == 3
    assert record["requestContext"]["condition"] == "RetryAttemptsExhausted"
    assert record["requestContext"]["functionArn"] == feed.arn
    assert record["requestContext"]["approximateInvokeCount"] == 3
    info = record["DDBStreamBatchInfo"]
    assert (info["startSequenceNumber"], info["endSequenceNumber"]) == (numbers[0], numbers[1])
    assert (info["batchSize"], info["streamArn"]) == (2, feed.stream)
    assert info["shardId"].startswith("shardId-")
    assert "payload" not in record and "rotten" not in json.dumps(record)


def test_a_batch_is_halved_until_the_bad_record_is_alone(stage: Stage) -> None:
    feed = Feed(stage, {"BatchSize": 10, "MaximumRetryAttempts": 0, "BisectBatchOnFunctionError": True}, FAIL_IF="rotten")
    feed.put("1", "2", "rotten", "4")
    feed.start()
    info = feed.given_up()["DDBStreamBatchInfo"]
    wait_for(lambda: ["4"] in feed.batches(), "the last record")
    assert feed.batches() == [["1", "2", "rotten", "4"], ["1", "2"], ["rotten", "4"], ["rotten"], ["4"]]
    assert (info["batchSize"], info["startSequenceNumber"]) == (1, info["endSequenceNumber"])


def test_records_past_their_age_are_given_up(stage: Stage) -> None:
    feed = Feed(stage, {"BatchSize": 10, "MaximumRecordAgeInSeconds": 60}, FAIL_IF="rotten")
    feed.put("rotten")
    feed.start()
    wait_for(feed.batches, "the first run")
    stage.aws.clock(61)
    assert feed.given_up()["requestContext"]["condition"] == "MaximumRecordAgeExceeded"


def test_without_limits_a_batch_is_tried_until_it_succeeds(stage: Stage) -> None:
    feed = Feed(stage, {"BatchSize": 1}, FAIL_IF="rotten", FAIL_TIMES="4")
    feed.put("rotten", "2")
    feed.start()
    wait_for(lambda: feed.batches()[-1:] == [["2"]], "the second record")
    assert feed.batches() == [["rotten"]] * 5 + [["2"]]
    wait_for(lambda: stage.total("AWS/Lambda", "Invocations", FunctionName=feed.name) == 6, "the count")
    assert stage.total("AWS/Lambda", "Errors", FunctionName=feed.name) == 4


def test_parallel_batches_keep_the_order_of_each_item_and_not_that_of_a_partition(stage: Stage) -> None:
    feed = Feed(stage, {"BatchSize": 3, "ParallelizationFactor": 4})
    for change in range(5):
        feed.put(*[f"{item}{change}" for item in "abcdefgh"])
    feed.start()
    wait_for(lambda: len(feed.records()) == 40, "all records")
    bodies = [body for batch in feed.batches() for body in batch]
    for item in "abcdefgh":
        assert [body for body in bodies if body[0] == item] == [f"{item}{change}" for change in range(5)]
    assert bodies != [f"{item}{change}" for change in range(5) for item in "abcdefgh"]


def test_a_window_gathers_a_batch(stage: Stage) -> None:
    feed = Feed(stage, {"BatchSize": 100, "MaximumBatchingWindowInSeconds": 2})
    feed.start()
    feed.put("1", "2", "3")
    wait_for(lambda: feed.records(), "the batch")
    assert feed.batches() == [["1", "2", "3"]]


def test_a_filter_drops_records(stage: Stage) -> None:
    pattern = json.dumps({"dynamodb": {"NewImage": {"body": {"S": ["yes"]}}}})
    feed = Feed(stage, {"BatchSize": 10, "FilterCriteria": {"Filters": [{"Pattern": pattern}]}})
    feed.put("no", "yes", "no")
    feed.start()
    wait_for(lambda: feed.records(), "the batch")
    assert feed.batches() == [["yes"]]


def test_a_mapping_needs_a_role_that_may_read_the_stream(stage: Stage) -> None:
    feed = Feed(stage, {"BatchSize": 10})
    name, _arn = stage.function(stage.role())
    with pytest.raises(stage.functions.exceptions.InvalidParameterValueException, match="Cannot access stream"):
        stage.functions.create_event_source_mapping(
            FunctionName=name, EventSourceArn=feed.stream, StartingPosition="LATEST")
