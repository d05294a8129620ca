"""The own policies of tables and event buses, consulted together with those of whoever asks.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics-single-account.html:
within one account an explicit Deny in either wins, and an Allow in either is enough. The root user, which no policy of its own
limits, is denied by a resource's too.
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/access-control-resource-based.html: a table's policy is its
indexes' too, a stream has its own. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-perms.html: a bus's policy is its rules' too.
"""

from collections.abc import Callable

from ministack.core import iam_evaluator as evaluator
from ministack.core.responses import get_account_id
from ministack.services import dynamodb, eventbridge

from . import request_actions
from .patching import replace

Policy = str | dict


def _found(original: Callable) -> Callable:
    def find(service: str, resource: str) -> tuple[Policy | None, str] | None:
        lookup = _LOOKUPS.get(service)
        if lookup is None:
            return original(service, resource)
        policy = lookup(resource)
        return (policy, get_account_id()) if policy else None

    return find


def _of_table(resource: str) -> Policy | None:
    entry = dynamodb._resource_policies.get(resource.partition("/index/")[0])
    return entry["Policy"] if entry else None


def _of_bus(resource: str) -> Policy | None:
    kind, _slash, rest = resource.rpartition(":")[2].partition("/")
    if kind == "rule":
        rest = rest.partition("/")[0] if "/" in rest else "default"
    return eventbridge._event_bus_policies.get(rest) if kind in ("event-bus", "rule") else None


_LOOKUPS: dict[str, Callable[[str], Policy | None]] = {"dynamodb": _of_table, "events": _of_bus}


def _enforced(original: Callable) -> Callable:
    """Adds what the request says to the conditions, and does not let the root user past a resource's own Deny."""

    def enforce(access_key: str, action: str, service: str, region: str, resource_arn: str = "*",
                service_context: dict | None = None) -> object:
        context = {**(service_context or {}), **request_actions.conditions.get()}
        denied = original(access_key, action, service, region, resource_arn, context)
        return _denied_to_root(access_key, action, service, region, resource_arn, context) if denied is None else denied

    return enforce


def _denied_to_root(access_key: str, action: str, service: str, region: str, resource: str, context: dict) -> evaluator.EvalResult | None:
    found = evaluator._resource_policy(service, resource) if service in _LOOKUPS else None
    if found is None:
        return None
    principal = evaluator.resolve_principal(access_key, get_account_id())
    if isinstance(principal, evaluator.AuthError) or principal.policies is not None:
        return None
    asked = evaluator.EvalContext(
        principal_arn=principal.arn, principal_type=principal.type, principal_account=principal.account, action=action,
        resource_arn=resource, region=region, principal_keys=principal.keys,
        service_context={key.lower(): value for key, value in context.items()})
    result = evaluator.evaluate_resource_policy(found[0], asked)
    if result.decision != "Deny":
        return None
    result.resource_policy_arn = resource
    return result


def install() -> None:
    replace(evaluator, "_resource_policy", _found)
    replace(evaluator, "enforce", _enforced)
