"""Questions about the events of one command, which share almost everything."""

from collections import defaultdict
from datetime import datetime

from boto3.dynamodb.types import TypeSerializer
from harness.system import System, plain

from .report import Answer
from .session import SLOW, Session

_SIZE = 50
_COMMANDS = 4
_LOOKS = 5
_wire = TypeSerializer()


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
    session.report.answer("order", _order(system, account, events))


def _timestamps(events: list[dict]) -> Answer:
    lines = []
    for first in range(0, len(events), _SIZE):
        times = [event["Timestamp"] for event in events[first : first + _SIZE]]
        lines.append(f"{times[0]} to {times[-1]}: {_seconds(times[-1]) - _seconds(times[0]):.6f} s, {len(set(times))} different")
    return Answer(f"{_COMMANDS} commands of {_SIZE} events each; their Timestamps in the log.", "\n".join(lines),
                  "All of a command have one time." if all("1 different" in line for line in lines) else "The events of a command have times of their own.")


def _seconds(timestamp: str) -> float:
    return datetime.fromisoformat(timestamp.replace("Z", "+00:00")).timestamp()


def _order(system: System, account: str, events: list[dict]) -> Answer:
    """What the index gives of this account's equal keys, several times, forwards and backwards."""
    keys = defaultdict(list)
    for event in events:
        keys[event["EventType"], event["Timestamp"]].append(event["EventSequence"])
    equal = {key: sequences for key, sequences in keys.items() if len(sequences) > 1}
    lines, sorted_, same, reversed_ = [], True, True, True
    for key, sequences in sorted(equal.items()):
        looks = [_sequences(system, account, key, True) for _ in range(_LOOKS)]
        backwards = _sequences(system, account, key, False)
        sorted_ &= looks[0] == sorted(sequences)
        same &= all(look == looks[0] for look in looks)
        reversed_ &= backwards == looks[0][::-1]
        lines.append(f"{key[1]}, {len(sequences)} events: {' '.join(map(str, looks[0]))}")
    done = f"{len(equal)} sets of equal keys among {len(events)} events; each asked {_LOOKS} times forwards and once backwards."
    if not equal:
        return Answer(done, "-", "No keys were equal, so there was no order to see.")
    return Answer(done, "\n".join(lines), (
        f"{'By their sequence' if sorted_ else 'Not by their sequence'}; {'the same' if same else 'not the same'} each time; "
        f"backwards {'the reverse' if reversed_ else 'not the reverse'}."))


def _sequences(system: System, account: str, key: tuple[str, str], forwards: bool) -> list[int]:
    pages = system.dynamodb.get_paginator("query").paginate(
        TableName=system.event_store, IndexName="EventType-Timestamp-index", ScanIndexForward=forwards,
        KeyConditionExpression="EventType = :type AND #time = :time", ExpressionAttributeNames={"#time": "Timestamp"},
        ExpressionAttributeValues={":type": _wire.serialize(key[0]), ":time": _wire.serialize(key[1])})
    items = [plain(item) for page in pages for item in page["Items"]]
    return [int(item["EventSequence"]) for item in items if item["AggregateId"] == account]
