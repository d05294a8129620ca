"""Whether an aggregate's history could have come from one copy of it: every answer is right at one moment between its question
and itself, and nobody who asks later sees less.

The log is the order. What was acknowledged, or seen, before a question was asked is the least that its answer knows; what was sent
before the answer came is the most.
"""

from decimal import Decimal
from functools import cached_property

from .accounts import State, decide, states
from .commands import Command, Try
from .evidence import exact, plain_item
from .verdict import Verdict

LAG_SECONDS = Decimal("0.1")
"""How far a read that need not be consistent is behind at most, here."""


class Order:
    def __init__(self, name: str, log: list[dict], sent: list[Command], lines: list[dict], losses: list[tuple[float, float]]) -> None:
        self._name, self._log, self._lines, self._losses = name, log, lines, losses
        self._sent = [command for command in sent if command.is_valid]
        self._states = states(log) if log and log[0]["EventType"] == "AccountCreated" else [State()] * (len(log) + 1)
        by_reference = {reference: command for command in self._sent for reference in command.references}
        owners = [None if "transferId" in event["EventData"] else by_reference.get(str(event["EventData"].get("reference"))) for event in log]
        self._begins = [owner.begin if owner else 0.0 for owner in owners]
        self._known: list[tuple[float, int]] = sorted(
            (owner.known_at, place) for place, owner in enumerate(owners, 1) if owner and owner.acknowledged)
        self._seen: list[tuple[float, int]] = []

    def least(self, time: float) -> int:
        """The last sequence that somebody knew of at that time."""
        known = max((place for end, place in self._known if end <= time), default=0)
        return max(known, max((place for end, place in self._seen if end <= time), default=0))

    def most(self, time: float) -> int:
        """How many events can have been there: none of them was sent later."""
        later = [place for place, begin in enumerate(self._begins) if begin > time]
        return later[0] if later else len(self._log)

    def judge(self, verdict: Verdict) -> None:
        self._judge_writes(verdict)
        reads = sorted((line for line in self._lines if line["kind"] == "read"), key=lambda line: line["end"])
        for line in reads:
            self._judge_read(line, verdict)
        for command in self._sent:
            for each in command.tries:
                if each.status is not None and each.status != 200:
                    self._judge_refusal(command, each, verdict)
        self._judge_sights(verdict)

    def _judge_writes(self, verdict: Verdict) -> None:
        """An event that was acknowledged before another one was sent stands before it."""
        for place, begin in enumerate(self._begins, 1):
            earlier = max((known for end, known in self._known if end <= begin), default=0)
            verdict.expect(earlier < place, "order", f"{self._name}: event {place} was sent after event {earlier} was acknowledged", self._name)

    # Refusals

    def _judge_refusal(self, command: Command, answer: Try, verdict: Verdict) -> None:
        low, high = self.least(answer.begin), self.most(answer.end)
        rule = answer.body.get("rule", answer.body.get("type"))
        what = f"{self._name}: answered {answer.status} {rule} between {low} and {high}: {command.text[:160]}"
        verdict.expect(self._is_right(command, answer, low, max(low, high)), "refusals", what, self._name)

    def _is_right(self, command: Command, answer: Try, low: int, high: int) -> bool:
        kind = answer.body.get("type")
        if kind == "BusinessRuleViolation" and command.is_transfer:
            return answer.body["rule"] == "TransferAlreadyRequested" and high > 0
        if kind == "BusinessRuleViolation":
            return any(decide(self._states[place], command.events, self._name) == answer.body["rule"] for place in range(low, high + 1))
        if kind == "CommandIdReused":
            return any(other.key == command.key and other.text != command.text and other.begin < answer.end for other in self._sent)
        expected = command.request.get("expectedSequence")
        if kind == "ConcurrencyConflict" and expected is not None:
            return low <= answer.body["actualSequence"] <= high and answer.body["actualSequence"] != expected
        return kind == "ConcurrencyConflict" and (len(self._sent) > 1 or len(command.tries) > 1)

    # Reads

    def _judge_read(self, line: dict, verdict: Verdict) -> None:
        answer = line.get("answer")
        if not answer:
            return
        asked, body = exact(line["request"]), exact(answer["body"])
        begin, end, status = line["begin"], line["end"], int(answer["status"])
        low, high = self.least(begin), self.most(end)
        words = f"{self._name}: {line['request']} answered {status} {answer['body'][:200]} between {low} and {high}"
        if asked["queryType"] == "reconstructState":
            version = body["upToSequence"] if status == 200 else -1
            is_whole, state = True, body.get("reconstructedState", {})
            shown = (state.get("status"), state.get("balance"), state.get("transactionCount"))
        else:
            is_whole = bool(asked.get("consistent"))
            version = {200: body.get("Version"), 404: Decimal(0)}.get(status, body.get("actualSequence", Decimal(-1)))
            shown = (body.get("Status"), body.get("Balance"), body.get("TransactionCount"))
        wanted = asked.get("minSequence", Decimal(0))
        least = low if is_whole else (self._least_seen(begin) if status != 409 else 0)
        fits = least <= version <= high and (version >= wanted or (status == 409 and version < wanted) or status == 404)
        if verdict.expect(fits, "reads", words, self._name) and status == 200:
            self._judge_state("reads", int(version), shown, words, verdict)
        if fits and is_whole:
            self._seen.append((end, int(version)))

    def _judge_state(self, check: str, version: int, shown: tuple, words: str, verdict: Verdict) -> None:
        state = self._states[version]
        verdict.expect(shown == (state.status, state.balance, state.count), check, f"{words}: {version} events add up to {state}", self._name)

    def _least_seen(self, begin: float) -> int:
        """What the read model showed to somebody, longer ago than a read is behind, and has not lost since."""
        return max((int(version) for end, version in self._versions
                    if end + LAG_SECONDS <= begin and not self._is_lost(end, begin)), default=0)

    # Sights

    @cached_property
    def _versions(self) -> list[tuple[float, Decimal]]:
        """What the read model's table showed, and when at the latest."""
        return [(line["end"], plain_item(line["item"])["Version"] if line["item"] else Decimal(0))
                for line in self._lines if line["kind"] == "sight" and "item" in line]

    def _is_lost(self, begin: float, end: float) -> bool:
        """Whether the read model was being deleted at some time between."""
        return any(first <= end and last >= begin for first, last in self._losses)

    def _judge_sights(self, verdict: Verdict) -> None:
        before = (0.0, 0.0, Decimal(0))
        for line in self._lines:
            if line["kind"] != "sight" or "item" not in line:
                continue
            item = plain_item(line["item"]) if line["item"] else {}
            version, begin, end = item.get("Version", Decimal(0)), line["begin"], line["end"]
            words = f"{self._name}: the read model shows version {version} after {before[2]}"
            verdict.expect(version >= before[2] or self._is_lost(before[0], end), "backwards", words, self._name)
            if verdict.expect(version <= self.most(end), "sights", words + ", which was not sent yet", self._name) and item:
                self._judge_state("sights", int(version), (item["Status"], item["Balance"], item["TransactionCount"]), words, verdict)
            before = (begin, end, version)

