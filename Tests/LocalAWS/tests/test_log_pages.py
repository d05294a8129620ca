"""FilterLogEvents by pages."""

import time
from itertools import islice

import pytest
from botocore.exceptions import ClientError
from conftest import Stage, unique


@pytest.fixture
def group(stage: Stage) -> tuple[str, list[str]]:
    """A group with 12,000 events in two streams, many of them of the same time, and their messages in order."""
    name, now = f"/test/{unique('group')}", int(time.time() * 1000) - 60_000
    stage.logs.create_log_group(logGroupName=name)
    for stream in range(2):
        stage.logs.create_log_stream(logGroupName=name, logStreamName=str(stream))
        stage.logs.put_log_events(logGroupName=name, logStreamName=str(stream), logEvents=[
            {"timestamp": now + number // 7, "message": f"{number:05}-{stream}"} for number in range(6_000)])
    return name, sorted(f"{number:05}-{stream}" for number in range(6_000) for stream in range(2))


def test_all_events_come_page_by_page(stage: Stage, group: tuple[str, list[str]]) -> None:
    name, messages = group
    pages = [page["events"] for page in stage.logs.get_paginator("filter_log_events").paginate(logGroupName=name)]
    assert len(pages) > 1 and max(map(len, pages)) <= 10_000
    assert sorted(event["message"] for page in pages for event in page) == messages


def test_a_limit_makes_smaller_pages(stage: Stage, group: tuple[str, list[str]]) -> None:
    """Pages that end among events of the same time."""
    name, messages = group
    pages = list(islice(stage.logs.get_paginator("filter_log_events").paginate(logGroupName=name, limit=5), 20))
    found = [event["message"] for page in pages for event in page["events"]]
    assert len(found) == len(set(found)) == 100 and {message[:5] for message in found} <= {message[:5] for message in messages[:110]}


def test_a_page_holds_a_megabyte(stage: Stage) -> None:
    name, now = f"/test/{unique('group')}", int(time.time() * 1000) - 60_000
    stage.logs.create_log_group(logGroupName=name)
    for stream in ("a", "b"):
        stage.logs.create_log_stream(logGroupName=name, logStreamName=stream)
        stage.logs.put_log_events(logGroupName=name, logStreamName=stream, logEvents=[
            {"timestamp": now + number, "message": f"{number}".rjust(100_000)} for number in range(8)])
    pages = [page["events"] for page in stage.logs.get_paginator("filter_log_events").paginate(logGroupName=name)]
    assert [len(page) for page in pages] == [10, 6]


def test_a_token_of_somebody_elses(stage: Stage, group: tuple[str, list[str]]) -> None:
    with pytest.raises(ClientError, match="InvalidParameterException"):
        stage.logs.filter_log_events(logGroupName=group[0], nextToken="somebody-elses")
