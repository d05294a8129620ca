"""PutMetricAlarm: keeps what MiniStack drops or makes up, and refuses what CloudWatch refuses.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html: an alarm has either a
statistic or an extended one, and neither they nor a period when it is on an expression (`Metrics`).
"""

from collections.abc import Callable

from ministack.services import cloudwatch

from . import alarm_queries

_OF_ONE_METRIC = ("MetricName", "Namespace", "Statistic", "Period")
_KEPT = ("InsufficientDataActions", "EvaluateLowSampleCountPercentile", "ThresholdMetricId", "Metrics")


def put_metric_alarm(original: Callable) -> Callable:
    """Checks what the alarm watches, stores it, and then mends its record."""

    def put(params: dict, cbor_data: dict, is_cbor: bool, is_json: bool = False) -> tuple:
        request = cbor_data if is_cbor or is_json else members(params)
        try:
            alarm_queries.check(request)
        except alarm_queries.InvalidQueries as refusal:
            return cloudwatch._error("ValidationError", str(refusal), 400, use_json=is_json, use_cbor=is_cbor)
        answer = original(params, cbor_data, is_cbor, is_json)
        alarm = cloudwatch._alarms.get(request.get("AlarmName", ""))
        if answer[0] == 200 and alarm is not None:
            _mend(alarm, request)
        return answer

    return put


def _mend(alarm: dict, request: dict) -> None:
    for name in _OF_ONE_METRIC:
        if request.get(name) is None:
            alarm.pop(name, None)
    for name in _KEPT:
        if request.get(name):
            alarm[name] = request[name]


def members(params: dict) -> dict:
    """The parameters of the Query protocol as a tree: `A.B` is a member, `A.member.1` an item of a list."""
    tree: dict = {}
    for key in params:
        node = tree
        *path, last = key.split(".")
        for step in path:
            node = node.setdefault(step, {})
        node[last] = _typed(last, cloudwatch._p(params, key))
    return _lists(tree)


def _typed(name: str, text: str) -> object:
    if name == "ReturnData":
        return text == "true"
    return int(text) if name == "Period" and text.isdigit() else text


def _lists(node: object) -> object:
    if not isinstance(node, dict):
        return node
    if set(node) == {"member"}:
        items = node["member"]
        return [_lists(items[number]) for number in sorted(items, key=int)]
    return {name: _lists(value) for name, value in node.items()}
