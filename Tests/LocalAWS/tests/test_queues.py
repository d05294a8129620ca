"""A queue that feeds a function."""

import json
import time

import pytest
from conftest import EVENTS_MAY_SEND, Stage, allow, unique, wait_for
from test_events import Bus

HIDDEN_SECONDS = 60
RECEIVES = 2
READ = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]


def fed(stage: Stage, responses: tuple[str, ...] = ("ReportBatchItemFailures",), mapping: dict | None = None, **environment: str):
    """A function's name, its queue and the queue's dead-letter queue."""
    dead_url, dead = stage.queue()
    redrive = json.dumps({"deadLetterTargetArn": dead, "maxReceiveCount": str(RECEIVES)})
    url, queue = stage.queue(VisibilityTimeout=str(HIDDEN_SECONDS), RedrivePolicy=redrive)
    name, _arn = stage.function(stage.role(allow(READ, queue)), **environment)
    stage.functions.create_event_source_mapping(
        FunctionName=name, EventSourceArn=queue, **{"BatchSize": 10, "FunctionResponseTypes": list(responses), **(mapping or {})})
    return name, url, dead_url


def send(stage: Stage, url: str, *bodies: str) -> None:
    entries = [{"Id": str(number), "MessageBody": body} for number, body in enumerate(bodies)]
    assert not stage.sqs.send_message_batch(QueueUrl=url, Entries=entries).get("Failed")


def receipts(stage: Stage, name: str, body: str) -> int:
    return sum(record["body"] == body for each in stage.seen(name) for record in each["event"]["Records"])


def used_up(stage: Stage, name: str, url: str, dead: str, body: str) -> None:
    """Winds the clock until the message, alone in its queue, has come back as often as it may and ended in the other one."""
    for count in range(1, RECEIVES + 1):
        wait_for(lambda: receipts(stage, name, body) == count and stage.depth(url) == 1 and not stage.aws.clock()["working"], f"receipt {count}")
        stage.aws.clock(HIDDEN_SECONDS)
    assert stage.message(dead)["Body"] == body
    assert stage.depth(url) == 0
    assert receipts(stage, name, body) == RECEIVES


def test_only_the_reported_message_comes_back_until_its_receive_count_is_used_up(stage: Stage) -> None:
    name, url, dead = fed(stage, REPORT_IF="rotten")
    send(stage, url, "good-1", "rotten", "good-2")
    used_up(stage, name, url, dead, "rotten")
    assert [receipts(stage, name, body) for body in ("good-1", "rotten", "good-2")] == [1, 2, 1]


def test_a_failed_run_brings_all_messages_back(stage: Stage) -> None:
    name, url, dead = fed(stage, FAIL_IF="rotten")
    send(stage, url, "rotten")
    used_up(stage, name, url, dead, "rotten")


@pytest.mark.parametrize("answer", [
    '{"batchItemFailures": [{"itemIdentifier": "unknown"}]}',
    '{"batchItemFailures": [{"itemIdentifier": ""}]}',
    '{"batchItemFailures": [{"itemIdentifier": null}]}',
    '{"batchItemFailures": [{"id": "x"}]}',
])
def test_an_answer_that_names_no_message_fails_the_batch(stage: Stage, answer: str) -> None:
    name, url, dead = fed(stage, ANSWER=answer)
    send(stage, url, "a")
    used_up(stage, name, url, dead, "a")


@pytest.mark.parametrize("answer", ["null", "{}", '{"batchItemFailures": []}', '{"batchItemFailures": null}'])
def test_an_answer_without_failures_is_success(stage: Stage, answer: str) -> None:
    name, url, dead = fed(stage, ANSWER=answer)
    send(stage, url, "a")
    wait_for(lambda: stage.depth(url) == 0, "the deletion")
    assert (receipts(stage, name, "a"), stage.depth(dead)) == (1, 0)


def test_without_the_response_type_the_answer_is_not_read(stage: Stage) -> None:
    name, url, dead = fed(stage, responses=(), REPORT_IF="rotten")
    send(stage, url, "rotten")
    wait_for(lambda: stage.depth(url) == 0, "the deletion")
    assert (receipts(stage, name, "rotten"), stage.depth(dead)) == (1, 0)


