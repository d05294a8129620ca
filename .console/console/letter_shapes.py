"""What a dead letter is, why it is there, and what it takes to repair it: the runbook's table, for one message."""

import json
from dataclasses import asdict, dataclass
from decimal import Decimal

REDRIVE, RESEND, REPUBLISH, RESUME, NOTHING = "redrive", "resend", "republish", "resume", "nothing"


@dataclass(frozen=True)
class Shape:
    kind: str
    reason: str
    repair: str
    """In words."""
    means: str
    """One of the constants: what the console, or the runbook, has for it."""
    aggregate: str | None = None
    sequence: int | None = None
    times: tuple[str, str] | None = None
    """Between which stored events have to be published again."""

    def described(self) -> dict:
        return asdict(self)


def shape(body: str, attributes: dict[str, str], is_of_process: bool = False) -> Shape:
    """The first form that fits, in the order in which the projection, or the process, looks."""
    try:
        found = json.loads(body, parse_float=Decimal)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        return _unknown("the message is no JSON object")
    if isinstance(found.get("action"), str):
        return _action(found)
    if is_of_process and isinstance(found.get("detail"), dict):
        return _event(found, attributes, is_of_process)
    for member, read in _FORMS.items():
        if isinstance(found.get(member), dict):
            return read(found, attributes)
    return _unknown("the message is of no known form")


def _letter(found: dict, _attributes: dict[str, str]) -> Shape:
    letter = found["letter"]
    reason = f"{letter.get('reason', '')}: {letter.get('detail', '')}"
    if not letter.get("aggregateId"):
        return Shape("letter of the projection", reason, "It names no account, so nothing can be applied: read it, and delete it", NOTHING)
    return Shape("letter of the projection", reason, "Mend the cause, or deploy the code that can read the event; then redrive",
                 REDRIVE, letter["aggregateId"], letter.get("sequence"))


def _poison(found: dict, _attributes: dict[str, str]) -> Shape:
    record = found["poisonRecord"]
    return Shape("event that cannot go on the bus", str(found.get("reason", "")),
                 "Other listeners never see it; a redrive applies it to the read model, if it can be read at all",
                 REDRIVE, record.get("AggregateId"), record.get("EventSequence"))


def _invocation(found: dict, _attributes: dict[str, str]) -> Shape:
    payload = found.get("requestPayload")
    answer = found.get("responsePayload")
    error = answer if isinstance(answer, dict) else {}
    condition = found["requestContext"].get("condition", "")
    reason = f"{error.get('errorType') or condition}: {error.get('errorMessage', '')}"
    aggregate = payload.get("aggregateId") if isinstance(payload, dict) else None
    if isinstance(payload, dict) and (aggregate or "body" in payload):
        return Shape("asynchronous command that failed", reason, "Look at the account first, then send the command again under its key: "
                     "the runbook's \"Send a failed command again\"", RESEND, aggregate)
    return Shape("asynchronous invocation that failed", reason, "A redrive does what it was invoked for", REDRIVE)


def _stream(found: dict, _attributes: dict[str, str]) -> Shape:
    batch = found["DDBStreamBatchInfo"]
    first, last = batch.get("approximateArrivalOfFirstRecord"), batch.get("approximateArrivalOfLastRecord")
    return Shape("stream records that the publisher gave up", str(found.get("requestContext", {}).get("condition", "")),
                 "Republish what was stored between these times, a minute more on either side; then delete it", REPUBLISH,
                 times=(first, last) if first and last else None)


def _process(found: dict, _attributes: dict[str, str]) -> Shape:
    letter = found["process"]
    return Shape("letter of the process", f"{letter.get('reason', '')}: {letter.get('detail', '')}",
                 "Mend the cause, then take the transfer on: it goes on where it stopped", RESUME, letter.get("aggregateId"))


def _event(found: dict, attributes: dict[str, str], is_of_process: bool = False) -> Shape:
    detail = found["detail"]
    of_whom = detail.get("AggregateId"), detail.get("EventSequence")
    then, means = ("take it on: it goes on where it stopped", RESUME) if is_of_process else ("redrive", REDRIVE)
    if "ERROR_CODE" in attributes:
        reason = f"{attributes['ERROR_CODE']}: {attributes.get('ERROR_MESSAGE', 'the rule could not deliver it')}"
        return Shape("event that a rule could not deliver", reason, f"Put rule, target and queue policy back (terraform apply), then {then}",
                     means, *of_whom)
    reason, mend = (("a log could not be read or written, or the process ended on it", "the cause") if is_of_process else
                    ("the read model could not be written, or the projection ended on it", "the read model or its capacity"))
    return Shape("event that came back too often", reason, f"Mend {mend}, then {then}", means, *of_whom)


def _action(found: dict) -> Shape:
    """A part of a rebuild of all, for instance, which goes on where it stopped."""
    return Shape(f"request of an operator: {found['action']}", "it came back too often: the read model could not be written, or its function ended on it",
                 "Mend the read model or its capacity, then redrive", REDRIVE, found.get("accountId"))


def _unknown(reason: str) -> Shape:
    return Shape("message of unknown form", reason, "Nothing here can repair it: read it, and delete it", NOTHING)


_FORMS = {"DDBStreamBatchInfo": _stream, "letter": _letter, "process": _process, "poisonRecord": _poison, "requestContext": _invocation,
          "detail": _event}
