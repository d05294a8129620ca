"""What a bench prints, and what it writes for other programs to read."""

import json
import os
import platform
from pathlib import Path

from bench.measure import Measured, Subject

MEMORIES, WHOLE_CORE = (128, 512, 1_769), 1_769  # MB of a function

Results = dict[Subject, Measured]


def figures(subject: Subject, found: Measured, floor: Measured) -> dict:
    """A subject's figures, times in microseconds but for the starts' milliseconds."""
    row = {
        "program": subject.label, "path": subject.path.name, "rounds": len(found.runs), "calls": round(found.calls, 2),
        "cpu": round(found.cpu, 1), "spread": round(found.spread, 3), "user": round(found.user, 1),
        "system": round(found.cpu - found.user, 1), "floors": round(found.cpu / floor.cpu, 3),
        "p50": round(found.median("lat_p50_us"), 1), "p99": round(found.median("lat_p99_us"), 1),
        "allocations": found.allocations, "peak_kb": max(run.stub["peak_rss_kb"] for run in found.runs),
        "minor_faults": round(found.faults("minor_faults"), 2), "major_faults": round(found.faults("major_faults"), 2),
        "disturbed": found.disturbed,
    }
    if found.starts:
        row |= {"cold": round(found.cold, 3), "cold_floors": round(found.cold / floor.cold, 3),
                "first_event": round(found.first_event, 3)}
    return row


def show(rows: list[dict]) -> None:
    """Two tables: the paths, and the starts."""
    table(["path", "program", "calls", "CPU us", "+-", "user", "system", "x floor", "p50 us", "p99 us", "allocs", "peak MB",
            "faults", "rounds", ""],
           [[row["path"], row["program"], f"{row['calls']:g}", f"{row['cpu']:,.0f}", f"{row['spread']:.0%}",
             f"{row['user']:,.0f}", f"{row['system']:,.0f}", f"{row['floors']:.2f}", f"{row['p50']:,.0f}",
             f"{row['p99']:,.0f}", "-" if row["allocations"] is None else f"{row['allocations']:,}",
             f"{row['peak_kb'] / 1024:.1f}", f"{row['minor_faults']:g}", str(row["rounds"]), "disturbed" if row["disturbed"] else ""]
            for row in rows])
    table(["start", "program", "cold ms", "x floor", "first event ms"],
           [[row["path"], row["program"], f"{row['cold']:.2f}", f"{row['cold_floors']:.2f}", f"{row['first_event']:.2f}"]
            for row in rows if "cold" in row])
    on_lambda(rows)


def on_lambda(rows: list[dict]) -> None:
    """The CPU times as they are where a function has a share of such a core: a whole one with 1,769 MB of memory
    (https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html)."""
    table(["CPU ms with a memory of", *(f"{memory:,} MB" for memory in MEMORIES)],
          [[row["path"], *(f"{row['cpu'] / 1000 * max(1, WHOLE_CORE / memory):.1f}" for memory in MEMORIES)]
           for row in rows if row["program"] == "ours"])


def compare(rows: list[dict], this: str, other: str) -> None:
    """Both builds beside each other; a difference within their spreads is none."""
    found = {(row["program"], row["path"]): row for row in rows}
    lines = []
    for (program, path), ours in found.items():
        theirs = found.get((other, path))
        if program != this or theirs is None:
            continue
        ratio, noise = ours["cpu"] / theirs["cpu"], ours["spread"] + theirs["spread"]
        verdict = "same" if abs(ratio - 1) <= noise else "faster" if ratio < 1 else "SLOWER"
        counts = ["-" if row["allocations"] is None else f"{row['allocations']:,}" for row in (ours, theirs)]
        lines.append([path, f"{ours['cpu']:,.0f}", f"{theirs['cpu']:,.0f}", f"{ratio:.3f}", f"{noise:.0%}", verdict, *counts])
    table(["path", f"{this} us", f"{other} us", "ratio", "noise", "", f"{this} allocs", f"{other} allocs"], lines)


def write(rows: list[dict], zips: dict[str, int], path: Path) -> None:
    machine = {"processor": _processor(), "cores": os.cpu_count(), "kernel": platform.release()}
    path.write_text(json.dumps({"machine": machine, "zip_bytes": zips, "rows": rows}, indent=1) + "\n")


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())


def table(heads: list[str], lines: list[list[str]]) -> None:
    widths = [max(map(len, column)) for column in zip(heads, *lines)]
    for line in [heads, *lines]:
        cells = [cell.ljust(width) if place < 2 else cell.rjust(width) for place, (cell, width) in enumerate(zip(line, widths))]
        print("  ".join(cells).rstrip())
    print()
