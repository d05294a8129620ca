"""A whole bench, of one path and one round: everything is measured that a table, a comparison and a chart show."""

from dataclasses import replace
from pathlib import Path

import bench.session
import pytest
from bench import chart, measure, report
from bench.allocations import places_in
from bench.data import DataSet
from bench.instruments import Instruments
from bench.program import Build
from bench.run import Runner
from bench.session import Session, UnknownPath

POSITIVE = ("calls", "cpu", "floors", "p50", "p99", "peak_kb", "cold", "cold_floors", "first_event")


@pytest.fixture
def session(runner: Runner, instruments: Instruments, data: DataSet, build: Build, tmp_path: Path,
            monkeypatch: pytest.MonkeyPatch) -> Session:
    """A bundle stands in for the floor, which `./build.sh bench` compiles; nothing is done twice."""
    monkeypatch.setattr(measure, "REPEATS", 0)
    for name in ("STARTS", "TLS_ROUNDS", "TLS_STARTS"):
        monkeypatch.setattr(bench.session, name, 1)
    return Session(runner, instruments, tmp_path, data, build.programs["command"])


def test_two_builds_beside_each_other(
        session: Session, build: Build, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = session.rows(session.subjects([build, replace(build, name="other")], {}, ["summ"]), 1)
    assert [(row["program"], row["path"]) for row in rows[1:]] == [("ours", "summary"), ("other", "summary")]
    assert [name for row in rows[1:] for name in POSITIVE if not row[name] > 0] == []
    # Where the symbols of the same build are there.
    assert [bool(row["allocations"]) for row in rows[1:]] == [bool(places_in(build.programs["query"]))] * 2
    report.show(rows)
    report.compare(rows, "ours", "other")
    printed = capsys.readouterr().out
    # Two lines of figures, two of starts, one of a function's memories, one that compares.
    assert printed.count("summary") == 6
    chart.draw(rows, tmp_path / "chart.svg")
    report.write(rows, build.zip_bytes(), tmp_path / "bench.json")


def test_tls_is_measured_beside_the_floor(session: Session, build: Build) -> None:
    [row] = session.rows_over_tls([build])
    assert row["path"].endswith(", TLS") and [name for name in POSITIVE if not row[name] > 0] == []


def test_an_unknown_path_is_told_the_known_ones(session: Session, build: Build) -> None:
    with pytest.raises(UnknownPath, match="summary"):
        session.subjects([build], {}, ["no such"])
