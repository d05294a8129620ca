"""What requests take of the tables and write into the logs, by looking before and after."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from harness.system import System, is_platform, unique
from harness.waiting import wait_for
from operations.lines import messages

Units = dict[str, dict[str, float]]
"""Units by table or index, and by `read` or `write`."""
_KINDS = {"read": "ConsumedReadCapacityUnits", "write": "ConsumedWriteCapacityUnits"}


class Meter:
    """Consumed capacity of a deployment, as its tables' own metrics have it.

    These come late. A read of a table of the meter's own comes after all that was done before, and so do its units.
    """

    def __init__(self, system: System) -> None:
        self._system = system
        self._dimensions = {
            "event store": {"TableName": system.event_store},
            "index": {"TableName": system.event_store, "GlobalSecondaryIndexName": "EventType-Timestamp-index"},
            "command journal": {"TableName": str(system.outputs["command_journal_table_name"])},
            "read model": {"TableName": system.read_model_table}}
        self._mark, self._marks = unique("meter"), 0
        system.dynamodb.create_table(
            TableName=self._mark, BillingMode="PAY_PER_REQUEST", KeySchema=[{"AttributeName": "key", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "key", "AttributeType": "S"}])

    def taken_by(self, action: Callable[[], object], times: int = 1) -> Units:
        """Units that one of so many actions takes; nothing else may be under way."""
        before = self._look()
        for _ in range(times):
            action()
        after = self._look()
        taken = {name: {kind: _plain((after[name][kind] - before[name][kind]) / times) for kind in _KINDS} for name in self._dimensions}
        return {name: found for name, units in taken.items() if (found := {kind: value for kind, value in units.items() if value})}

    def _look(self) -> Units:
        self._system.dynamodb.get_item(TableName=self._mark, Key={"key": {"S": "mark"}}, ConsistentRead=True)
        self._marks += 1
        wait_for(lambda: self._sum({"TableName": self._mark}, _KINDS["read"]) == self._marks, "the metrics of the tables")
        return {name: {kind: self._sum(dimensions, metric) for kind, metric in _KINDS.items()} for name, dimensions in self._dimensions.items()}

    def _sum(self, dimensions: dict[str, str], metric: str) -> float:
        now = datetime.now(UTC)
        found = self._system.cloudwatch.get_metric_statistics(
            Namespace="AWS/DynamoDB", MetricName=metric, Dimensions=[{"Name": name, "Value": value} for name, value in dimensions.items()],
            Period=3600, Statistics=["Sum"], StartTime=now - timedelta(hours=12), EndTime=now + timedelta(minutes=1))
        return sum(point["Sum"] for point in found["Datapoints"])


def _plain(units: float) -> float:
    return int(units) if units == int(units) else round(units, 2)


def logged_by(system: System, function: str, action: Callable[[], object]) -> dict[str, int]:
    """Bytes that a run of a function adds to its log, in a sandbox that has run before: `own`, and `Lambda`'s.

    The stream may start a run of the publisher meanwhile, so it is the mean of all runs.
    """
    action()
    before = len(messages(system, function))
    action()
    lines = messages(system, function)[before:]
    of_lambda = [line for line in lines if line.startswith("{") and is_platform(json.loads(line))]
    runs = sum(json.loads(line)["type"] == "platform.report" for line in of_lambda)
    size, size_of_lambda = (sum(len(line.encode()) for line in some) // runs for some in (lines, of_lambda))
    return {"own": size - size_of_lambda, "Lambda": size_of_lambda}


def item_bytes(item: dict) -> int:
    """The size of an item as DynamoDB has it in JSON.

    https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
    """
    return sum(len(name.encode()) + _value_bytes(value) for name, value in item.items())


def _value_bytes(value: dict) -> int:
    [(kind, content)] = value.items()
    match kind:
        case "S":
            return len(content.encode())
        case "N":
            return 1 + (len(content.strip("-").replace(".", "")) + 1) // 2
        case "M":
            return 3 + item_bytes(content) + len(content)
        case "L":
            return 3 + sum(1 + _value_bytes(each) for each in content)
    return 1
