"""Events by type over time, counted in the event store's index."""

import json
from collections import defaultdict
from datetime import datetime, timedelta
from decimal import Decimal

from .deployment import Deployment
from .failures import Failure
from .functions import invoke
from .window import Window

_MOST_PAGES = 10
"""Of a thousand events: what a look at a busy system may cost."""


def counted(deployment: Deployment, minutes: int) -> dict:
    """From the oldest on; `countedTo` is where the counting has stopped, if it came to no end."""
    window = Window.of(minutes)
    counts: dict[str, list[int]] = defaultdict(lambda: [0] * window.parts)
    token, last = None, None
    for _page in range(_MOST_PAGES):
        body = _page_of(deployment, window, token)
        for event in body["events"]:
            last = event["Timestamp"]
            part = window.part(datetime.fromisoformat(last))
            if 0 <= part < window.parts:
                counts[event.get("EventType", "unreadable")][part] += 1
        token = body.get("nextToken")
        if token is None:
            break
    series = [{"label": label, "values": values} for label, values in sorted(counts.items())]
    return {**window.described(), "series": series, "countedTo": last if token else None}


def _page_of(deployment: Deployment, window: Window, token: str | None) -> dict:
    # Both bounds of a query are inclusive.
    end = window.end - timedelta(microseconds=1)
    question = {"queryType": "getEventsByTimeRange", "startTime": window.start.isoformat(), "endTime": end.isoformat(),
                "limit": 1000, **({"nextToken": token} if token else {})}
    answer = invoke(deployment, "query", json.dumps(question))
    body = json.loads(answer.text, parse_float=Decimal)
    if answer.status != 200:
        raise Failure(502, "refused", body.get("error", answer.text))
    return body
