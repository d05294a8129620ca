"""DescribeAlarms in the Query protocol, which the aws CLI v1 and Terraform speak, with all members of an alarm.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricAlarm.html
"""

import json
from collections.abc import Callable
from datetime import datetime, timezone
from xml.sax.saxutils import escape

from ministack.services import cloudwatch

from .alarm_requests import members

_TIMES = ("StateUpdatedTimestamp", "AlarmConfigurationUpdatedTimestamp", "StateTransitionedTimestamp")


def describe_metric_alarms(original: Callable) -> Callable:
    """Takes the complete answer of the JSON protocol and writes it as XML."""

    def describe(params: dict, cbor_data: dict, is_cbor: bool, is_json: bool = False) -> tuple:
        if is_cbor or is_json:
            return original(params, cbor_data, is_cbor, is_json)
        status, headers, body = original(params, members(params), False, True)
        if status != 200:
            return cloudwatch._error("ValidationError", json.loads(body).get("message", ""), status)
        action = cloudwatch._p(params, "Action")
        inner = _element(f"{action}Result", json.loads(body))
        return cloudwatch._xml(200, f"{action}Response", inner)

    return describe


def _element(name: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, dict):
        inner = "".join(_element(key, member) for key, member in value.items())
    elif isinstance(value, list):
        inner = "".join(_element("member", member) for member in value)
    else:
        inner = escape(_text(name, value))
    return f"<{name}>{inner}</{name}>"


def _text(name: str, value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if name in _TIMES and isinstance(value, (int, float)):
        return datetime.fromtimestamp(value, tz=timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    return str(value)
