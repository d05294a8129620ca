"""Event source mappings as they are made: AWS's defaults, and the rights of the function's role.

https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-params.html (defaults),
https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html and
https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html (rights)
"""

from collections.abc import Callable

from ministack.services import lambda_svc

from . import permissions
from .patching import replace

_STREAM_DEFAULTS = {"BatchSize": 100, "MaximumRetryAttempts": -1, "MaximumRecordAgeInSeconds": -1,
                    "ParallelizationFactor": 1, "BisectBatchOnFunctionError": False}
_STREAM_ACTIONS = ("dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:DescribeStream")
_QUEUE_ACTIONS = ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes")


def _refusal(source: str, role: str) -> str | None:
    """Why Lambda refuses the mapping."""
    if ":dynamodb:" in source and not all(permissions.role_may(role, action, source) for action in _STREAM_ACTIONS):
        return (f"Cannot access stream {source}. Please ensure the role can perform the GetRecords, "
                "GetShardIterator, DescribeStream, and ListStreams Actions on your stream in IAM.")
    for action in _QUEUE_ACTIONS if ":sqs:" in source else ():
        if not permissions.role_may(role, action, source):
            return f"The provided execution role does not have permissions to call {action[4:]} on SQS"
    return None


def _checked(original: Callable) -> Callable:
    def create(data: dict) -> tuple:
        source = data.get("EventSourceArn", "")
        _function, config, _name = lambda_svc._get_func_record_for_ref(data.get("FunctionName", ""))
        refusal = _refusal(source, config.get("Role", "")) if config else None
        if refusal:
            return lambda_svc._invalid_parameter_value(refusal)
        return original({**_STREAM_DEFAULTS, **data} if ":dynamodb:" in source else data)

    return create


def install() -> None:
    replace(lambda_svc, "_create_esm", _checked)
