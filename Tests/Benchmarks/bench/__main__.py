"""`./build.sh bench`: measures the bundles; see Tests/Benchmarks/README.md."""

import argparse
import sys
import time
from pathlib import Path

from bench import baseline, chart, report, scale
from bench.data import data_set
from bench.fake_aws import FakeAWS
from bench.instruments import compile_instruments
from bench.measure import ROUNDS
from bench.peers import peers
from bench.program import Program, unpack
from bench.progress import say
from bench.run import RunFailed, Runner, fake_cpu
from bench.session import Session, UnknownPath

ROOT = Path(__file__).resolve().parents[3]
ECHO = ROOT / ".build" / "static" / "release" / "echo"
"""Before its symbols were taken off."""


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./build.sh bench", usage="%(prog)s [OPTION]...", description=__doc__)
    option = parser.add_argument
    option("--against", type=Path, metavar="PATH", help="beside a checkout that was built, or a folder with three zips")
    committed = parser.add_mutually_exclusive_group().add_argument
    committed("--check", action="store_true", help="fail where a ratio to the floor is over the committed one")
    # .scripts/bench.sh builds both and names them here.
    option("--peers", nargs=2, type=Path, metavar="", help="beside the same command in Go and in Python")
    committed("--record", action="store_true", help="keep this run's ratios and chart as the committed ones")
    option("--path", action="append", default=[], metavar="NAME", help="only paths whose names begin so; may be repeated")
    option("--scale", action="store_true", help="logs of ten to a million events instead of the paths: what grows with a log")
    option("--rounds", type=int, default=ROUNDS, metavar="N", help="how often each is measured")
    option("--folder", type=Path, required=True, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.rounds < 1:
        parser.error("--rounds takes 1 or more")
    if given.record and given.path:
        parser.error("--record keeps every path, so it goes without --path")
    if given.scale and (given.against or given.check or given.peers or given.record or given.path):
        parser.error("--scale goes with --rounds only")
    return given


def main() -> int:
    given = arguments()
    try:
        return measure_scale(given) if given.scale else bench(given)
    except (RunFailed, UnknownPath) as failure:
        print(failure, file=sys.stderr)
        return 1


def bench(given: argparse.Namespace) -> int:
    started = time.monotonic()
    folder = given.folder.resolve()
    instruments = compile_instruments(folder)
    builds = [unpack("ours", ROOT, folder / "ours")]
    if given.against:
        builds.append(unpack("other", given.against.resolve(), folder / "other"))
    data = data_set(instruments, builds[0], folder / "data")
    others = peers(*given.peers) if given.peers else {}
    with FakeAWS(instruments.fake_aws, items=data.items, cpu=fake_cpu()) as fake:
        floor, echo = (Program([str(folder / name)], unstripped=symbols) for name, symbols in (("floor", None), ("echo", ECHO)))
        session = Session(Runner(instruments.runtime_api, fake), instruments, folder, data, floor, echo)
        subjects = session.subjects(builds, others, given.path)
        rows = session.rows(subjects, given.rounds)
        if not given.path:
            rows += session.rows_over_tls(builds)
        report.show(rows)
        if given.against:
            report.compare(rows, "ours", "other")
        keep(rows, builds[0].zip_bytes(), folder, given.record)
        faults = session.confirmed_faults(rows, builds[0], given.rounds) if given.check else []
    for path, fault in faults:
        print(f"OVER  {path}: {fault}")
    say(f"{folder}/bench.json and bench.svg, after {time.monotonic() - started:.0f} s")
    return 1 if faults else 0


def measure_scale(given: argparse.Namespace) -> int:
    folder = given.folder.resolve()
    instruments = compile_instruments(folder)
    build = unpack("ours", ROOT, folder / "ours")
    data = data_set(instruments, build, folder / "scale", scale.LENGTHS, scale.Growing)
    with FakeAWS(instruments.fake_aws, items=data.items, cpu=fake_cpu()) as fake:
        floor = Program([str(folder / "floor")])
        session = Session(Runner(instruments.runtime_api, fake), instruments, folder, data, floor, measured=scale.scale_paths(data))
        scale.show(session.rows(session.subjects([build], {}, []), given.rounds, counts=False))
    return 0


def keep(rows: list[dict], zips: dict[str, int], folder: Path, is_baseline: bool) -> None:
    report.write(rows, zips, folder / "bench.json")
    own = [row for row in rows if row["program"] != "other"]
    chart.draw(own, folder / "bench.svg")
    if is_baseline:
        chart.draw(own, baseline.CHART)
        baseline.record([row for row in own if row["program"] == "ours"])
        if any(row["disturbed"] for row in own):
            say("Others worked meanwhile: this is no baseline to commit, record it again when nothing else runs")


if __name__ == "__main__":
    sys.exit(main())
