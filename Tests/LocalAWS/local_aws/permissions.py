"""Who may do what when AWS itself acts: a service on a resource, or a function's role for Lambda.

Rules: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html (the bus needs a
statement for events.amazonaws.com in the policy of a function or queue) and
https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html (a destination is written with
the rights of the function's execution role).
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics-single-account.html:
what a role may is also what the resource's own policy says.
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
    """Whether the policies of a role, within its permissions boundary, and of a resource allow an action on that (an ARN)."""
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
    result = evaluator.evaluate(context, policies, *limits)
    found = evaluator._resource_policy(resource.split(":")[2], resource)
    if found is not None:
        result = evaluator.combine_resource_policy(result, context, *found, limits=limits)
    return result.decision == "Allow"
