"""The committed figures, as ratios to the floor in the same run, and whether a run keeps to them."""

import json
from pathlib import Path

from bench.instruments import BENCHMARKS

BASELINE, CHART = BENCHMARKS / "baseline.json", BENCHMARKS / "chart.svg"
# How much more than the baseline is still the same: what runs on a quiet machine differ by.
TOLERANCE = {"floors": 1.15, "cold_floors": 1.2, "allocations": 1.03, "calls": 1.0, "peak_kb": 1.25}
ZIP_BYTES = 5 * 1024 * 1024
# A command costs the same however long the log is.
LONG, SHORT, LENGTH_RATIO = "keyed command, log of 100,000", "keyed command, log of 10", 1.3


def record(rows: list[dict], path: Path = BASELINE) -> None:
    kept = {row["path"]: {name: row[name] for name in TOLERANCE if row.get(name) is not None} for row in rows}
    path.write_text(json.dumps(kept, indent=1) + "\n")


def faults(rows: list[dict], zips: dict[str, int], path: Path = BASELINE) -> list[tuple[str, str]]:
    """Paths, and what is over on them."""
    baseline = json.loads(path.read_text())
    found = [(row["path"], "is not in the baseline: ./build.sh bench --record") for row in rows if row["path"] not in baseline]
    found += [(row["path"], _over(name, row[name], known))
              for row in rows for name, known in baseline.get(row["path"], {}).items()
              if row.get(name) is not None and row[name] > known * TOLERANCE[name]]
    floors = {row["path"]: row["floors"] for row in rows}
    if LONG in floors and SHORT in floors and floors[LONG] > LENGTH_RATIO * floors[SHORT]:
        ratio = floors[LONG] / floors[SHORT]
        found.append((LONG, f"costs {ratio:.2f} times a log of 10, at most {LENGTH_RATIO} are allowed"))
    found += [(f"{name}.zip", f"{size:,} bytes, at most {ZIP_BYTES:,} are allowed")
              for name, size in zips.items() if size > ZIP_BYTES]
    return found


def _over(name: str, value: float, known: float) -> str:
    return f"{name} {value:g}, and at most {known * TOLERANCE[name]:g}: {TOLERANCE[name]:g} times the baseline's {known:g}"
