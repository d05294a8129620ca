"""The bundles answer each path of the bench rightly: what is measured is what is meant."""

import json

import pytest
from bench.baseline import BASELINE
from bench.data import DataSet
from bench.paths import paths
from bench.program import Build, Program
from bench.run import Question, RunFailed, Runner

# Not made for the tests.
LONGEST = "keyed command, log of 100,000"


def test_each_path_is_answered_as_it_expects(build: Build, data: DataSet, runner: Runner) -> None:
    failed = {}
    for path in paths(data):
        assert path.question.expect
        try:
            figures = runner.run(build.programs[path.function], path.question, 3)
            if path.name != "refused" and (not figures.calls or any(number % 3 for number in figures.calls.values())):
                failed[path.name] = f"its events do not make the same calls: {figures.calls}"
        except RunFailed as failure:
            failed[path.name] = str(failure)
    assert failed == {}


def test_a_wrong_answer_is_no_measurement(build: Build, data: DataSet, runner: Runner) -> None:
    path = paths(data)[0]
    with pytest.raises(RunFailed, match="1 without"):
        runner.run(build.programs["query"], Question(path.question.events, '"statusCode":200'), 1)


def test_a_program_that_ends_is_told_with_its_status(data: DataSet, runner: Runner) -> None:
    with pytest.raises(RunFailed, match="0 of 3 answers.*ended by itself with 3"):
        runner.run(Program(["/bin/sh", "-c", "exit 3"]), paths(data)[0].question, 3)


def test_the_baseline_knows_every_path(data: DataSet) -> None:
    assert {path.name for path in paths(data)} | {LONGEST} <= set(json.loads(BASELINE.read_text()))
