"""The files of a campaign, read exactly: numbers are decimals, items of tables plain values."""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path


def exact(text: str) -> object:
    """JSON with every number as a decimal."""
    return json.loads(text, parse_float=Decimal, parse_int=Decimal)


def plain(value: dict) -> object:
    """A value in DynamoDB's form."""
    [(kind, content)] = value.items()
    match kind:
        case "N":
            return Decimal(content)
        case "M":
            return {name: plain(member) for name, member in content.items()}
        case "L":
            return [plain(member) for member in content]
        case "NULL":
            return None
        case "S" | "BOOL":
            return content
    raise ValueError(f"a value of type {kind}")


def plain_item(item: dict) -> dict:
    return {name: plain(value) for name, value in item.items()}


def lines(file: Path) -> list:
    return [exact(line) for line in file.read_text().splitlines()]


@dataclass
class Evidence:
    """All that is known of a run."""

    history: list[dict]
    logs: dict[str, list[dict]]
    """The events of each aggregate, by sequence."""
    read_model: list[dict]
    bus: list[dict]
    archive: list[dict]
    dead_letters: list[dict]
    process_dead_letters: list[dict]
    written: list[dict] = field(default_factory=list)
    """What functions and Lambda wrote into logs."""

    @classmethod
    def of(cls, folder: Path) -> "Evidence":
        logs: dict[str, list[dict]] = defaultdict(list)
        for line in (folder / "event-store.jsonl").read_text().splitlines():
            event = plain_item(json.loads(line))
            logs[event["AggregateId"]].append(event)
        for log in logs.values():
            log.sort(key=lambda event: event["EventSequence"])
        return cls(
            history=lines(folder / "history.jsonl"), logs=dict(logs),
            read_model=[plain_item(json.loads(line)) for line in (folder / "read-model.jsonl").read_text().splitlines()],
            bus=lines(folder / "bus.jsonl"), archive=lines(folder / "archive.jsonl"), dead_letters=lines(folder / "dead-letters.jsonl"),
            process_dead_letters=lines(folder / "process-dead-letters.jsonl"), written=lines(folder / "logs.jsonl"))

    def of_kind(self, *kinds: str) -> list[dict]:
        return [line for line in self.history if line["kind"] in kinds]