def test_a_mapping_needs_a_role_that_may_read_the_queue(stage: Stage) -> None:
    _url, queue = stage.queue()
    name, _arn = stage.function(stage.role(allow("sqs:ReceiveMessage", queue)))
    with pytest.raises(stage.functions.exceptions.InvalidParameterValueException, match="DeleteMessage"):
        stage.functions.create_event_source_mapping(FunctionName=name, EventSourceArn=queue)


@pytest.mark.parametrize(("mapping", "queue_attributes", "reason"), [
    ({"BatchSize": 11}, {}, "batch window"),
    ({}, {"VisibilityTimeout": "9"}, "less than Function timeout: 10 seconds"),
    ({"ScalingConfig": {"MaximumConcurrency": 1}}, {}, "MaximumConcurrency|maximumConcurrency"),
])
def test_a_mapping_that_lambda_refuses(stage: Stage, mapping: dict, queue_attributes: dict, reason: str) -> None:
    _url, queue = stage.queue(**queue_attributes)
    name, _arn = stage.function(stage.role(allow(READ, queue)))
    with pytest.raises(Exception, match=reason):
        stage.functions.create_event_source_mapping(FunctionName=name, EventSourceArn=queue, **mapping)


def test_no_mapping_is_made_twice(stage: Stage) -> None:
    """As when the answer to the first request was lost."""
    name, _url, _dead = fed(stage)
    [mapping] = stage.functions.list_event_source_mappings(FunctionName=name)["EventSourceMappings"]
    with pytest.raises(stage.functions.exceptions.ResourceConflictException, match=mapping["UUID"]):
        stage.functions.create_event_source_mapping(FunctionName=name, EventSourceArn=mapping["EventSourceArn"])


def test_no_more_batches_run_at_once_than_the_mapping_allows(stage: Stage) -> None:
    """Each run sleeps; the file says when each began, and the next one of a full house begins after an end."""
    name, url, _dead = fed(stage, mapping={"BatchSize": 1, "ScalingConfig": {"MaximumConcurrency": 2}}, SLEEP="1")
    send(stage, url, *(str(number) for number in range(6)))
    most = 0

    def all_done() -> bool:
        nonlocal most
        most = max(most, stage.aws.clock()["working"])
        return stage.depth(url) == 0

    wait_for(all_done, "six runs")
    assert most == 2 and len(stage.seen(name)) == 6


def test_a_window_gathers_messages_beyond_ten(stage: Stage) -> None:
    name, url, _dead = fed(stage, mapping={"BatchSize": 12, "MaximumBatchingWindowInSeconds": 300})
    send(stage, url, *(str(number) for number in range(7)))
    send(stage, url, *(str(number) for number in range(7, 10)))
    assert stage.seen(name) == []
    send(stage, url, "10", "11")
    [batch] = wait_for(lambda: stage.seen(name), "the batch")
    assert sorted(int(record["body"]) for record in batch["event"]["Records"]) == list(range(12))


def test_a_window_ends_before_the_batch_is_full(stage: Stage) -> None:
    name, url, _dead = fed(stage, mapping={"BatchSize": 12, "MaximumBatchingWindowInSeconds": 1})
    send(stage, url, "a", "b")
    assert len(wait_for(lambda: stage.seen(name), "the batch")[0]["event"]["Records"]) == 2


def test_what_a_mapping_had_gathered_comes_back_once_it_is_gone(stage: Stage) -> None:
    name, url, _dead = fed(stage, mapping={"BatchSize": 12, "MaximumBatchingWindowInSeconds": 300})
    queue = url.rsplit("/", 1)[1]
    send(stage, url, "a")
    wait_for(lambda: stage.aws.clock()["working"] == 1, "the message in its batch")
    [mapping] = stage.functions.list_event_source_mappings(FunctionName=name)["EventSourceMappings"]
    stage.functions.delete_event_source_mapping(UUID=mapping["UUID"])
    wait_for(lambda: stage.aws.clock()["working"] == 0, "the end of the batch")
    stage.functions.create_event_source_mapping(FunctionName=name, EventSourceArn=mapping["EventSourceArn"], BatchSize=1)
    assert len(stage.aws.clock()["queues"][queue]) == 1
    stage.aws.clock(HIDDEN_SECONDS)
    wait_for(lambda: receipts(stage, name, "a") == 1, "the delivery by another mapping")


