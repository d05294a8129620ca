"""Events by type over time, counted in the event store's index: page by page, the newest stretch first."""

import json
from collections import defaultdict
from datetime import datetime, timedelta
from decimal import Decimal

from .deployment import Deployment
from .failures import Failure
from .functions import invoke
from .window import Window

_STRETCHES = 5
"""A query has the oldest first; an operator looks at the newest. So the window is asked for in stretches, from its end."""


def counted(deployment: Deployment, minutes: int, end: datetime | None, place: str) -> dict:
    """What one page adds to the counts; `next` is the place of the next one, under the same `end`, or nothing at the end."""
    window = Window.of(minutes, end)
    stretch, _, token = place.partition(":")
    number = int(stretch or 0)
    body = _page(deployment, window, number, token)
    counts: dict[str, list[int]] = defaultdict(lambda: [0] * window.parts)
    for event in body["events"]:
        part = window.part(datetime.fromisoformat(event["Timestamp"]))
        if 0 <= part < window.parts:
            counts[event.get("EventType", "unreadable")][part] += 1
    following = f"{number}:{body['nextToken']}" if "nextToken" in body else str(number + 1) if number + 1 < _STRETCHES else None
    return {**window.described(), "series": [{"label": label, "values": values} for label, values in sorted(counts.items())], "next": following,
            "countedBackTo": _begin(window, number).isoformat()}


def _begin(window: Window, number: int) -> datetime:
    return window.end - (window.end - window.start) / _STRETCHES * (number + 1)


def _page(deployment: Deployment, window: Window, number: int, token: str) -> dict:
    # Both bounds of a query are inclusive.
    end = _begin(window, number - 1) - timedelta(microseconds=1)
    question = {"queryType": "getEventsByTimeRange", "startTime": _begin(window, number).isoformat(), "endTime": end.isoformat(),
                "limit": 1000, **({"nextToken": token} if token else {})}
    answer = invoke(deployment, "query", json.dumps(question))
    body = json.loads(answer.text, parse_float=Decimal)
    if answer.status != 200:
        raise Failure(502, "refused", body.get("error", answer.text))
    return body
