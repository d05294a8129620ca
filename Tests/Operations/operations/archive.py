"""The bus archive and its replays."""

from datetime import UTC, datetime

from harness.system import System, unique
from harness.waiting import wait_for


def replay(system: System, begin: datetime) -> str:
    """Replays what came since then to the projection, and gives the replay's name once it is over."""
    name = unique("replay")
    system.bus.start_replay(
        ReplayName=name, EventSourceArn=system.outputs["event_archive_arn"], EventStartTime=begin, EventEndTime=datetime.now(UTC),
        Destination={"Arn": system.outputs["event_bus_arn"], "FilterArns": [system.outputs["financial_events_replay_rule_arn"]]})
    wait_for(lambda: system.bus.describe_replay(ReplayName=name)["State"] == "COMPLETED", f"the end of {name}")
    return name
