"""Who may restore a table.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/backuprestore_IAM.html: RestoreTableToPointInTime on the
source, and reading and writing (the seven actions of the page's first example) on the target. MiniStack asks for the
first on `*` only.
"""

import json
from collections.abc import Callable

from ministack.core import iam_actions, iam_evaluator, router
from ministack.core.responses import new_uuid
from ministack.services import dynamodb

from .patching import replace
from .scope import current

_ACTION = ".RestoreTableToPointInTime"
_ON_TARGET = ("PutItem", "UpdateItem", "DeleteItem", "GetItem", "Query", "Scan", "BatchWriteItem")


def _source(original: Callable) -> Callable:
    def arns(body: bytes, region: str, account: str) -> list[str]:
        request = _request(body) if b"SourceTable" in (body or b"") else {}
        name = request.get("SourceTableArn") or request.get("SourceTableName")
        if isinstance(name, str) and "TargetTableName" in request:
            return [iam_actions._dynamodb_table_arn(name, region, account)]
        return original(body, region, account)

    return arns


def _authorized(original: Callable) -> Callable:
    async def handle(method: str, path: str, headers: dict, body: bytes, query: dict) -> tuple:
        if headers.get("x-amz-target", "").endswith(_ACTION):
            denial = _denial(str(_request(body).get("TargetTableName")), headers, query)
            if denial:
                return denial
        return await original(method, path, headers, body, query)

    return handle


def _denial(target: str, headers: dict, query: dict) -> tuple | None:
    account, region = current()
    arn = iam_actions._dynamodb_table_arn(target, region, account)
    key = router.extract_access_key_id(headers, query)
    for action in _ON_TARGET:
        denied = iam_evaluator.enforce(key, f"dynamodb:{action}", "dynamodb", region, resource_arn=arn)
        if denied:
            principal = getattr(denied, "principal_arn", "")
            return iam_actions.access_denied_response("dynamodb", f"dynamodb:{action}", principal, new_uuid(), headers=headers,
                                                      resource_arn=arn)
    return None


def _request(body: bytes) -> dict:
    try:
        found = json.loads(body or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def install() -> None:
    replace(iam_actions, "dynamodb_resource_arns", _source)
    replace(dynamodb, "handle_request", _authorized)
