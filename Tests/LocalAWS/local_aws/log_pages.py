"""Pages of a log group's events, of which MiniStack gives the first ten thousand, and no token for the rest.

https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html: as many as fit in 1 MB, up to 10,000, and a
token where there are more.
"""

import json
from collections.abc import Callable

from ministack.core.responses import error_response_json, json_response
from ministack.services import cloudwatch_logs

from .patching import replace

_MOST = 10_000
_MOST_BYTES = 1_048_576
_OVERHEAD = 26
"""Bytes that an event counts beside its message."""


def _paged(original: Callable) -> Callable:
    def filter_events(data: dict) -> tuple:
        try:
            since, seen = _place(data.get("nextToken"))
        except ValueError:
            return error_response_json("InvalidParameterException", "The specified nextToken is invalid.", 400)
        asked = {name: value for name, value in data.items() if name not in ("limit", "nextToken")}
        status, headers, body = original(asked if since is None else {**asked, "startTime": since})
        if status != 200:
            return status, headers, body
        found = json.loads(body)["events"]
        events = _fitting(found[seen:], min(data.get("limit") or _MOST, _MOST))
        end = seen + len(events)
        more = {"nextToken": _token(found[:end])} if events and (end < len(found) or len(found) == _MOST) else {}
        return json_response({"events": events, "searchedLogStreams": [], **more})

    return filter_events


def _fitting(events: list[dict], most: int) -> list[dict]:
    size = 0
    for number, event in enumerate(events[:most]):
        size += len(event["message"].encode()) + _OVERHEAD
        if number and size > _MOST_BYTES:
            return events[:number]
    return events[:most]


def _token(given: list[dict]) -> str:
    """The last time that was given, and how many events of that time were."""
    last = given[-1]["timestamp"]
    return f"{last}:{sum(event['timestamp'] == last for event in given)}"


def _place(token: str | None) -> tuple[int | None, int]:
    if token is None:
        return None, 0
    since, seen = token.split(":")
    return int(since), int(seen)


def install() -> None:
    replace(cloudwatch_logs, "_filter_log_events", _paged)
