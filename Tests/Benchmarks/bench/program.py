"""A program that can be measured: one of the bundles' functions, a peer, or the floor."""

import zipfile
from dataclasses import dataclass, field
from pathlib import Path

BUNDLES = {"command": "command", "publish": "command", "projection": "projection", "query": "query"}
ACCOUNT = "123456789012"
ENVIRONMENT = {
    "EVENT_STORE_TABLE": "event-store",
    "EVENT_STORE_TABLE_ARN": f"arn:aws:dynamodb:eu-west-1:{ACCOUNT}:table/event-store",
    "READ_MODEL_TABLE": "read-model",
    "COMMAND_JOURNAL_TABLE": "command-journal",
    "EVENT_BUS_NAME": "event-bus",
    "DEAD_LETTER_QUEUE_URL": f"https://sqs.eu-west-1.amazonaws.com/{ACCOUNT}/dead-letters",
    "REBUILD_QUEUE_URL": f"https://sqs.eu-west-1.amazonaws.com/{ACCOUNT}/replay",
}


@dataclass(frozen=True)
class Program:
    """What is started, and with what beside ENVIRONMENT."""

    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    # The same program with its symbols, which names the places where memory is asked for.
    unstripped: Path | None = None
    # Of a dynamic program: its environment while its allocations are counted.
    counting: dict[str, str] | None = None


@dataclass(frozen=True)
class Build:
    """The bundles of one checkout."""

    name: str
    dist: Path
    folder: Path
    programs: dict[str, Program]

    def zip_bytes(self) -> dict[str, int]:
        return {name: (self.dist / f"{name}.zip").stat().st_size for name in sorted(set(BUNDLES.values()))}


def unpack(name: str, root: Path, folder: Path) -> Build:
    """The bundles of the checkout `root`, or of a folder that holds the zips themselves, made ready to run."""
    dist = root if (root / "command.zip").exists() else root / "dist"
    folder.mkdir(parents=True, exist_ok=True)
    for bundle in set(BUNDLES.values()):
        program = folder / bundle
        with zipfile.ZipFile(dist / f"{bundle}.zip") as archive:
            program.write_bytes(archive.read("bootstrap"))
        program.chmod(0o755)
    programs = {
        function: Program([str(folder / bundle)], {"_HANDLER": function}, _symbols(dist, bundle))
        for function, bundle in BUNDLES.items()
    }
    return Build(name, dist, folder, programs)


def _symbols(dist: Path, bundle: str) -> Path | None:
    path = dist.parent / ".build" / "static" / "release" / bundle
    return path if path.exists() else None
