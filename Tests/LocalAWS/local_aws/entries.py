"""What PutEvents accepts.

https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html and
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html (how the size is counted).
"""

from . import exact_json

MOST_ENTRIES = 10
MOST_BYTES = 262144
"""Of all entries together: time 14 bytes, source, detail type, detail and resources as UTF-8."""


class InvalidRequest(Exception):
    """The whole request is refused with a ValidationException."""


def check_request(entries: object) -> None:
    """Refuses what AWS refuses before it looks at single entries."""
    if not isinstance(entries, list) or not entries:
        raise InvalidRequest("1 validation error detected: Value '[]' at 'entries' failed to satisfy constraint: "
                             "Member must have length greater than or equal to 1")
    if len(entries) > MOST_ENTRIES:
        raise InvalidRequest(f"1 validation error detected: Value '{len(entries)}' at 'entries' failed to satisfy "
                             "constraint: Member must have length less than or equal to 10")
    if sum(size(entry) for entry in entries) > MOST_BYTES:
        raise InvalidRequest("Total size of the entries in the request is over the limit.")


def size(entry: dict) -> int:
    """An entry's size in bytes as AWS counts it."""
    texts = [entry.get("Source"), entry.get("DetailType"), entry.get("Detail"), *(entry.get("Resources") or [])]
    total = sum(len(text.encode("utf-8", errors="replace")) for text in texts if isinstance(text, str))
    return total + (14 if entry.get("Time") is not None else 0)


def check_entry(entry: dict) -> tuple[str, str] | None:
    """The error code and message of a bad entry."""
    for name in ("Source", "DetailType", "Detail"):
        if not entry.get(name):
            return "InvalidArgument", f"Parameter {name} is not valid. Reason: {name} is a required argument."
    if not isinstance(entry.get("Time", 0), (int, float)):
        return "InvalidArgument", "Parameter Time is not valid. Reason: Time is a number of seconds since 1970."
    try:
        detail = exact_json.loads(entry["Detail"])
    except (ValueError, TypeError, RecursionError):
        return "MalformedDetail", "Detail is malformed."
    return None if isinstance(detail, dict) else ("MalformedDetail", "Detail is malformed.")
