"""The event bus: entries, matching, replay.

- Entries: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html and
  https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html: a bad entry fails alone.
- Replay: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ReplayDestination.html: `FilterArns` names
  the rules that see the replayed events.
"""

import json
from collections.abc import Callable
from contextvars import ContextVar

from ministack.services import eventbridge

from . import metrics
from .entries import InvalidRequest, check_entry, check_request
from .patching import replace

_entry_time: ContextVar[float | None] = ContextVar("local_aws_entry_time", default=None)


def _checked(original: Callable) -> Callable:
    def put_events(data: dict, allow_aws_source: bool = False) -> tuple:
        entries = data.get("Entries")
        try:
            check_request(entries)
        except InvalidRequest as error:
            return eventbridge.error_response_json("ValidationException", str(error), 400)
        answers = [_put(original, entry, allow_aws_source) for entry in entries]
        failed = sum(1 for answer in answers if "ErrorCode" in answer)
        return eventbridge.json_response({"FailedEntryCount": failed, "Entries": answers})

    return put_events


def _put(original: Callable, entry: dict, allow_aws_source: bool) -> dict:
    error = check_entry(entry)
    if error:
        return {"ErrorCode": error[0], "ErrorMessage": error[1]}
    token = _entry_time.set(entry.get("Time"))
    try:
        _status, _headers, body = original({"Entries": [entry]}, allow_aws_source)
    finally:
        _entry_time.reset(token)
    return json.loads(body)["Entries"][0]


def _timed(original: Callable) -> Callable:
    """Gives an event its entry's `Time`; AWS keeps whole seconds."""

    def dispatch(event: dict, view: object = None) -> None:
        given = _entry_time.get()
        if given is not None and "ReplayName" not in event:
            event["Time"] = int(given)
            view = None
        _match(event, view or eventbridge._pattern_event_view(event))

    return dispatch


def _timed_archive(original: Callable) -> Callable:
    def archive(event: dict, view: object = None) -> None:
        original(event, eventbridge._pattern_event_view(event))

    return archive


def _match(event: dict, view: object) -> None:
    bus = event.get("EventBusName", "default")
    only = _replayed_rules(event)
    path = set(event.get("_DispatchPath") or [])
    for key, rule in eventbridge._rules.items():
        enabled = rule.get("State") == "ENABLED" and rule.get("EventPattern")
        if rule.get("EventBusName", "default") != bus or key in path or not enabled:
            continue
        if only is not None and rule["Arn"] not in only:
            continue
        if eventbridge._matches_pattern_view(rule["EventPattern"], view, f"rule {key}"):
            metrics.count_rule(bus, rule["Name"], "MatchedEvents")
            metrics.count_rule(bus, rule["Name"], "TriggeredRules")
            for target in list(eventbridge._targets.get(key, [])):
                eventbridge._invoke_target(target, event, rule, view)


def _replayed_rules(event: dict) -> set[str] | None:
    replay = eventbridge._replays.get(event.get("ReplayName")) if event.get("ReplayName") else None
    rules = ((replay or {}).get("Destination") or {}).get("FilterArns")
    return set(rules) if rules else None


def install() -> None:
    replace(eventbridge, "_put_events", _checked)
    replace(eventbridge, "_dispatch_event", _timed)
    replace(eventbridge, "_archive_event", _timed_archive)
