"""What callers sent, put together from the single tries: what it wants in the log, and what became of it."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from .accounts import TYPES, is_amount
from .evidence import exact
from .verdict import Verdict


@dataclass
class Try:
    """One invocation: when, and what came of it. Without an answer nobody knows."""

    begin: float
    end: float
    status: int | None
    body: dict

    @classmethod
    def of(cls, line: dict) -> "Try":
        answer = line.get("answer")
        return cls(line["begin"], line["end"], int(answer["status"]) if answer else None, exact(answer["body"]) if answer else {})


@dataclass
class Command:
    """The same request, however often and by however many clients it was sent."""

    text: str
    tries: list[Try] = field(default_factory=list)

    @cached_property
    def request(self) -> dict:
        return exact(self.text)

    @property
    def aggregate(self) -> str | None:
        return self.request.get("aggregateId")

    @cached_property
    def events(self) -> list[tuple[str, dict]]:
        several = self.request.get("events") or [self.request]
        return [(each["eventType"], each["eventData"]) for each in several]

    @property
    def is_transfer(self) -> bool:
        return self.events[0][0] == "TransferRequested"

    @property
    def key(self) -> str | None:
        if self.is_transfer:
            return "TransferRequested"
        return self.request.get("commandId") or self.events[0][1].get("transactionId")

    @property
    def references(self) -> list[str]:
        return [data["reference"] for _kind, data in self.events]

    @property
    def begin(self) -> float:
        return min(each.begin for each in self.tries)

    @property
    def acknowledged(self) -> list[Try]:
        return [each for each in self.tries if each.status == 200]

    @property
    def unknown(self) -> list[Try]:
        return [each for each in self.tries if each.status is None]

    @property
    def known_at(self) -> float:
        """When the first caller knew that it is done."""
        return min((each.end for each in self.acknowledged), default=float("inf"))

    @property
    def is_valid(self) -> bool:
        if not self.aggregate or any(kind not in (*TYPES, "TransferRequested") for kind, _data in self.events):
            return False
        return all(is_amount(data.get("amount")) for kind, data in self.events if kind in ("TransactionProcessed", "TransferRequested"))


def commands(lines: list[dict]) -> list[Command]:
    """Each different request once; a try that was not run at all is none."""
    found: dict[str, Command] = {}
    for line in lines:
        if line["kind"] == "command" and not line.get("notRun"):
            found.setdefault(line["request"], Command(line["request"])).tries.append(Try.of(line))
    return list(found.values())


def judge_commands(name: str, sent: list[Command], log: list[dict], verdict: Verdict) -> None:
    """Acknowledged once in the log, refused not at all, and nothing there that nobody sent."""
    stored: dict[str, list[dict]] = defaultdict(list)
    for event in log:
        stored[str(event["EventData"].get("reference"))].append(event)
    wanted = {reference for command in sent if command.is_valid for reference in command.references}
    for event in log:
        is_leg = "transferId" in event["EventData"] or event["EventType"] in ("TransferDebited", "TransferCompleted", "TransferFailed")
        verdict.expect(is_leg or event["EventData"].get("reference") in wanted, "unsent",
                       f"{name}, event {event['EventSequence']} was sent by nobody", name)
    contents: dict[tuple[str | None, str], set[str]] = defaultdict(set)
    for command in sent:
        _judge_command(name, command, [event for each in command.references for event in _own(stored[each])] if command.is_valid else [], verdict)
        if command.is_valid and command.key and _own(stored[command.references[0]]):
            contents[command.key, ""].add(command.references[0])
    for (key, _), references in contents.items():
        verdict.expect(len(references) == 1, "keys", f"{name} has {len(references)} commands under the key {key}", name)


def _own(events: list[dict]) -> list[dict]:
    """Without the legs of a transfer, which carry the reference of its request."""
    return [event for event in events if "transferId" not in event["EventData"]]


def _judge_command(name: str, command: Command, found: list[dict], verdict: Verdict) -> None:
    what = f"{name}: {command.text[:160]}"
    wanted = len(command.events)
    if not command.is_valid:
        verdict.expect(all(each.status in (400, None) for each in command.tries), "invalid", f"not refused as invalid: {what}", name)
        return
    verdict.expect(all(each.status != 400 for each in command.tries), "valid", f"refused as invalid: {what}", name)
    if command.acknowledged:
        verdict.expect(len(found) >= wanted, "lost", f"acknowledged, and {len(found)} of {wanted} events are in the log: {what}", name)
        verdict.expect(len(found) <= wanted, "doubled", f"acknowledged, and {len(found)} events for {wanted} are in the log: {what}", name)
        for each in command.acknowledged:
            _judge_answer(name, command, each, found, verdict)
        firsts = sum("duplicate" not in each.body for each in command.acknowledged)
        verdict.expect(firsts == 1 or (firsts == 0 and command.unknown), "duplicates", f"{firsts} answers that are no duplicate's: {what}", name)
    elif command.unknown:
        verdict.expect(len(found) in (0, wanted), "unknown", f"without an answer, and {len(found)} times in the log: {what}", name)
    else:
        verdict.expect(not found, "refused", f"refused, and {len(found)} times in the log: {what}", name)
    for event, (kind, data) in zip(found, command.events, strict=False):
        verdict.expect((event["EventType"], event["EventData"]) == (kind, data), "content", f"stored as {event['EventData']}: {what}", name)
        verdict.expect(not command.key or event["CommandId"] == command.key, "content", f"stored under {event.get('CommandId')}: {what}", name)
    expected = command.request.get("expectedSequence")
    if found and expected is not None:
        verdict.expect(found[0]["EventSequence"] == expected + 1, "expected", f"stored as {found[0]['EventSequence']}: {what}", name)


def _judge_answer(name: str, command: Command, answer: Try, found: list[dict], verdict: Verdict) -> None:
    told = answer.body.get("events") or [answer.body]
    said = [(each["eventId"], each["sequence"], each["eventType"]) for each in told]
    stored = [(event["EventId"], event["EventSequence"], event["EventType"]) for event in found]
    verdict.expect(said == stored, "answers", f"answered {said}, stored {stored}: {name}: {command.text[:160]}", name)
