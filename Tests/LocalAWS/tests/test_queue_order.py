"""A standard queue keeps no order, hands some messages over twice, and draws both from the seed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import LocalAWS, Stage, allow, wait_for
from test_queues import READ, send

MESSAGES = [str(number) for number in range(10)]


@pytest.fixture(scope="module")
def unkind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAWS]:
    running = LocalAWS(tmp_path_factory.mktemp("unkind"), LOCAL_AWS_SEED="1", LOCAL_AWS_QUEUE_DUPLICATES="1")
    yield running
    assert running.stop() == 0


def test_messages_come_twice_and_in_another_order_and_are_gone_then(unkind: LocalAWS, tmp_path: Path) -> None:
    stage = Stage(unkind, tmp_path)
    url, queue = stage.queue(VisibilityTimeout="600")
    name, _arn = stage.function(stage.role(allow(READ, queue)))
    send(stage, url, *MESSAGES)
    stage.functions.create_event_source_mapping(FunctionName=name, EventSourceArn=queue, BatchSize=10)
    wait_for(lambda: len(handed_over(stage, name)) == 2 * len(MESSAGES), "all deliveries")
    came = handed_over(stage, name)
    assert sorted(came) == sorted(MESSAGES * 2)
    assert came[:10] != MESSAGES
    wait_for(lambda: stage.depth(url) == 0, "the deletion")


def test_the_second_delivery_of_a_failed_message_does_not_count_as_another_message(unkind: LocalAWS, tmp_path: Path) -> None:
    stage = Stage(unkind, tmp_path)
    url, queue = stage.queue(VisibilityTimeout="600")
    name, _arn = stage.function(stage.role(allow(READ, queue)), FAIL_IF="rotten", FAIL_TIMES="2")
    stage.functions.create_event_source_mapping(FunctionName=name, EventSourceArn=queue, BatchSize=10)
    send(stage, url, "rotten")
    wait_for(lambda: len(handed_over(stage, name)) == 2 and stage.depth(url) == 1 and not stage.aws.clock()["working"], "two deliveries")
    stage.aws.clock(600)
    wait_for(lambda: stage.depth(url) == 0, "the deletion")
    assert len(handed_over(stage, name)) == 3


def handed_over(stage: Stage, name: str) -> list[str]:
    return [record["body"] for each in stage.seen(name) for record in each["event"]["Records"]]
