"""Sums of prices and measured units; amounts are in US dollars."""

import json
from pathlib import Path

_HOURS = 730
"""Of a month, as AWS's own calculator has it."""
_MILLION = 1_000_000
_GB = 1_000_000_000
_MEMORY = 0.125
"""GB of a function by default."""
_OVERHEAD = 100
"""Bytes that DynamoDB adds to each stored item of a table or an index
(https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html)."""
_POLLS_A_MINUTE = 15
"""Of the mapping of an empty queue: five pollers that wait 20 seconds each
(https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html)."""

Units = dict[str, dict[str, float]]
"""Units by table or index, and by `read` or `write`."""


class Costs:
    def __init__(self, folder: Path) -> None:
        listed = json.loads((folder / "prices.json").read_text())
        self.region, self.as_of = listed["region"], listed["as of"]
        self.prices = {name: price["usd"] for name, price in listed["prices"].items()}
        measured = json.loads((folder / "measured.json").read_text())
        self.commands: dict[str, Units] = measured["commands"]
        self.batches: dict[str, Units] = measured["projection"]
        self.queries: dict[str, Units] = measured["queries"]
        self.log_bytes: dict[str, dict[str, int]] = measured["log bytes"]
        self.stored_bytes: dict[str, int] = measured["stored bytes"]
        self.deployment: dict = measured["deployment"]

    def capacity(self) -> dict[str, int]:
        """The units that the defaults reserve."""
        reserved = self.deployment["capacity"].values()
        return {kind: sum(each[kind] for each in reserved) for kind in ("read", "write")}

    def reserved(self) -> float:
        """The default capacity, a month."""
        return sum(amount * _HOURS * self.prices[f"DynamoDB {kind} provisioned"] for kind, amount in self.capacity().items())

    def standing(self) -> dict[str, float]:
        """What a month costs in which nothing happens."""
        return {
            "capacity": self.reserved(), "alarms": self.deployment["alarm metrics"] * self.prices["CloudWatch alarm metric"],
            "metrics": self.deployment["metrics"] * self.prices["CloudWatch metric"],
            "polls": 2 * _POLLS_A_MINUTE * 60 * _HOURS / _MILLION * self.prices["SQS request"]}

    def break_even(self, kind: str) -> float:
        """The share of provisioned capacity below which on demand is cheaper."""
        return self.prices[f"DynamoDB {kind} provisioned"] / 3600 * _MILLION / self.prices[f"DynamoDB {kind} on demand"]

    def on_demand(self, taken: Units) -> float:
        """A million times these units."""
        return sum(amount * self.prices[f"DynamoDB {kind} on demand"] for each in taken.values() for kind, amount in each.items())

    def all_in_all(self, events: int, command: str, batch: str) -> dict[str, float]:
        """A million events where so many come together in a command, a batch of the publisher and one of the projection."""
        log = sum(sum(self.log_bytes[function].values()) for function in ("command", "publisher", "projection"))
        return {
            "command": self.on_demand(self.commands[command]) / events,
            "projection": self.on_demand(self.batches[batch]) / events,
            "bus": self.prices["EventBridge event"],
            "archive": self.stored_bytes["archive"] * _MILLION / _GB * self.prices["EventBridge archive"],
            "queue": (self.deployment["messages an event"] + 2 / events) * self.prices["SQS request"],
            "functions": 3 / events * self.prices["Lambda request"],
            "logs": log / events * _MILLION / _GB * self.prices["CloudWatch logs"]}

    def millisecond(self) -> float:
        """A million runs of a millisecond at the default memory."""
        return _MEMORY / 1000 * _MILLION * self.prices["Lambda time"]

    def warm(self) -> float:
        """An environment of the default memory, kept for a month."""
        return _MEMORY * 3600 * _HOURS * self.prices["Lambda provisioned concurrency"]

    def bounds(self) -> dict[tuple[str, str], float]:
        """Transactions a second, each by itself and projected, by the capacity that they use up."""
        taken = [self.commands["a transaction"], self.batches["an event"]]
        found = {}
        for name, reserved in self.deployment["capacity"].items():
            for kind, amount in reserved.items():
                used = sum(each.get(name, {}).get(kind, 0) for each in taken)
                if used:
                    found[name, kind] = amount / used
        return found

    def gigabytes(self) -> dict[str, float]:
        """What a million transactions leave behind."""
        return {place: (size + (0 if place == "archive" else _OVERHEAD)) * _MILLION / _GB for place, size in self.stored_bytes.items()}
