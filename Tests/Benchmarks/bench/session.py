"""One bench: which programs on which paths, measured beside the floor."""

from pathlib import Path

from bench import baseline
from bench.data import DataSet
from bench.fake_aws import FakeAWS
from bench.instruments import Instruments
from bench.measure import PATIENCE, STARTS, Peace, Subject, count_allocations, measure, measure_starts
from bench.paths import Path as MeasuredPath
from bench.paths import floor_path, paths
from bench.peers import PATHS as PEER_PATHS
from bench.program import Build, Program
from bench.progress import say
from bench.report import figures
from bench.run import Runner, fake_cpu
from bench.tls import certificate

# The first event is another one for each function.
STARTING = ("echo of 1 KB", "keyed command, log of 10", "publish 1", "project 1", "summary")
OVER_TLS, TLS = "keyed command, log of 10", ", TLS"
TLS_ROUNDS, TLS_STARTS, TLS_PATIENCE = 3, 9, 15


class UnknownPath(Exception):
    """No path's name begins with what was asked for."""


class Session:
    def __init__(self, runner: Runner, instruments: Instruments, folder: Path, data: DataSet, floor: Program,
                 echo: Program | None = None, measured: list[MeasuredPath] | None = None) -> None:
        """`floor` and `echo` do the same in C and over the runtime loop: nothing. `measured` are other paths than the usual ones."""
        self._runner, self._instruments, self._folder, self._data = runner, instruments, folder, data
        self._paths = paths(data) if measured is None else measured
        self._floor = Subject("floor", floor, floor_path(data))
        self._echo = [Subject("ours", echo, floor_path(data))] if echo else []

    def subjects(self, builds: list[Build], peers: dict[str, Program], names: list[str]) -> list[Subject]:
        """The floor first; all paths, or those whose names begin with one of these."""
        chosen = [path for path in self._paths if not names or path.name.startswith(tuple(names))]
        if not chosen:
            raise UnknownPath(f"no path is called {' or '.join(names)}; there are: " + "; ".join(path.name for path in self._paths))
        found = [self._floor, *self._echo]
        for path in chosen:
            found += [Subject(build.name, build.programs[path.function], path) for build in builds]
            found += [Subject(name, peer, path) for name, peer in peers.items() if path.name in PEER_PATHS]
        return found

    def rows(self, subjects: list[Subject], rounds: int, counts: bool = True) -> list[dict]:
        """The figures of each, the floor's among them."""
        peace = Peace(self._runner, PATIENCE)
        measured = measure(peace, subjects, rounds)
        begun = {subject: found for subject, found in measured.items() if subject.path.name in STARTING}
        measure_starts(peace, begun, STARTS)
        if counts:
            count_allocations(self._runner, self._instruments, measured, self._folder)
        return [figures(subject, found, measured[self._floor]) for subject, found in measured.items()]

    def rows_over_tls(self, builds: list[Build]) -> list[dict]:
        """The same command on connections with TLS, which are made during the start."""
        say("TLS")
        files = certificate(self._folder)
        path = next(path for path in self._paths if path.name == OVER_TLS)
        subjects = [self._floor, *(Subject(build.name, build.programs[path.function], path) for build in builds)]
        with FakeAWS(self._instruments.fake_aws, items=self._data.items, tls=files, cpu=fake_cpu()) as fake:
            runner = Runner(self._instruments.runtime_api, fake, {"AWS_CA_BUNDLE": str(files[0])})
            peace = Peace(runner, TLS_PATIENCE)
            measured = measure(peace, subjects, TLS_ROUNDS)
            measure_starts(peace, measured, TLS_STARTS)
        rows = [figures(subject, found, measured[self._floor]) for subject, found in measured.items()]
        return [{**row, "path": row["path"] + TLS} for row in rows if row["program"] != "floor"]

    def confirmed_faults(self, rows: list[dict], build: Build, rounds: int) -> list[tuple[str, str]]:
        """What of this build is over the baseline, and over it again when it is measured anew: one busy minute is no
        fault."""
        ours, zips = [row for row in rows if row["program"] == "ours"], build.zip_bytes()
        suspects = {path for path, _ in baseline.faults(ours, zips)}
        again = [subject for subject in self.subjects([build], {}, []) if subject.path.name in suspects]
        renewed = self.rows([self._floor, *again], rounds, counts=False) if again else []
        if any(name.endswith(TLS) for name in suspects):
            renewed += self.rows_over_tls([build])
        known = {row["path"]: {name: value for name, value in row.items() if value is not None} for row in renewed}
        return baseline.faults([{**row, **known.get(row["path"], {})} for row in ours], zips)
