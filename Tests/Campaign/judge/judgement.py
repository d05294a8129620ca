"""All rules together, on all of the evidence."""

from collections import Counter, defaultdict
from decimal import Decimal

from .chain import judge_chain
from .commands import Command, commands, judge_commands
from .deliveries import judge_bus, judge_letters
from .evidence import Evidence, exact
from .invocations import judge_invocations, judge_secrecy
from .model import judge_read_model
from .order import Order
from .transfers import judge_transfers
from .verdict import Verdict


def judge(evidence: Evidence) -> tuple[Verdict, dict]:
    """What is wrong, and the figures of the run."""
    verdict = Verdict()
    of_aggregate = lines_of(evidence)
    for name in sorted({*evidence.logs, *(each for each in of_aggregate if each)}):
        judge_aggregate(name, evidence.logs.get(name, []), of_aggregate.get(name, []), evidence.of_kind("act"), verdict)
    nobodys = commands(of_aggregate.get("", []))
    judge_commands("", nobodys, [], verdict)
    endings = judge_transfers(evidence.logs, verdict)
    _judge_money(evidence, judge_read_model(evidence.logs, evidence.read_model, verdict), verdict)
    poison = evidence.of_kind("poison")
    forged = {each["aggregateId"] for each in poison if "aggregateId" in each}
    twice = {place: judge_bus(place, messages, evidence.logs, forged, verdict)
             for place, messages in (("bus", evidence.bus), ("archive", evidence.archive))}
    judge_letters(evidence.dead_letters, evidence.process_dead_letters, poison, verdict)
    for line in evidence.of_kind("rebuild"):
        verdict.expect(line["how"] != "lost", "rebuilds", f"the rebuild {line['run']} is not complete, and nothing takes it on any more")
    stops = [line for line in evidence.of_kind("fault") if line["what"] == "stop"]
    invocations = judge_invocations(evidence.written, stops, verdict)
    sent = commands(evidence.history)
    judge_secrecy(evidence.written, *_secrets(sent), verdict)
    return verdict, {**_figures(sent), "transfers": dict(endings), "twice": twice, "invocations": invocations,
                     "deadLetters": len(evidence.dead_letters), "events": sum(map(len, evidence.logs.values()))}


def lines_of(evidence: Evidence) -> dict[str, list[dict]]:
    """The history of each aggregate; what names none is the empty name's."""
    found: dict[str, list[dict]] = defaultdict(list)
    for line in evidence.of_kind("command", "read", "sight"):
        if line["kind"] == "sight":
            found[line["account"]].append(line)
        else:
            request = exact(line["request"])
            found[str(request.get("aggregateId") or request.get("accountId") or "")].append(line)
    return found


def judge_aggregate(name: str, log: list[dict], lines: list[dict], acts: list[dict], verdict: Verdict) -> None:
    """The rules that look at one aggregate only."""
    sent = commands(lines)
    judge_chain(name, log, verdict)
    judge_commands(name, sent, log, verdict)
    losses = [(act["begin"], act["end"]) for act in acts if act["what"] == "lose"]
    Order(name, log, sent, lines, losses).judge(verdict)


def _judge_money(evidence: Evidence, shown: Decimal, verdict: Verdict) -> None:
    """What the read model shows in all is what callers brought in and took out, and what waits for an operator."""
    stored = {event["EventData"].get("reference") for log in evidence.logs.values() for event in log if "transferId" not in event["EventData"]}
    brought = sum((data["amount"] for command in commands(evidence.history) if command.is_valid for kind, data in command.events
                   if kind == "TransactionProcessed" and data["reference"] in stored), Decimal(0))
    waiting = sum((log[0]["EventData"]["amount"] for log in evidence.logs.values()
                   if log[-1]["EventType"] == "TransferFailed" and not log[-1]["EventData"]["refunded"]), Decimal(0))
    verdict.expect(shown == brought - waiting, "money", f"all balances are {shown}, brought in were {brought}, {waiting} waits for an operator")


def _secrets(sent: list[Command]) -> tuple[set[str], set[str]]:
    amounts = {f"{abs(data['amount'])}" for command in sent if command.is_valid for _kind, data in command.events if "amount" in data}
    names = {data["holderName"] for command in sent for _kind, data in command.events if "holderName" in data}
    return amounts, names


def _figures(sent: list[Command]) -> dict:
    answers = Counter(str(each.status or "unknown") for command in sent for each in command.tries)
    became = Counter("acknowledged" if command.acknowledged else "unknown" if command.unknown else "refused" for command in sent)
    return {"commands": len(sent), "tries": sum(answers.values()), "answers": dict(answers), "became": dict(became)}
