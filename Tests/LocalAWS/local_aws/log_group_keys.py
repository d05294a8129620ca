"""A log group gets another key, or none any more, which MiniStack does not know.

https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_AssociateKmsKey.html and
https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DisassociateKmsKey.html
"""

import json
from collections.abc import Callable

from ministack.core.responses import error_response_json, json_response
from ministack.services import cloudwatch_logs

from .patching import replace


def _associating(original: Callable) -> Callable:
    async def handle(method: str, path: str, headers: dict, body: bytes, query_params: dict) -> tuple:
        action = headers.get("x-amz-target", "").rpartition(".")[2]
        if action not in ("AssociateKmsKey", "DisassociateKmsKey"):
            return await original(method, path, headers, body, query_params)
        return _set_key(json.loads(body))

    return handle


def _set_key(data: dict) -> tuple:
    """Without a key in the request the group has none."""
    group = cloudwatch_logs._log_groups.get(data.get("logGroupName"))
    if group is None:
        return error_response_json("ResourceNotFoundException", "The specified log group does not exist.", 400)
    group["kmsKeyId"] = data.get("kmsKeyId")
    return json_response({})


def install() -> None:
    replace(cloudwatch_logs, "handle_request", _associating)
