"""Folding accounts anew: one, or all."""

import re
import time
from collections.abc import Callable

from .deployment import Deployment
from .functions import FunctionFailed, act

_CONTINUE = re.compile(r'"continueFrom": "([^"]+)"')
_MEMBERS = {"account": "accountId", "transfer": "transferId"}
_POLL_SECONDS = 1


def rebuild(deployment: Deployment, request: dict, told: Callable[[str], None]) -> str:
    """One aggregate, in as many invocations as its log needs."""
    action: dict = {"action": "rebuild", _MEMBERS[request.get("noun", "account")]: request["aggregateId"], "force": bool(request.get("force"))}
    while True:
        try:
            body = act(deployment, "projection", **action)
            return f"{body['processedEvents']} events were folded"
        except FunctionFailed as failure:
            place = _CONTINUE.search(failure.reason)
            if failure.error_type != "ProjectionOutOfTime" or place is None:
                raise
            told(failure.reason)
            action["continueFrom"] = place.group(1)


def rebuild_all(deployment: Deployment, request: dict, told: Callable[[str], None]) -> str:
    """All of them, in parts that go on by themselves, also when the console has ended."""
    run = act(deployment, "projection", action="rebuildAll", force=bool(request.get("force")))["run"]
    while True:
        found = act(deployment, "projection", action="rebuildProgress")
        counts = f"{found['processedAccounts']} accounts, {found['processedEvents']} events"
        failed = f"; {found['failedAccountCount']} accounts cannot be folded" if found["failedAccountCount"] else ""
        if found["run"] != run:
            return "another rebuild of all has taken its place"
        if found["isStopped"]:
            return f"stopped after {counts}{failed}"
        if found["isComplete"]:
            return f"all of it: {counts}{failed}"
        told(counts + failed)
        time.sleep(_POLL_SECONDS)
