"""Sending stored events to the bus again."""

from collections.abc import Callable

from .deployment import Deployment
from .functions import act

_FIELDS = ("aggregateId", "fromSequence", "toSequence", "fromTime", "toTime")


def republish(deployment: Deployment, request: dict, told: Callable[[str], None]) -> str:
    """Of one aggregate, or of a stretch of time, in as many invocations as it needs."""
    action = {"action": "republish", **{name: request[name] for name in _FIELDS if request.get(name) is not None}}
    published, refused = 0, []
    while True:
        body = act(deployment, "publisher", **action)
        published += body["published"]
        refused += body.get("unpublished", [])
        never = f"; {len(refused)} can never be published, the first is {refused[0]}" if refused else ""
        if body.get("continueFrom") is None:
            return f"{published} events were published{never}"
        told(f"{published} events were published{never}, and it goes on")
        # A walk over time goes on at a place, a walk over one log at a sequence.
        action |= {"continueFrom": body["continueFrom"]} if "fromTime" in action else {"fromSequence": body["continueFrom"]}
