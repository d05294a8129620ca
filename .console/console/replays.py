"""Replaying the archive to the projection, and to nobody else."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from .deployment import Deployment
from .failures import Absent, Failure

_POLL_SECONDS = 1


def replay(deployment: Deployment, request: dict, told: Callable[[str], None]) -> str:
    """What happened between two times, by the rule for replayed events."""
    # On the bus an event's time has whole seconds, rounded down: those at either end belong to the stretch.
    begin, end = _instant(request, "fromTime").replace(microsecond=0), _instant(request, "toTime") + timedelta(seconds=1)
    archive = deployment.call("events", "describe_archive", deployment.archive, ArchiveName=deployment.archive)
    name = f"console-{datetime.now(UTC):%Y%m%d%H%M%S%f}"
    deployment.call("events", "start_replay", deployment.archive, ReplayName=name, EventSourceArn=archive["ArchiveArn"], EventStartTime=begin,
                    EventEndTime=end, Destination={"Arn": archive["EventSourceArn"], "FilterArns": [_rule(deployment)]})
    while True:
        found = deployment.call("events", "describe_replay", name, ReplayName=name)
        if found["State"] == "COMPLETED":
            return f"{name} is complete; its events go through the queue of replayed ones now"
        if found["State"] in ("FAILED", "CANCELLED"):
            raise Failure(502, "aws", f"{name} is {found['State']}: {found.get('StateReason', '')}")
        last = found.get("EventLastReplayedTime")
        told(f"{name}: {found['State']}" + (f", at {last.isoformat()}" if last else ""))
        time.sleep(_POLL_SECONDS)


def _instant(request: dict, name: str) -> datetime:
    try:
        return datetime.fromisoformat(str(request.get(name)))
    except ValueError as error:
        raise Failure(400, "refused", f"{name}: {error}") from error


def _rule(deployment: Deployment) -> str:
    """The rule that takes replayed events only; its name begins with what the domain calls its events."""
    pages = deployment.pages("events", "list_rules", deployment.bus, EventBusName=deployment.bus)
    for rule in (rule for page in pages for rule in page["Rules"]):
        if rule["Name"].endswith("-events-replay-rule"):
            return rule["Arn"]
    raise Absent(deployment.bus, f"{deployment.bus} has no rule for replayed events")
