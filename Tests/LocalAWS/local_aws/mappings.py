"""Event source mappings as they are made: AWS's defaults, the rights of the function's role, what a queue must have, and none twice.

https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-params.html (defaults),
https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html and
https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html (rights),
https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html (ResourceConflictException)
"""

from collections.abc import Callable

from ministack.core.responses import error_response_json
from ministack.services import lambda_svc, sqs

from . import permissions
from .patching import replace

_STREAM_DEFAULTS = {"BatchSize": 100, "MaximumRetryAttempts": -1, "MaximumRecordAgeInSeconds": -1,
                    "ParallelizationFactor": 1, "BisectBatchOnFunctionError": False}
_STREAM_ACTIONS = ("dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:DescribeStream")
_QUEUE_ACTIONS = ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes")


_LARGEST_BATCH_WITHOUT_A_WINDOW = 10


def _refusal(data: dict, config: dict) -> str | None:
    """Why Lambda refuses the mapping."""
    source = data.get("EventSourceArn", "")
    return _refused_rights(source, config.get("Role", "")) or (_refused_queue(data, config) if ":sqs:" in source else None)


def _refused_queue(data: dict, config: dict) -> str | None:
    window = int(data.get("MaximumBatchingWindowInSeconds") or 0)
    if int(data.get("BatchSize") or 10) > _LARGEST_BATCH_WITHOUT_A_WINDOW and not window:
        return "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10"
    queue = sqs._queue_by_arn(data["EventSourceArn"])
    hidden, timeout = int((queue or {}).get("attributes", {}).get("VisibilityTimeout", "30")), int(config.get("Timeout") or 3)
    if queue is not None and hidden < timeout:
        return f"Queue visibility timeout: {hidden} seconds is less than Function timeout: {timeout} seconds"
    return None


def _refused_rights(source: str, role: str) -> str | None:
    if ":dynamodb:" in source and not all(permissions.role_may(role, action, source) for action in _STREAM_ACTIONS):
        return (f"Cannot access stream {source}. Please ensure the role can perform the GetRecords, "
                "GetShardIterator, DescribeStream, and ListStreams Actions on your stream in IAM.")
    for action in _QUEUE_ACTIONS if ":sqs:" in source else ():
        if not permissions.role_may(role, action, source):
            return f"The provided execution role does not have permissions to call {action[4:]} on SQS"
    return None


def _existing(data: dict) -> str | None:
    """The mapping that the function, under this alias or version, has on the source."""
    named, qualifier = lambda_svc._resolve_request_scoped_name_and_qualifier(data.get("FunctionName", ""))
    source = data.get("EventSourceArn", "")
    return next((mapping["UUID"] for mapping in lambda_svc._esms.values()
                 if (mapping["EventSourceArn"], mapping["FunctionName"], mapping.get("Qualifier")) == (source, named, qualifier)), None)


def _checked(original: Callable) -> Callable:
    def create(data: dict) -> tuple:
        _function, config, _name = lambda_svc._get_func_record_for_ref(data.get("FunctionName", ""))
        refusal = _refusal(data, config) if config else None
        if refusal:
            return lambda_svc._invalid_parameter_value(refusal)
        existing = _existing(data)
        if existing:
            return error_response_json("ResourceConflictException", f"The event source arn (\" {data['EventSourceArn']} \") and function "
                                       f"(\" {data['FunctionName']} \") provided mapping already exists. Please update or delete the "
                                       f"existing mapping with UUID {existing}", 409)
        return original({**_STREAM_DEFAULTS, **data} if ":dynamodb:" in data.get("EventSourceArn", "") else data)

    return create


def install() -> None:
    replace(lambda_svc, "_create_esm", _checked)
