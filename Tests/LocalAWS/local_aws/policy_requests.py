"""How the policies of tables and event buses come and go.

- https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutResourcePolicy.html and API_CreateTable.html (`ResourcePolicy`): a
  policy that IAM cannot read is refused, and it goes with its table.
- https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutPermission.html: `Policy` is the whole policy; a statement is for an
  account or for everybody, with one condition.
"""

import json
import re
from collections.abc import Callable

from ministack.core import iam_evaluator as evaluator
from ministack.core.responses import error_response_json, json_response
from ministack.services import dynamodb, eventbridge

from .patching import replace
from .scope import current

_ACCOUNT = re.compile(r"\d{12}")


def _refusal(policy: object) -> str | None:
    """Why a resource's policy is refused."""
    message = evaluator.validate_policy_document(policy)
    if message:
        return message
    document = json.loads(policy) if isinstance(policy, str) else policy
    statements = document["Statement"] if isinstance(document["Statement"], list) else [document["Statement"]]
    for statement in statements:
        if "NotPrincipal" in statement:
            return "NotPrincipal is nothing that this local AWS can evaluate"
        if "Principal" not in statement:
            return "Missing required field Principal"
        for operator in statement.get("Condition") or {}:
            if not _is_operator(operator):
                return f"Invalid Condition type : {operator}"
    return None


def _is_operator(name: str) -> bool:
    plain = re.sub(r"^(forallvalues|foranyvalue):", "", name.lower()).removesuffix("ifexists")
    return plain in evaluator._CONDITION_OPS or name.lower() == "null"


def _table_policy(original: Callable) -> Callable:
    def put(data: dict) -> tuple:
        refusal = _refusal(data["Policy"]) if data.get("Policy") else None
        if refusal:
            return error_response_json("ValidationException", f"Resource-based policy validation failed: {refusal}", 400)
        return original(data)

    return put


def _created_table(original: Callable) -> Callable:
    def create(data: dict) -> tuple:
        policy = data.get("ResourcePolicy")
        refusal = _refusal(policy) if policy else None
        if refusal:
            return error_response_json("ValidationException", f"Resource-based policy validation failed: {refusal}", 400)
        answer = original(data)
        if policy and answer[0] == 200:
            dynamodb._put_resource_policy({"ResourceArn": json.loads(answer[2])["TableDescription"]["TableArn"], "Policy": policy})
        return answer

    return create


def _deleted_table(original: Callable) -> Callable:
    def delete(data: dict) -> tuple:
        answer = original(data)
        if answer[0] == 200:
            dynamodb._resource_policies.pop(json.loads(answer[2])["TableDescription"]["TableArn"], None)
        return answer

    return delete


def _put_permission(_original: Callable) -> Callable:
    def put(data: dict) -> tuple:
        bus = data.get("EventBusName") or "default"
        if bus not in eventbridge._event_buses:
            return error_response_json("ResourceNotFoundException", f"Event bus {bus} does not exist.", 400)
        given = data.get("Policy")
        policy = given or {"Version": "2012-10-17", "Statement": [*_other_statements(bus, data), _statement(bus, data)]}
        refusal = _refusal(policy)
        if refusal:
            return error_response_json("ValidationException", f"The policy is not valid: {refusal}", 400)
        eventbridge._event_bus_policies[bus] = json.loads(policy) if isinstance(policy, str) else policy
        return json_response({})

    return put


def _other_statements(bus: str, data: dict) -> list[dict]:
    found = (eventbridge._event_bus_policies.get(bus) or {}).get("Statement", [])
    return [each for each in (found if isinstance(found, list) else [found]) if each.get("Sid") != data.get("StatementId")]


def _statement(bus: str, data: dict) -> dict:
    account, region = current()
    principal = data.get("Principal", "")
    condition = data.get("Condition")
    return {
        "Sid": data.get("StatementId", ""), "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{principal}:root"} if _ACCOUNT.fullmatch(principal) else principal,
        "Action": data.get("Action", ""), "Resource": f"arn:aws:events:{region}:{account}:event-bus/{bus}",
        **({"Condition": {condition["Type"]: {condition["Key"]: condition["Value"]}}} if condition else {}),
    }


def _deleted_bus(original: Callable) -> Callable:
    def delete(data: dict) -> tuple:
        answer = original(data)
        if answer[0] == 200:
            eventbridge._event_bus_policies.pop(data.get("Name"), None)
        return answer

    return delete


def install() -> None:
    replace(dynamodb, "_put_resource_policy", _table_policy)
    replace(dynamodb, "_create_table", _created_table)
    replace(dynamodb, "_delete_table", _deleted_table)
    replace(eventbridge, "_put_permission", _put_permission)
    replace(eventbridge, "_delete_event_bus", _deleted_bus)
