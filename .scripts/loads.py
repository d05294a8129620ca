"""What a number of commands a second asks of each part, and which limit comes first."""

import re
from dataclasses import dataclass
from pathlib import Path

from costs import Costs
from markdown import number, table

_LOADS = (100, 1_000, 10_000)
_COMMAND_SECONDS, _BATCH_SECONDS, _BATCH = 0.025, 0.06, 10
"""Taken for a run of the command function, and of the projection with events of ten accounts, at the default memory: the
CPU time that the bench measures, by fourteen, and two or four answers of DynamoDB."""

_NEW_TABLE = 4_000
"""Write units a second of a table that was made on demand
(https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/warm-throughput.html)."""
_PARTITION = 1_000
"""Write units a second of a partition
(https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html)."""
_PUT_EVENTS = 10_000
"""Of us-east-1 (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html)."""
_EXECUTIONS = 1_000
"""At a time, of an account (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html)."""
_VARIABLES = Path(__file__).resolve().parent.parent / "terraform" / "variables.tf"


@dataclass(frozen=True)
class _Part:
    name: str
    each: float  # of what is limited, for one command a second
    limit: float
    moved_by: str

    @property
    def carries(self) -> float:
        return self.limit / self.each


def loads(costs: Costs) -> str:
    parts = sorted(_parts(costs), key=lambda part: part.carries)
    rows = [[part.name, *(number(load * part.each) for load in _LOADS), number(part.limit), number(round(part.carries)), part.moved_by]
            for part in parts]
    return f"""\
**Which limit comes first.** With `billing_mode = "PAY_PER_REQUEST"` and the other defaults, transactions one at a time, all of one event type, each projected by itself.
A run of the command function is taken for {_COMMAND_SECONDS * 1000:.0f} ms, one of the projection, with {_BATCH} accounts, for {_BATCH_SECONDS * 1000:.0f} ms; quotas are those of us-east-1, and AWS raises them when it is asked. With
provisioned capacity that comes first of all: {number(min(costs.bounds().values()))} commands a second as by default.

{table(["asked for", *(f"at {number(load)} commands" for load in _LOADS), "limit", "reached at commands a second", "what moves it"], *rows)}

A table on demand doubles what it carries within half an hour of load, up to a quota of 40,000 write units. One account's commands write to one partition, and wait for each
other: several events in one command get further there. The publisher takes each shard of the stream for itself, and a shard comes with a partition, so it grows with the table."""


def _parts(costs: Costs) -> list[_Part]:
    command, batch = costs.commands["a transaction"], costs.batches["an event"]

    def writes(place: str) -> float:
        return sum(taken.get(place, {}).get("write", 0) for taken in (command, batch))

    return [
        *(_Part(f"{place}: write units", writes(place), _NEW_TABLE, "time, or provisioned capacity before; a quota")
          for place in ("event store", "command journal", "read model")),
        _Part("index: write units of one event type", writes("index"), _PARTITION, "`event_type_shards`"),
        _Part("bus: entries of PutEvents", 1, _PUT_EVENTS, "a quota"),
        _Part("commands at a time", _COMMAND_SECONDS, _EXECUTIONS, "a quota; `reserved_concurrency` keeps a share"),
        _Part("projections at a time", _BATCH_SECONDS / _BATCH, _default("projection_maximum_concurrency"), "`projection_maximum_concurrency`")]


def _default(variable: str) -> int:
    """What the module takes where nothing is said."""
    found = re.search(rf'variable "{variable}" {{.*?default\s*=\s*(\d+)', _VARIABLES.read_text(), re.DOTALL)
    if found is None:
        raise SystemExit(f"{_VARIABLES} has no default for {variable}")
    return int(found[1])
