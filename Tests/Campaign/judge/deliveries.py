"""What left the log: each event on the bus and in the archive, and among the dead letters the poison that was sent, and that only."""

from .evidence import exact
from .verdict import Verdict


def judge_bus(place: str, messages: list[dict], logs: dict[str, list[dict]], forged: set[str], verdict: Verdict) -> int:
    """How many came more than once."""
    heard: dict[tuple[str, int], int] = {}
    stored = {(name, int(event["EventSequence"])): event for name, log in logs.items() for event in log}
    for message in messages:
        detail = message["detail"]
        key = (detail["AggregateId"], int(detail["EventSequence"]))
        heard[key] = heard.get(key, 0) + 1
        if key[0] in forged:
            continue
        event = stored.get(key)
        verdict.expect(event is not None and detail == event and message["detail-type"] == event["EventType"], place,
                       f"{key} is on the {place} and not in the log, or as another", key[0])
    for key in stored:
        verdict.expect(key in heard, place, f"{key} is not on the {place}", key[0])
    return sum(count > 1 for count in heard.values())


def judge_letters(letters: list[dict], process_letters: list[dict], poison: list[dict], verdict: Verdict) -> None:
    """No redrive does away with a letter about a message that says nothing, or about an event that no log has."""
    sent = {each.get("messageId") or each["aggregateId"] for each in poison}
    found: set[str] = set()
    for letter in letters:
        names = _names(letter["body"])
        verdict.expect(names & sent, "letters", f"nobody sent as poison: {letter['body'][:300]}")
        found |= names
    for each in sorted(sent - found):
        verdict.expect(False, "letters", f"poison that is in no dead letter: {each}")
    for letter in process_letters:
        verdict.expect(False, "letters", f"nobody sent as poison: {letter['body'][:300]}")


def _names(body: str) -> set[str]:
    """By what a letter may be known: the message, or the aggregate that it was about."""
    try:
        document = exact(body)
    except ValueError:
        return set()
    if not isinstance(document, dict):
        return set()
    about = document.get("letter") or document.get("detail") or {}
    return {str(value) for value in (about.get("messageId"), about.get("aggregateId"), about.get("AggregateId")) if value}