def test_what_waits_for_the_clock_is_told(stage: Stage) -> None:
    name, url, _dead = fed(stage, REPORT_IF="bad")
    queue = url.rsplit("/", 1)[1]
    send(stage, url, "bad")
    [seconds] = wait_for(lambda: stage.aws.clock()["queues"].get(queue), "the failed message")
    assert HIDDEN_SECONDS - 30 < seconds <= HIDDEN_SECONDS
    stage.aws.clock(seconds)
    wait_for(lambda: receipts(stage, name, "bad") == 2, "the second delivery")


def test_a_message_is_as_old_for_the_function_as_by_the_clock(stage: Stage) -> None:
    url, queue = stage.queue(VisibilityTimeout="60")
    name, _arn = stage.function(stage.role(allow(READ, queue)))
    send(stage, url, "x")
    stage.aws.clock(1000)
    stage.functions.create_event_source_mapping(FunctionName=name, EventSourceArn=queue)
    record = wait_for(lambda: stage.seen(name), "the message")[0]["event"]["Records"][0]
    assert 990 < time.time() - int(record["attributes"]["SentTimestamp"]) / 1000 < 1060


def test_the_age_of_the_oldest_message_is_a_metric(stage: Stage) -> None:
    url, queue = stage.queue()
    send(stage, url, "x")
    stage.aws.clock(500)
    wait_for(lambda: largest(stage, "ApproximateAgeOfOldestMessage", queue) >= 500, "the age")


def test_a_message_that_came_back_too_often_does_not_age_its_queue(stage: Stage) -> None:
    url, queue = stage.queue(VisibilityTimeout="0")
    send(stage, url, "x")
    for _receive in range(4):
        assert stage.sqs.receive_message(QueueUrl=url)["Messages"]
    stage.aws.clock(500)
    wait_for(lambda: largest(stage, "ApproximateNumberOfMessagesVisible", queue) == 1, "a sample")
    assert largest(stage, "ApproximateAgeOfOldestMessage", queue) < 500


def test_live_and_replayed_events_have_a_queue_each(stage: Stage) -> None:
    bus = Bus(stage)
    archive = stage.events.create_archive(ArchiveName=unique("archive"), EventSourceArn=bus.arn)["ArchiveArn"]
    live_url, live = stage.queue(EVENTS_MAY_SEND)
    replay_url, replay = stage.queue(EVENTS_MAY_SEND)
    bus.rule(live, pattern={"source": ["s"], "replay-name": [{"exists": False}]})
    _name, replay_rule = bus.rule(replay, pattern={"source": ["s"], "replay-name": [{"exists": True}]})
    sent = bus.put(Time=1_700_000_000)
    assert json.loads(stage.message(live_url)["Body"])["id"] == sent
    for filters in ([replay_rule], None):
        name = unique("replay")
        stage.events.start_replay(
            ReplayName=name, EventSourceArn=archive, EventStartTime=1_700_000_000, EventEndTime=1_700_000_000,
            Destination={"Arn": bus.arn, **({"FilterArns": filters} if filters else {})})
        event = json.loads(stage.message(replay_url)["Body"])
        assert (event["id"], event["replay-name"]) == (sent, name)
    assert (stage.depth(live_url), stage.depth(replay_url)) == (0, 0)


def largest(stage: Stage, metric: str, queue: str) -> float:
    now = time.time()
    points = stage.cloudwatch.get_metric_statistics(
        Namespace="AWS/SQS", MetricName=metric, StartTime=now - 3600, EndTime=now + 60, Period=3600, Statistics=["Maximum"],
        Dimensions=[{"Name": "QueueName", "Value": queue.rsplit(":", 1)[1]}])["Datapoints"]
    return max((point["Maximum"] for point in points), default=-1.0)
