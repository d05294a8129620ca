"""An event for a function that is invoked asynchronously, and the record of how it ended.

https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
"""

from dataclasses import dataclass, field
from datetime import datetime, timezone

from ministack.core.responses import new_uuid
from ministack.services import lambda_svc

from . import clock


@dataclass
class Invocation:
    """One event on its way; `runs` are those of the code, `throttled` the times it was refused."""

    function: dict
    event: object
    request_id: str = field(default_factory=new_uuid)
    received: float = field(default_factory=clock.time)
    runs: int = 0
    throttled: int = 0
    result: dict = field(default_factory=dict)

    @property
    def config(self) -> dict:
        return self.function["config"]

    def options(self) -> dict:
        """The function's event invoke config as it is now; terraform may set it after the function is used."""
        live = lambda_svc._functions.get(self.config["FunctionName"]) or self.function
        qualifier = self.config["FunctionArn"].split(":function:", 1)[1].partition(":")[2]
        return lambda_svc._event_invoke_config(live, qualifier or None) or {}


def record(invocation: Invocation, condition: str) -> dict:
    """The document for an on-success or on-failure destination."""
    config = invocation.config
    version = config.get("Version", "$LATEST")
    arn = config["FunctionArn"]
    if arn.count(":") == 6:
        arn = f"{arn}:{version}"
    document = {
        "version": "1.0",
        "timestamp": milliseconds(clock.time()),
        "requestContext": {
            "requestId": invocation.request_id,
            "functionArn": arn,
            "condition": condition,
            "approximateInvokeCount": invocation.runs,
        },
        "requestPayload": invocation.event,
    }
    if invocation.runs:
        document["responseContext"] = {"statusCode": 200, "executedVersion": version}
        if condition != "Success":
            document["responseContext"]["functionError"] = invocation.result.get("function_error") or "Unhandled"
        document["responsePayload"] = invocation.result.get("body")
    return document


def milliseconds(epoch: float) -> str:
    """An RFC 3339 time in UTC with three fraction digits, as Lambda's records carry it."""
    moment = datetime.fromtimestamp(epoch, tz=timezone.utc)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
