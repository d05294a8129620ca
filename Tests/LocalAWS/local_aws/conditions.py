"""The keys and operators of IAM's conditions that MiniStack lacks or has otherwise.

- https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html: `aws:PrincipalArn` of a session is the
  role's ARN with its path, and no service has one; `aws:PrincipalServiceName` is a service's only; `aws:PrincipalType` of the root user is Account.
- https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html ("Amazon Resource Name
  (ARN) condition operators"): each of the six parts of an ARN is compared by itself.
"""

from collections.abc import Callable

from ministack.core import iam_evaluator as evaluator
from ministack.services import iam

from .patching import replace

_PARTS = 6
_OF_PRINCIPALS_ONLY = ("aws:principalarn", "aws:principalaccount", "aws:principaltype", "aws:principalorgid")


def _resolved(original: Callable) -> Callable:
    def resolve(key: str, context: evaluator.EvalContext) -> object:
        name, service = key.lower(), context.principal_type == "Service"
        if name == "aws:principalservicename":
            return context.principal_arn if service else None
        if name == "aws:principalisawsservice":
            return str(service).lower()
        if name == "aws:viaawsservice":
            return "false"
        if name in _OF_PRINCIPALS_ONLY and service:
            return None
        if name == "aws:principalarn":
            return _principal(context)
        if name == "aws:principaltype" and context.principal_type == "Root":
            return "Account"
        return original(key, context)

    return resolve


def _principal(context: evaluator.EvalContext) -> str:
    if context.principal_type != "AssumedRole":
        return context.principal_arn
    name, account = evaluator._role_name_from_assumed_arn(context.principal_arn), context.principal_account
    role = iam._roles.get_scoped(account, None, name)
    return role["Arn"] if role else f"arn:aws:iam::{account}:role/{name}"


def _is_like(actual: str, pattern: str) -> bool:
    parts, wanted = actual.split(":", _PARTS - 1), pattern.split(":", _PARTS - 1)
    if pattern == "*":
        return True
    return len(parts) == len(wanted) == _PARTS and all(map(evaluator.fnmatch_iam_cs, parts, wanted))


def _is_not_like(actual: str, pattern: str) -> bool:
    return not _is_like(actual, pattern)


def install() -> None:
    replace(evaluator, "_resolve_condition_key", _resolved)
    evaluator._CONDITION_OPS.update(arnequals=_is_like, arnlike=_is_like, arnnotequals=_is_not_like, arnnotlike=_is_not_like)
