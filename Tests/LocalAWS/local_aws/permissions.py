"""Who may do what when AWS itself acts: a service on a resource, or a function's role for Lambda.

Rules: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html (the bus needs a
statement for events.amazonaws.com in the policy of a function or queue) and
https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html (a destination is written with
the rights of the function's execution role).
"""

from ministack.core import iam_evaluator as evaluator
from ministack.services import iam

from .scope import current


def service_may(policy: dict | str | None, service: str, action: str, resource: str, source: str) -> bool:
    """Whether a resource's own policy lets an AWS service act on it on behalf of `source` (an ARN)."""
    account, region = current()
    context = evaluator.EvalContext(
        principal_arn=service,
        principal_type="Service",
        principal_account=account,
        action=action,
        resource_arn=resource,
        region=region,
        service_context={"aws:sourcearn": source, "aws:sourceaccount": account},
    )
    return evaluator.evaluate_resource_policy(policy, context, service=service).decision == "Allow"


def role_may(role: str, action: str, resource: str) -> bool:
    """Whether the policies of a role, within its permissions boundary, allow an action on a resource."""
    account, region = current()
    name = role.rsplit("/", 1)[-1]
    context = evaluator.EvalContext(
        principal_arn=f"arn:aws:sts::{account}:assumed-role/{name}/lambda",
        principal_type="AssumedRole",
        principal_account=account,
        action=action,
        resource_arn=resource,
        region=region,
    )
    policies = evaluator._gather_role_policies(name, account)
    limits = evaluator._permissions_boundary(iam._roles, name, account)
    return evaluator.evaluate(context, policies, *limits).decision == "Allow"
