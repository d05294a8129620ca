"""One whole campaign against one deployment: the load, the faults, the end of all that is under way, and the evidence."""

import json
import sys
import time
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

from bank import Bank

from . import evidence
from .clients import Clients
from .history import History
from .operator import Operator
from .plan import Planner
from .watch import Watch
from .weather import Weather, wanted

_TABLES = {"event-store": "event_store_table_name", "read-model": "read_model_table_name"}
_QUEUES = {"dead-letters": "dead_letter_queue", "process-dead-letters": "process_dead_letter_queue"}


@dataclass(frozen=True)
class Size:
    seed: int
    commands: int
    accounts: int


def campaign(bank: Bank, size: Size, folder: Path) -> dict:
    """Runs it, leaves the evidence in the folder, and gives the figures."""
    begin, started = datetime.now(timezone.utc), time.monotonic()
    plan = Planner(size.seed, size.commands, size.accounts).plan()
    history = History(folder / "history.jsonl")
    listener = evidence.Listener(bank, folder / "bus.jsonl", replayed=False)
    clients, operator = Clients(bank, history, size.seed), Operator(bank, history, size.seed, begin)
    total = len(plan.openings) + len(plan.steps)
    accounts = [step.body["aggregateId"] for step in plan.openings]
    with Watch(bank, history, accounts, size.seed):
        with Weather(bank, history, size.seed):
            acting = operator.run(lambda: clients.done / total)
            try:
                clients.run(plan)
            finally:
                operator.finish(acting)
        say(f"the load is sent, in {time.monotonic() - started:.0f} s; waiting for the end of what is under way")
        operator.see_the_rebuild_end()
        bank.settle()
        operator.redrive_what_is_no_poison()
        bank.settle()
    history.close()
    listener.close()
    keep(bank, folder, begin)
    return figures(bank, size, plan.commands, folder, time.monotonic() - started)


def keep(bank: Bank, folder: Path, begin: datetime) -> None:
    evidence.hear_the_archive(bank, folder / "archive.jsonl", begin)
    for name, output in _TABLES.items():
        evidence.keep_table(bank, str(bank.outputs[output]), folder / f"{name}.jsonl")
    for name, output in _QUEUES.items():
        evidence.keep_queue(bank, output, folder / f"{name}.jsonl")
    evidence.keep_logs(bank, folder / "logs.jsonl")


def figures(bank: Bank, size: Size, commands: int, folder: Path, seconds: float) -> dict:
    """What was done to the system; the judge counts what came of it."""
    lines = [json.loads(line) for line in (folder / "history.jsonl").open()]
    done = wanted(bank)
    process = Counter(line["what"] for line in lines if line["kind"] == "fault")
    found = {"seed": size.seed, "planned": commands, "requests": sum(line["kind"] == "command" for line in lines),
             "queries": sum(line["kind"] == "read" for line in lines), "sights": sum(line["kind"] == "sight" for line in lines),
             "calls": sum(done["calls"].values()), "faults": {kind: sum(count.values()) for kind, count in done["faults"].items()},
             "processes": dict(process), "acts": dict(Counter(line["what"] for line in lines if line["kind"] == "act")),
             "seconds": round(seconds)}
    (folder / "run.json").write_text(json.dumps(found, indent=2) + "\n")
    return found


def say(words: str) -> None:
    print(f"==> {words}", file=sys.stderr, flush=True)
