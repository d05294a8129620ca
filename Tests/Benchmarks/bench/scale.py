"""What grows with a log, and what does not: the same questions of logs of ten to a million events."""

import json

from bench import events
from bench.data import DataSet, Making, log
from bench.paths import DONE, NEW, NONE_FAILED, Path
from bench.report import table

LENGTHS = (10, 1_000, 100_000, 1_000_000)
# A check of a whole log takes as long as the log; what it takes an event is known before a million.
LONGEST_CHECKED = 100_000


class Growing(Making):
    """Logs only, each with one event that the projection has not seen."""

    def make(self) -> None:
        accounts = {log(length): length for length in self._found.lengths}
        self._fill()
        self._project([*accounts])
        self._send([events.transaction(account, "late") for account in accounts])
        self._prove({account: length + 1 for account, length in accounts.items()})
        self._found.items.write_bytes(self._fake.items())
        late = [item for account, length in accounts.items() for item in self._found.stored("event-store", account, length + 1)]
        self._run("publish", [events.stream([item]) for item in late], "")
        self._found.items.write_bytes(self._fake.items())


def scale_paths(data: DataSet) -> list[Path]:
    entries = {json.loads(item["Entry"]["Detail"])["AggregateId"]: item["Entry"] for item in data.stored("event-bus")}
    return [path for length in data.lengths for path in _of(length, data, entries[log(length)])]


def _of(length: int, data: DataSet, late: dict) -> list[Path]:
    account = log(length)

    def path(name: str, function: str, event: dict, expect: str, count: int) -> Path:
        name = f"{name}, log of {length:,}"
        return Path(name, function, data.question(name, [event], expect), count)

    def query(kind: str, member: str) -> dict:
        return {"queryType": kind, member: account}

    found = [
        path("keyed command", "command", events.transaction(account, f"new-{NEW}"), rf'\"sequence\":{length + 2},', 600),
        path("project 1", "projection", events.queue([late]), NONE_FAILED, 400),
        path("summary", "query", query("getAccountSummary", "accountId"), rf'\"Version\":{length},', 1_500),
        path("reconstruct", "query", query("reconstructState", "aggregateId"), rf'\"eventsProcessed\":{length + 1},', 600)]
    if length <= LONGEST_CHECKED:
        check = query("verifyIntegrity", "aggregateId")
        found.append(path("verifyIntegrity", "query", check, DONE, max(2, 20_000 // length)))
    return found


def show(rows: list[dict]) -> None:
    """A line for each question: what it takes of each log, and how much more of the longest than of the shortest."""
    found: dict[str, dict[int, dict]] = {}
    for row in rows:
        name, _, length = row["path"].partition(", log of ")
        if length:
            found.setdefault(name, {})[int(length.replace(",", ""))] = row
    lines = []
    for name, by_length in found.items():
        figures = [f"{by_length[length]['cpu']:,.0f}" if length in by_length else "-" for length in LENGTHS]
        calls = {f"{row['calls']:g}" for row in by_length.values()}
        shortest, longest = by_length[min(by_length)], by_length[max(by_length)]
        each = 1_000_000 * max(by_length) / longest["cpu"]
        lines.append([name, *figures, f"{longest['cpu'] / shortest['cpu']:.2f}", " to ".join(sorted(calls, key=float)),
                      f"{each:,.0f} events a second" if name == "verifyIntegrity" else ""])
    table(["CPU us, log of", *(f"{length:,}" for length in LENGTHS), "longest / shortest", "calls", ""], lines)
