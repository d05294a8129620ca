"""The bundles answer each path of the bench rightly: what is measured is what is meant."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from bench.data import data_set
from bench.fake_aws import FakeAWS
from bench.instruments import Instruments
from bench.paths import paths
from bench.program import Build, unpack
from bench.run import Question, RunFailed, Runner

ROOT = Path(__file__).resolve().parents[2]
# The log of 100,000 takes half a minute to make; of the bundle it asks nothing that the one of 1,000 does not.
LENGTHS, LONGEST = (1, 10, 100, 1_000), "keyed command, log of 100,000"


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    return unpack("ours", ROOT, tmp_path_factory.mktemp("bundles"))


@pytest.fixture(scope="module")
def data(instruments: Instruments, build: Build, tmp_path_factory: pytest.TempPathFactory):
    """The bundles make it, and prove each of its logs."""
    return data_set(instruments, build, tmp_path_factory.mktemp("data") / "data", LENGTHS)


@pytest.fixture
def runner(instruments: Instruments, data) -> Iterator[Runner]:
    with FakeAWS(instruments.fake_aws, items=data.items) as fake:
        yield Runner(instruments.runtime_api, fake)


def test_each_path_is_answered_as_it_expects(build: Build, data, runner: Runner) -> None:
    failed = {}
    for path in paths(data):
        assert path.question.expect
        try:
            figures = runner.run(build.programs[path.function], path.question, 3)
            if path.name != "refused" and sum(figures.calls.values()) % 3:
                failed[path.name] = f"its events do not make the same calls: {figures.calls}"
        except RunFailed as failure:
            failed[path.name] = str(failure)
    assert failed == {}


def test_a_wrong_answer_is_no_measurement(build: Build, data, runner: Runner) -> None:
    path = paths(data)[0]
    with pytest.raises(RunFailed, match="answers without"):
        runner.run(build.programs["query"], Question(path.question.events, '"statusCode":200'), 1)


def test_the_baseline_knows_every_path(benchmarks: Path, data) -> None:
    known = set(json.loads((benchmarks / "baseline.json").read_text()))
    assert {path.name for path in paths(data)} | {LONGEST} <= known
