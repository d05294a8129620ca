"""The questions about long logs are answered rightly, of short ones."""

from pathlib import Path

import pytest
from bench import measure, scale
from bench.data import data_set
from bench.fake_aws import FakeAWS
from bench.instruments import Instruments
from bench.program import Build
from bench.run import Runner
from bench.session import Session


def test_each_question_of_each_log(instruments: Instruments, build: Build, tmp_path: Path,
                                   monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(measure, "REPEATS", 0)
    monkeypatch.setattr(scale, "LENGTHS", (10, 100))
    data = data_set(instruments, build, tmp_path / "data", scale.LENGTHS, scale.Growing)
    with FakeAWS(instruments.fake_aws, items=data.items) as fake:
        session = Session(Runner(instruments.runtime_api, fake), instruments, tmp_path, data, build.programs["command"],
                          measured=scale.scale_paths(data))
        rows = session.rows(session.subjects([build], {}, []), 1, counts=False)
    scale.show(rows)
    printed = capsys.readouterr().out
    for question in ("keyed command", "project 1", "summary", "reconstruct", "verifyIntegrity"):
        assert question in printed
    assert "events a second" in printed
