"""The bus keeps no order, delivers some events twice, and draws both from the seed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import LocalAWS, Stage, unique, wait_for
from test_events import Bus

EVENTS = 20


@pytest.fixture(scope="module")
def unkind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAWS]:
    running = LocalAWS(tmp_path_factory.mktemp("unkind"), LOCAL_AWS_SEED="1", LOCAL_AWS_BUS_DELAY_MILLISECONDS="400",
                       LOCAL_AWS_BUS_DUPLICATES="1")
    yield running
    assert running.stop() == 0


@pytest.fixture
def unkind_stage(unkind: LocalAWS, tmp_path: Path) -> Stage:
    return Stage(unkind, tmp_path)


def identifiers(stage: Stage, function: str) -> list[str]:
    return [each["event"]["id"] for each in stage.seen(function)]


def test_every_event_comes_twice_and_in_another_order(unkind_stage: Stage) -> None:
    name, arn = unkind_stage.function(unkind_stage.role())
    bus = Bus(unkind_stage)
    bus.rule(arn)
    sent = [bus.put() for _number in range(EVENTS)]
    wait_for(lambda: len(unkind_stage.seen(name)) == 2 * EVENTS, "all deliveries", 240)
    came = identifiers(unkind_stage, name)
    assert sorted(came) == sorted(sent * 2)
    assert list(dict.fromkeys(came)) != sent


def test_a_replay_keeps_no_order_either(unkind_stage: Stage) -> None:
    name, arn = unkind_stage.function(unkind_stage.role())
    bus = Bus(unkind_stage)
    archive = unique("archive")
    archive_arn = unkind_stage.events.create_archive(ArchiveName=archive, EventSourceArn=bus.arn)["ArchiveArn"]
    start = 1_700_000_000
    sent = [bus.put(Time=start + number) for number in range(EVENTS)]
    bus.rule(arn)
    unkind_stage.events.start_replay(ReplayName=unique("replay"), EventSourceArn=archive_arn, EventStartTime=start,
                                     EventEndTime=start + EVENTS, Destination={"Arn": bus.arn})
    wait_for(lambda: len(unkind_stage.seen(name)) == 2 * EVENTS, "all deliveries", 240)
    came = identifiers(unkind_stage, name)
    assert sorted(came) == sorted(sent * 2)
    assert list(dict.fromkeys(came)) != sent


def test_without_delay_and_duplicates_order_is_kept(tmp_path: Path) -> None:
    kind = LocalAWS(tmp_path / "aws", LOCAL_AWS_BUS_DELAY_MILLISECONDS="0", LOCAL_AWS_BUS_DUPLICATES="0",
                    LOCAL_AWS_ASYNC_CONCURRENCY="1")
    try:
        stage = Stage(kind, tmp_path)
        name, arn = stage.function(stage.role())
        bus = Bus(stage)
        bus.rule(arn)
        sent = [bus.put() for _number in range(EVENTS)]
        wait_for(lambda: len(stage.seen(name)) == EVENTS, "all deliveries", 240)
        assert identifiers(stage, name) == sent
    finally:
        assert kind.stop() == 0
