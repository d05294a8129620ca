"""The data set: what the tables hold, and the events of each path. The bundles themselves make it, on a fake that keeps
what is written, and prove every log of it at the end; so hashes, copies and entries are what this build writes."""

import hashlib
import inspect
import json
import shutil
from pathlib import Path

from bench import events
from bench.fake_aws import FakeAWS
from bench.instruments import Instruments
from bench.program import Build
from bench.progress import say
from bench.run import Question, Runner, fake_cpu

LOGS = (1, 10, 100, 1_000, 100_000)
BATCH = 50
# The end of a log is made of commands of one event each, as the windows that are read should be.
SINGLE = 60
BUSY, OTHERS = "account-busy", [f"account-other-{number}" for number in range(10)]
CUSTOMER = "customer-of-ten"


def log(length: int) -> str:
    return f"account-with-{length}"


class DataSet:
    """`items` for the fake, and questions that are kept under the name of their path."""

    def __init__(self, folder: Path, lengths: tuple[int, ...] = LOGS) -> None:
        self._folder, self.lengths = folder, lengths
        self.items = folder / "items"

    def question(self, name: str, lines: list[dict], expect: str = "") -> Question:
        path = self._folder / f"{name.replace(' ', '-').replace(',', '')}.jsonl"
        path.write_text("".join(json.dumps(line) + "\n" for line in lines))
        return Question(path, expect)

    def stored(self, table: str, account: str = "", sequence: int | None = None) -> list[dict]:
        """The items of a table that name the account, or the one of an event, on the wire."""
        mark = "" if sequence is None else f'"EventSequence":{{"N":"{sequence}"}}'
        with self.items.open() as lines:
            texts = [line.split("\t", 1)[1] for line in lines
                     if line.startswith(table + "\t") and f'"{account}' in line and mark in line]
        return [item for item in map(json.loads, texts) if not account or item["AggregateId"]["S"] == account]


class Making:
    """Fills the tables of a fake that keeps what is written."""

    def __init__(self, runner: Runner, fake: FakeAWS, build: Build, found: DataSet) -> None:
        self._runner, self._fake, self._build, self._found = runner, fake, build, found

    def make(self) -> None:
        lengths = self._found.lengths
        self._fill()
        accounts = [BUSY, *OTHERS]
        self._send([events.create(account, CUSTOMER if account in OTHERS else "customer-1") for account in accounts])
        self._project([*map(log, lengths), *accounts])
        # What the projection has not seen yet.
        self._send([events.transaction(BUSY, f"late-{number}") for number in range(10)])
        self._send([events.transaction(account, "late") for account in OTHERS])
        self._prove({**{log(length): length for length in lengths}, BUSY: 11, **{account: 2 for account in OTHERS}})
        self._publish(accounts)
        self._found.items.write_bytes(self._fake.items())

    def _fill(self) -> None:
        self._send([command for length in self._found.lengths for command in _filling(log(length), length)])

    def _run(self, function: str, lines: list[dict], expect: str) -> None:
        self._runner.run(self._build.programs[function], self._found.question("making", lines, expect), len(lines))

    def _send(self, commands: list[dict]) -> None:
        self._run("command", commands, '"statusCode":200')

    def _project(self, accounts: list[str]) -> None:
        rebuilds = [{"action": "rebuild", "accountId": account} for account in accounts]
        self._run("projection", rebuilds, '"statusCode":200')

    def _publish(self, accounts: list[str]) -> None:
        """What the publisher puts on the bus of these accounts is what the queue will bring."""
        self._found.items.write_bytes(self._fake.items())
        items = [item for account in accounts for item in self._found.stored("event-store", account)]
        self._run("publish", [events.stream(items[start:start + 100]) for start in range(0, len(items), 100)], "")

    def _prove(self, lengths: dict[str, int]) -> None:
        for account, length in lengths.items():
            question = {"queryType": "verifyIntegrity", "aggregateId": account}
            self._run("query", [question], f'\\"valid\\":true,\\"eventsChecked\\":{length}')


def data_set(instruments: Instruments, build: Build, folder: Path, lengths: tuple[int, ...] = LOGS,
             making: type[Making] = Making) -> DataSet:
    """Made anew when the bundles or what makes it have changed; half a minute then."""
    found, stamp = DataSet(folder, lengths), folder / "stamp"
    content = hashlib.sha256(repr((lengths, making.__name__)).encode())
    sources = [Path(__file__), Path(events.__file__), Path(inspect.getfile(making))]
    for path in [*sorted(build.dist.glob("*.zip")), instruments.fake_aws, *sources]:
        content.update(path.read_bytes())
    if stamp.exists() and stamp.read_text() == content.hexdigest():
        return found
    say("Making the data set: once for these bundles")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with FakeAWS(instruments.fake_aws, keep=True, cpu=fake_cpu()) as fake:
        making(Runner(instruments.runtime_api, fake), fake, build, found).make()
    stamp.write_text(content.hexdigest())
    return found


def _filling(account: str, length: int) -> list[dict]:
    batches = max(0, length - 1 - SINGLE) // BATCH
    singles = length - 1 - batches * BATCH
    return [events.create(account), *(events.batch(account, BATCH) for _ in range(batches)),
            *(events.transaction(account, f"t{number}") for number in range(singles))]
