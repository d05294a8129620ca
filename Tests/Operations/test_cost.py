"""What requests take, against `.scripts/measured.json`, from which the pages' words on cost are computed."""

import json
from collections.abc import Iterator

import pytest
from conftest import WORK
from harness.beginnings import deploy
from harness.local_aws import LocalAWS
from harness.paths import ROOT
from harness.system import System
from operations.faults import disabled_mapping
from operations.measurement import Measurement
from operations.metrics import emitted

KEPT = ROOT / ".scripts" / "measured.json"
FOUND = WORK / "measured.json"
"""What was measured last, fit to take the place of the kept file."""
BYTES = ("log bytes", "stored bytes")
"""Sections whose numbers vary with the digits of times and durations: kept as multiples of 50, and as they are kept where no more than 100 away."""
SECTIONS = ("commands", "projection", "queries", *BYTES, "deployment")


@pytest.fixture(scope="module")
def plain(aws: LocalAWS) -> System:
    """A deployment of its own, with every default; it goes with the local AWS."""
    return System(aws, deploy(aws, WORK / "defaults"))


@pytest.fixture(scope="module")
def measured(plain: System) -> dict[str, dict]:
    with disabled_mapping(plain, "projection_queue"):
        found = Measurement(plain).everything()
    found["deployment"] |= {
        "alarms": len(plain.outputs["alarm_names"]), "alarm metrics": alarm_metrics(plain), "metrics": len(emitted(plain)),
        "capacity": capacity(plain)}
    kept = json.loads(KEPT.read_text()) if KEPT.exists() else {}
    for section in BYTES:
        found[section] = with_kept(found[section], kept.get(section, {}))
    FOUND.write_text(text(found))
    return found


@pytest.mark.parametrize("section", SECTIONS)
def test_the_kept_file_has_what_is_measured(measured: dict[str, dict], section: str) -> None:
    kept, found = dict(leaves(json.loads(KEPT.read_text())[section])), dict(leaves(measured[section]))
    different = [f"{name}: {found.get(name, 0)} was measured, {kept.get(name, 0)} is kept"
                 for name in sorted(kept.keys() | found.keys()) if not is_same(kept.get(name, 0), found.get(name, 0))]
    meant = f"If this is meant: cp {FOUND.relative_to(ROOT)} {KEPT.relative_to(ROOT)} && .scripts/cost.py"
    assert not different, "\n".join([*different, meant])


def is_same(kept: float, found: float) -> bool:
    """Exactly where it is little; of many units one more or less: the bytes of a page end on either side of one, and a look is repeated."""
    return abs(kept - found) <= (1 if kept >= 5 else 0)


def test_every_section_is_looked_at(measured: dict[str, dict]) -> None:
    assert set(measured) == set(SECTIONS)


def alarm_metrics(system: System) -> int:
    """What AWS bills: one for each alarm, and for one on an expression each metric in it."""
    alarms = system.cloudwatch.describe_alarms(AlarmNames=system.outputs["alarm_names"], MaxRecords=100)["MetricAlarms"]
    return sum(sum("MetricStat" in query for query in alarm.get("Metrics", [])) or 1 for alarm in alarms)


def capacity(system: System) -> dict[str, dict[str, int]]:
    """What the defaults reserve for the tables and the index that are not on demand."""
    tables = {name: system.dynamodb.describe_table(TableName=table)["Table"]
              for name, table in (("event store", system.event_store), ("read model", system.read_model_table))}
    described = {"event store": tables["event store"], "index": tables["event store"]["GlobalSecondaryIndexes"][0], "read model": tables["read model"]}
    return {name: {"read": found["ProvisionedThroughput"]["ReadCapacityUnits"], "write": found["ProvisionedThroughput"]["WriteCapacityUnits"]}
            for name, found in described.items()}


def with_kept(found: dict, kept: dict) -> dict:
    """Each number as it is kept where it is close to that, else rounded."""
    return {name: with_kept(value, kept.get(name, {})) if isinstance(value, dict)
            else kept[name] if abs(value - kept.get(name, 0)) <= 100 else 50 * round(value / 50)
            for name, value in found.items()}


def leaves(value: object, name: str = "") -> Iterator[tuple[str, object]]:
    """The numbers in a section, by the names that lead to them."""
    if not isinstance(value, dict):
        yield name, value
        return
    for key, each in value.items():
        yield from leaves(each, f"{name} / {key}" if name else key)


def text(found: dict[str, dict]) -> str:
    """The file's text: a line for each entry of a section."""
    sections = []
    for section, entries in found.items():
        lines = ",\n".join(f"    {json.dumps(name)}: {json.dumps(value)}" for name, value in entries.items())
        sections.append(f"  {json.dumps(section)}: {{\n{lines}\n  }}")
    return "{\n" + ",\n".join(sections) + "\n}\n"
