"""Measures the bundles against a floor: a C program that does the least over the same libcurl, in the same run.

Times differ from machine to machine, so what is judged are ratios to the floor, memory and sizes. Each figure is a
median; programs take turns, so that a busy moment meets all of them.
"""

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

FUNCTIONS = ["command", "projection", "query"]
STARTS, RUNS, EVENTS = 21, 5, 4000
SETTLED, LONG_RUN = 2_000, 200_000
START_RATIO, EVENT_RATIO = 1.45, 1.25
PEAK_KILOBYTES, GROWTH_KILOBYTES, ZIP_BYTES = 16 * 1024, 256, 5 * 1024 * 1024

ENVIRONMENT = {
    "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
    "AWS_LAMBDA_LOG_LEVEL": "ERROR",
    "EVENT_STORE_TABLE": "event-store",
    "EVENT_STORE_TABLE_ARN": "arn:aws:dynamodb:us-east-1:123456789012:table/event-store",
    "READ_MODEL_TABLE": "read-model",
    "COMMAND_JOURNAL_TABLE": "command-journal",
    "EVENT_BUS_NAME": "event-bus",
    "DEAD_LETTER_QUEUE_URL": "https://sqs.us-east-1.amazonaws.com/123456789012/dead-letters",
    "_HANDLER": "handler",
}


class Bench:
    def __init__(self, stub: str, programs: dict[str, str]) -> None:
        self._stub = stub
        self._programs = programs

    def run(self, name: str, events: int, warm_up: int) -> dict:
        command = [self._stub, "-n", str(events), "--warmup", str(warm_up), "--verify", "none", "--timeout", "600"]
        if (os.cpu_count() or 1) < 2:
            command.append("--no-pin")
        result = subprocess.run([*command, "--", self._programs[name]], env=ENVIRONMENT, capture_output=True, text=True)
        if not result.stdout:
            raise SystemExit(f"bench: {name}: {result.stderr.strip()}")
        figures = json.loads(result.stdout)
        if not figures["completed"]:
            raise SystemExit(f"bench: {name} did not answer {events} events: {result.stdout}")
        return figures

    def medians(self, key: str, runs: int, events: int, warm_up: int) -> dict[str, float]:
        values: dict[str, list[float]] = {name: [] for name in self._programs}
        for _ in range(runs):
            for name in self._programs:
                values[name].append(self.run(name, events, warm_up)[key])
        return {name: statistics.median(list_) for name, list_ in values.items()}


def row(what: str, name: str, value: str, ratio: float | None, budget: str, within: bool) -> bool:
    shown = f"{ratio:.2f}x" if ratio is not None else ""
    print(f"{what:<38}{name:<12}{value:>14}{shown:>9}  {budget:<18}{'ok' if within else 'OVER'}")
    return within


def ratios(what: str, unit: str, figures: dict[str, float], limit: float) -> bool:
    floor = figures["floor"]
    row(what, "floor", f"{floor:.3f} {unit}", 1.0, "", True)
    results = [
        row(what, name, f"{figures[name]:.3f} {unit}", figures[name] / floor, f"<= {limit:.2f}x", figures[name] <= limit * floor)
        for name in FUNCTIONS
    ]
    return all(results)


def memory(bench: Bench) -> bool:
    within = True
    for name in FUNCTIONS:
        figures = bench.run(name, LONG_RUN - SETTLED, SETTLED)
        peak, growth = figures["peak_rss_kb"], figures["rss_kb"] - figures["rss_warm_kb"]
        within &= row(f"peak memory in {LONG_RUN:,} events", name, f"{peak} KB", None, f"<= {PEAK_KILOBYTES} KB",
                      peak <= PEAK_KILOBYTES)
        within &= row(f"  growth since event {SETTLED:,}", name, f"{growth} KB", None, f"<= {GROWTH_KILOBYTES} KB",
                      growth <= GROWTH_KILOBYTES)
    return within


def sizes(dist: Path) -> bool:
    within = True
    for name in FUNCTIONS:
        size = (dist / f"{name}.zip").stat().st_size
        within &= row("bundle", name, f"{size} B", None, f"<= {ZIP_BYTES} B", size <= ZIP_BYTES)
    return within


def main(stub: str, folder: Path, dist: Path) -> int:
    bench = Bench(stub, {name: str(folder / name) for name in ["floor", *FUNCTIONS]})
    print(f"{'what':<38}{'program':<12}{'measured':>14}{'ratio':>9}  budget")
    within = [
        ratios("spawn to first /next", "ms", bench.medians("cold_ms", STARTS, 1, 0), START_RATIO),
        ratios("CPU per event of 1 KB", "us", bench.medians("cpu_us_per_inv", RUNS, EVENTS, 500), EVENT_RATIO),
        memory(bench),
        sizes(dist),
    ]
    return 0 if all(within) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])))
