"""The question about the events of one command."""

from datetime import datetime

from .report import Answer
from .session import SLOW, Session

_SIZE = 50
_COMMANDS = 4


def ask(session: Session) -> None:
    system = session.system()
    account = system.open_account()
    for number in range(_COMMANDS):
        assert system.command({"aggregateId": account, "events": [
            {"eventType": "TransactionProcessed", "eventData": {"transactionId": f"tx-{number}-{each}", "amount": 1, "type": "deposit"}}
            for each in range(_SIZE)]}).status == 200
    system.projected(account, 1 + _COMMANDS * _SIZE, SLOW)
    events = system.events(account)[1:]
    session.report.answer("timestamps", _timestamps(events))


def _timestamps(events: list[dict]) -> Answer:
    lines = []
    for first in range(0, len(events), _SIZE):
        times = [event["Timestamp"] for event in events[first : first + _SIZE]]
        lines.append(f"{times[0]} to {times[-1]}: {_seconds(times[-1]) - _seconds(times[0]):.6f} s, {len(set(times))} different")
    return Answer(f"{_COMMANDS} commands of {_SIZE} events each; their Timestamps in the log.", "\n".join(lines),
                  "All of a command have one time." if all("1 different" in line for line in lines) else "The events of a command have times of their own.")


def _seconds(timestamp: str) -> float:
    return datetime.fromisoformat(timestamp.replace("Z", "+00:00")).timestamp()
