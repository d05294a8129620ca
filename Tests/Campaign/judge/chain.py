"""The form of a log: sequences without a gap, times that rise, batches that are whole, and hashes that were computed again here."""

import hashlib
from decimal import Decimal

from .verdict import Verdict

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


def canonical(value: object) -> str:
    """One text for one value: no spaces, names in the order of their bytes, numbers in plain digits."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return '"' + "".join(_ESCAPES.get(each) or (f"\\u{ord(each):04x}" if each < " " else each) for each in value) + '"'
    if isinstance(value, Decimal):
        text = f"{value:f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return "0" if text == "-0" else text
    if isinstance(value, list):
        return "[" + ",".join(canonical(each) for each in value) + "]"
    members = sorted(value.items(), key=lambda member: member[0].encode())
    return "{" + ",".join(f"{canonical(name)}:{canonical(member)}" for name, member in members) + "}"


def hash_of(event: dict) -> str:
    return hashlib.sha256(canonical({name: value for name, value in event.items() if name != "EventHash"}).encode()).hexdigest()


def judge_chain(name: str, log: list[dict], verdict: Verdict) -> None:
    places = [int(event["EventSequence"]) for event in log]
    verdict.expect(places == list(range(1, len(log) + 1)), "sequences", f"{name} has the sequences {places}", name)
    previous, time = "0" * 64, ""
    for event in log:
        at = f"{name}, event {event['EventSequence']}"
        verdict.expect(event["PreviousHash"] == previous, "chain", f"{at} does not name the hash of the one before", name)
        verdict.expect(event["EventHash"] == hash_of(event), "hash", f"{at} has another hash than its content", name)
        verdict.expect(event["Timestamp"] > time, "times", f"{at} is not later than the one before", name)
        previous, time = event["EventHash"], event["Timestamp"]
    _judge_batches(name, log, verdict)


def _judge_batches(name: str, log: list[dict], verdict: Verdict) -> None:
    left = size = 0
    for event in log:
        index = int(event.get("BatchIndex", 0))
        if left:
            whole = index == size - left + 1 and int(event.get("BatchSize", 0)) == size
            left -= 1
        else:
            size = int(event.get("BatchSize", 1))
            whole, left = index == 1 if size > 1 else index <= 1, size - 1
        verdict.expect(whole, "batches", f"{name}, event {event['EventSequence']} stands in a batch that is not whole", name)
    verdict.expect(left == 0, "batches", f"{name} ends within a batch", name)
