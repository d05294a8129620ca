"""Memory stays where it is while the bundles do their work: the same calls of the fake AWS, event after event."""

import os

import pytest
from bench.data import DataSet
from bench.paths import paths
from bench.program import Build
from bench.run import Runner

WARM_UP = 1_000
EVENTS = int(os.environ.get("MEMORY_EVENTS", "5000"))
GROWTH_KILOBYTES = 256


@pytest.mark.parametrize("name", ["keyed command, log of 10", "publish 1", "project 1", "summary"])
def test_memory_is_flat(build: Build, data: DataSet, runner: Runner, name: str) -> None:
    path = next(path for path in paths(data) if path.name == name)
    stub = runner.run(build.programs[path.function], path.question, EVENTS, WARM_UP).stub
    print(f"{name}: {stub['rss_warm_kb']} KB after {WARM_UP} events, {stub['rss_kb']} after {EVENTS} more, {stub['peak_rss_kb']} at most")
    assert stub["rss_kb"] - stub["rss_warm_kb"] <= GROWTH_KILOBYTES
