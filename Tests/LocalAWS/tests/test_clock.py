"""The clock that is wound forward, and who may wind it."""

import asyncio
import json
import sys
import time
import urllib.error
import urllib.request

import pytest
from conftest import LocalAWS, Stage, wait_for
from running import ROOT
from test_functions import configure, invoke

sys.path.insert(0, str(ROOT))
from local_aws.control import PATH, controlled  # noqa: E402


def test_retries_come_after_one_minute_and_two(stage: Stage) -> None:
    name, _arn = stage.function(stage.role(), FAIL_IF="x")
    invoke(stage, name, {"x": 1})
    stage.wind(name, 60, 120)
    wait_for(lambda: len(stage.seen(name)) == 3, "the last run")
    wait_for(lambda: stage.total("AWS/Lambda", "AsyncEventsDropped", FunctionName=name) == 1, "the end")
    assert name not in stage.aws.clock()["retries"]


def test_an_event_ends_at_its_age(stage: Stage) -> None:
    name, _arn = stage.function(stage.role(), FAIL_IF="x")
    configure(stage, name, MaximumEventAgeInSeconds=100)
    invoke(stage, name, {"x": 1})
    stage.wind(name, 60)
    wait_for(lambda: stage.total("AWS/Lambda", "AsyncEventsDropped", FunctionName=name) == 1, "the end")
    assert len(stage.seen(name)) == 2


def test_a_hidden_message_comes_back_when_its_time_is_over(stage: Stage) -> None:
    url, _queue = stage.queue(VisibilityTimeout="3600")
    stage.sqs.send_message(QueueUrl=url, MessageBody="x")
    [first] = stage.sqs.receive_message(QueueUrl=url)["Messages"]
    assert not stage.sqs.receive_message(QueueUrl=url).get("Messages")
    stage.aws.clock(3600)
    [again] = stage.sqs.receive_message(QueueUrl=url)["Messages"]
    assert first["MessageId"] == again["MessageId"]


def test_a_message_is_lost_after_its_retention(stage: Stage) -> None:
    url, _queue = stage.queue(MessageRetentionPeriod="60")
    stage.sqs.send_message(QueueUrl=url, MessageBody="x")
    stage.aws.clock(61)
    assert not stage.sqs.receive_message(QueueUrl=url).get("Messages")


def test_the_clock_is_ahead_by_what_it_was_wound(aws: LocalAWS) -> None:
    before = aws.clock()["time"] - time.time()
    after = aws.clock(1000)["time"] - time.time()
    assert round(after - before, -1) == 1000


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"advance": -1}', '{"advance": "1"}', '{"advance": true}', '{"advance": 1e9}'])
def test_a_bad_request_winds_nothing(aws: LocalAWS, body: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(urllib.request.Request(aws.endpoint + PATH, body.encode(), method="POST"))
    assert refusal.value.code == 400


@pytest.mark.parametrize(("sender", "status"), [("127.0.0.1", 200), ("::1", 200), ("192.0.2.1", 403), (None, 403)])
def test_only_processes_of_this_machine_may_ask(sender: str | None, status: int) -> None:
    async def behind(*_arguments: object) -> None:
        raise AssertionError("the request went on to AWS")

    async def receive() -> dict:
        raise AssertionError("nothing is to be read")

    sent: list[dict] = []

    async def send(message: dict) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": PATH, "client": (sender, 1) if sender else None}
    asyncio.run(controlled(behind, lambda: {"retries": {"f": [1.0]}})(scope, receive, send))
    assert sent[0]["status"] == status
    assert ("retries" in json.loads(sent[1]["body"])) == (status == 200)
