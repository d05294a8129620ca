"""What `--check` finds, and what the chart shows."""

import xml.etree.ElementTree as ElementTree
from pathlib import Path

from bench import baseline, chart

ROW = {"program": "ours", "path": "create", "cpu": 200.0, "user": 130.0, "system": 70.0, "floors": 3.0, "allocations": 452,
       "calls": 1.0, "peak_kb": 8_000}


def judged(tmp_path: Path, **changes: float | str) -> list[tuple[str, str]]:
    path = tmp_path / "baseline.json"
    baseline.record([ROW], path)
    return baseline.faults([{**ROW, **changes}], {"command": 4_000_000}, path)


def test_the_same_run_keeps_to_its_own_baseline(tmp_path: Path) -> None:
    assert judged(tmp_path) == []


def test_noise_is_no_fault_and_more_is_one(tmp_path: Path) -> None:
    assert judged(tmp_path, floors=3.3) == []
    for change in ({"floors": 3.6}, {"allocations": 470}, {"calls": 2.0}, {"peak_kb": 11_000}):
        [(path, fault)] = judged(tmp_path, **change)
        assert path == "create" and next(iter(change)) in fault


def test_a_path_without_a_committed_figure_is_no_success(tmp_path: Path) -> None:
    assert [name for name, _ in judged(tmp_path, path="new")] == ["new"]


def test_a_long_log_costs_no_more_than_a_short_one(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    rows = [{**ROW, "path": baseline.SHORT, "floors": 5.0}, {**ROW, "path": baseline.LONG, "floors": 7.0}]
    baseline.record(rows, path)
    assert [name for name, _ in baseline.faults(rows, {}, path)] == [baseline.LONG]


def test_a_bundle_has_a_size(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    baseline.record([], path)
    assert [name for name, _ in baseline.faults([], {"query": baseline.ZIP_BYTES + 1}, path)] == ["query.zip"]


def test_the_chart_has_a_name_and_a_figure_for_each_path(tmp_path: Path) -> None:
    path = tmp_path / "chart.svg"
    chart.draw([ROW, {**ROW, "path": "a & b", "cpu": 20_000.0}], path)
    texts = [element.text for element in ElementTree.parse(path).iter("{http://www.w3.org/2000/svg}text")]
    assert "create" in texts and "a & b" in texts and "20,000 us" in texts
