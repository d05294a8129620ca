"""Published versions: when there is a new one, and what is written of each.

- https://docs.aws.amazon.com/lambda/latest/dg/configuration-versions.html: no version is published when neither code nor
  configuration has changed since the last one, whatever else has happened to the function.
- https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html: none is published while an update is in progress.
- https://docs.aws.amazon.com/lambda/latest/api/API_PublishVersion.html: a hash or a revision that is not the function's any more.
"""

from collections.abc import Callable

from ministack.core.responses import error_response_json, new_uuid
from ministack.services import lambda_svc

from .patching import replace

_OWN = ("FunctionArn", "Version", "RevisionId", "LastModified", "Description", "SnapStart", "State", "StateReason", "StateReasonCode",
        "LastUpdateStatus", "LastUpdateStatusReason", "LastUpdateStatusReasonCode")
"""Members that say nothing of what a function does. Its description is one more of what is compared, under a name of its own."""


def _compared(config: dict) -> dict:
    """What makes a version another one than the last."""
    return {**{name: value for name, value in config.items() if name not in _OWN}, "described": config.get("Description") or ""}


def _publishing(original: Callable) -> Callable:
    def publish(name: str, data: dict) -> tuple:
        function = lambda_svc._functions.get(name)
        if function is None:
            return original(name, data)
        refusal = _refusal(function["config"], data)
        if refusal:
            return refusal
        last = _last(function)
        if last is not None and last["compared"] == _compared(function["config"]):
            last["function_revision"] = function["config"].get("RevisionId")
        answer = original(name, data)
        _complete(function)
        return answer

    return publish


def _refusal(config: dict, data: dict) -> tuple | None:
    if config.get("LastUpdateStatus") == "InProgress" or config.get("State") == "Pending":
        return error_response_json("ResourceConflictException", "The operation cannot be performed at this time. "
                                   f"An update is in progress for resource: {config['FunctionArn']}", 409)
    if data.get("CodeSha256") and data["CodeSha256"] != config.get("CodeSha256"):
        return lambda_svc._invalid_parameter_value(f"CodeSHA256 ({data['CodeSha256']}) is different from current CodeSHA256 in $LATEST "
                                                   f"({config.get('CodeSha256')}). Please try again with the CodeSHA256 in $LATEST.")
    return lambda_svc._check_revision(config, data) if data.get("RevisionId") else None


def _last(function: dict) -> dict | None:
    return function["versions"].get(max(function["versions"], key=int, default=""))


def _complete(function: dict) -> None:
    """Gives a version that has just been made its own ARN and revision, and what the next one is compared with."""
    for number, version in list(function["versions"].items()):
        if "compared" not in version:
            config = version["config"]
            config.update(FunctionArn=f"{function['config']['FunctionArn']}:{number}", RevisionId=new_uuid())
            version["compared"] = _compared(function["config"])


def _created(original: Callable) -> Callable:
    def create(data: dict) -> tuple:
        answer = original(data)
        function = lambda_svc._functions.get(data.get("FunctionName", ""))
        if function is not None:
            _complete(function)
        return answer

    return create


def _updated(original: Callable) -> Callable:
    def update(name: str, data: dict) -> tuple:
        answer = original(name, data)
        function = lambda_svc._functions.get(name)
        if function is not None:
            _complete(function)
        return answer

    return update


def install() -> None:
    replace(lambda_svc, "_publish_version", _publishing)
    replace(lambda_svc, "_create_function", _created)
    replace(lambda_svc, "_update_code", _updated)
