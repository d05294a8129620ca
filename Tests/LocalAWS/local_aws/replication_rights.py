"""Whether DynamoDB may replicate a table.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2gt_IAM.html: replication is done by the service-linked role
AWSServiceRoleForDynamoDBReplication, so a resource policy that denies it what its own policy allows
(https://docs.aws.amazon.com/aws-managed-policy/latest/reference/DynamoDBReplicationServiceRolePolicy.html) interrupts
replication to and from that table.
"""

from ministack.core import iam_evaluator as evaluator
from ministack.services import dynamodb

from .scope import current

_ACTIONS = ("GetItem", "PutItem", "UpdateItem", "DeleteItem", "DescribeTable", "UpdateTable", "Scan", "DescribeStream",
            "GetRecords", "GetShardIterator", "DescribeTimeToLive", "UpdateTimeToLive", "GetResourcePolicy")


def may_replicate(table: dict) -> bool:
    """Of a table in the current account and region."""
    arn = table["TableArn"]
    policy = (dynamodb._resource_policies.get(arn) or {}).get("Policy")
    return policy is None or not any(_is_denied(policy, f"dynamodb:{action}", arn) for action in _ACTIONS)


def _is_denied(policy: str, action: str, arn: str) -> bool:
    account, region = current()
    role = (f"arn:aws:iam::{account}:role/aws-service-role/replication.dynamodb.amazonaws.com/"
            "AWSServiceRoleForDynamoDBReplication")
    context = evaluator.EvalContext(principal_arn=role, principal_type="Role", principal_account=account, action=action,
                                    resource_arn=arn, region=region)
    return evaluator.evaluate_resource_policy(policy, context).decision == "Deny"
