"""`./build.sh bench`: measures the bundles; see Tests/Benchmarks/README.md."""

import argparse
import sys
import time
from pathlib import Path

from bench import baseline, chart, report
from bench.data import data_set
from bench.fake_aws import FakeAWS
from bench.instruments import compile_instruments
from bench.measure import ROUNDS, STARTS
from bench.peers import peers
from bench.program import Program, unpack
from bench.run import Runner, fake_cpu
from bench.session import Session

ROOT = Path(__file__).resolve().parents[3]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./build.sh bench", description=__doc__)
    parser.add_argument("--against", type=Path, metavar="PATH", help="a checkout that was built, or a folder with three zips")
    parser.add_argument("--check", action="store_true", help="fail where a ratio to the floor is over the committed one")
    parser.add_argument("--record", action="store_true", help="keep this run's ratios and chart as the committed ones")
    parser.add_argument("--path", action="append", metavar="NAME", help="only paths whose names begin so; may be repeated")
    parser.add_argument("--rounds", type=int, default=ROUNDS, metavar="N", help="how often each is measured")
    # Given by .scripts/bench.sh.
    parser.add_argument("--folder", type=Path, required=True, help=argparse.SUPPRESS)
    parser.add_argument("--peers", nargs=2, type=Path, metavar=("GO", "PYTHON"), help=argparse.SUPPRESS)
    return parser.parse_args()


def main() -> int:
    given, started = arguments(), time.monotonic()
    folder = given.folder.resolve()
    instruments = compile_instruments(folder)
    builds = [unpack("ours", ROOT, folder / "ours")]
    if given.against:
        builds.append(unpack("other", given.against.resolve(), folder / "other"))
    say("Making the data set")
    data = data_set(instruments, builds[0], folder / "data")
    others = peers(*given.peers) if given.peers else {}
    with FakeAWS(instruments.fake_aws, items=data.items, cpu=fake_cpu()) as fake:
        session = Session(Runner(instruments.runtime_api, fake), instruments, folder, data, Program([str(folder / "floor")]))
        subjects = session.subjects(builds, others, given.path or [])
        say(f"Measuring {len(subjects)} paths in {given.rounds} rounds")
        rows = session.rows(subjects, given.rounds, STARTS)
        if not given.path:
            rows += session.rows_over_tls(builds)
        report.show(rows)
        if given.against:
            report.compare(rows, "ours", "other")
        faults = session.confirmed_faults(rows, subjects, builds[0].zip_bytes(), given.rounds) if given.check else []
    keep(rows, builds[0].zip_bytes(), folder, given.record)
    for path, fault in faults:
        print(f"OVER  {path}: {fault}")
    say(f"{folder}/bench.json and bench.svg, after {time.monotonic() - started:.0f} s")
    return 1 if faults else 0


def keep(rows: list[dict], zips: dict[str, int], folder: Path, is_baseline: bool) -> None:
    report.write(rows, zips, folder / "bench.json")
    own = [row for row in rows if row["program"] != "other"]
    chart.draw(own, folder / "bench.svg")
    if is_baseline:
        chart.draw(own, baseline.CHART)
        baseline.record([row for row in own if row["program"] == "ours"])


def say(text: str) -> None:
    print(f"==> {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
