"""The alarms of the deployment."""

from .deployment import Deployment

_PLACES = {"ALARM": 0, "INSUFFICIENT_DATA": 1, "OK": 2}


def alarms(deployment: Deployment) -> list[dict]:
    """Those that fire come first. Their names end in the suffix; an account has other alarms too."""
    pages = deployment.pages("cloudwatch", "describe_alarms", "alarms", AlarmTypes=["MetricAlarm"])
    found = [alarm for page in pages for alarm in page["MetricAlarms"] if alarm["AlarmName"].endswith(f"-{deployment.suffix}")]
    found.sort(key=lambda alarm: (_PLACES[alarm["StateValue"]], alarm["AlarmName"]))
    return [{"name": alarm["AlarmName"].removesuffix(f"-{deployment.suffix}"), "state": alarm["StateValue"],
             "since": alarm["StateUpdatedTimestamp"].isoformat(), "meaning": alarm.get("AlarmDescription", ""),
             "reason": alarm.get("StateReason", "")} for alarm in found]
