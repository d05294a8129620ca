"""What the logs say: each invocation came to an end before its deadline, and nothing that is nobody's business stands there."""

import json
import re

from .verdict import Verdict

_NUMBER = re.compile(r"(?<![\d.])\d+\.\d{4}(?!\d)")
"""Amounts have four digits behind the point, and nothing else has."""


def judge_invocations(lines: list[dict], stops: list[dict], verdict: Verdict) -> int:
    """How many there were."""
    begun: dict[str, str] = {}
    ended: set[str] = set()
    for line in lines:
        record = _platform(line["message"])
        identifier = record.get("record", {}).get("requestId")
        if record.get("type") == "platform.start":
            begun[identifier] = line["function"]
        elif record.get("type") == "platform.report":
            ended.add(identifier)
            late = record["record"].get("status") == "timeout"
            stood = any(line["function"] in stop["function"] and stop["at"] - 60 <= line["at"] <= stop["at"] + 60 for stop in stops)
            verdict.expect(not late or stood, "deadlines", f"an invocation of {line['function']} ran into its deadline: {identifier}")
    for identifier, function in begun.items():
        verdict.expect(identifier in ended, "deadlines", f"an invocation of {function} never ended: {identifier}")
    return len(begun)


def _platform(message: str) -> dict:
    if not message.startswith("{"):
        return {}
    found = json.loads(message)
    return found if str(found.get("type", "")).startswith("platform.") else {}


def judge_secrecy(lines: list[dict], amounts: set[str], names: set[str], verdict: Verdict) -> None:
    """No amount and no name of a holder in any line."""
    some = re.compile("|".join(map(re.escape, sorted(names))) or r"(?!)")
    for line in lines:
        told = set(_NUMBER.findall(line["message"])) & amounts | set(some.findall(line["message"]))
        verdict.expect(not told, "secrecy", f"{line['function']} wrote {sorted(told)}: {line['message'][:200]}")
