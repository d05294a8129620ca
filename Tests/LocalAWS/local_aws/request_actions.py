"""What a request asks for in IAM's words, where MiniStack says less.

- https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-iam.html: a PartiQL statement is a PartiQLSelect, PartiQLInsert,
  PartiQLUpdate or PartiQLDelete on its table or index.
- https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html: the actions on a resource's policy and tags
  are on that resource.
- https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-conditions.html: `events:source` and `events:detail-type` have a value for
  each that the entries of PutEvents, or the pattern of PutRule, name.
"""

import json
import re
from collections.abc import Callable
from contextvars import ContextVar

from ministack.core import iam_actions

from .patching import replace

_KEYS = {"events:source": ("Source", "source"), "events:detail-type": ("DetailType", "detail-type")}
"""By condition key, the member of an entry and that of a pattern."""
_STATEMENT = re.compile(r"""\s*(?:EXISTS\s*\(\s*)?(?:(SELECT)\b.*?\bFROM|(INSERT)\s+INTO|(UPDATE)|(DELETE)\s+FROM)\s+"""
                        r"""(?:"([^"]+)"|([\w.:/-]+?))(?:\."([^"]+)")?(?:\s|$)""", re.IGNORECASE | re.DOTALL)

conditions: ContextVar[dict[str, object]] = ContextVar("local_aws_request_conditions", default={})
"""The condition keys that the request being served has by its content."""


def _document(body: bytes) -> dict:
    try:
        found = json.loads(body or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _told(original: Callable) -> Callable:
    """Comes by here before each request is checked."""

    def context(service: str, iam_action: str, body: bytes, parameters: dict) -> dict:
        conditions.set(_of_events(iam_action, _document(body)) if service == "events" else {})
        return original(service, iam_action, body, parameters)

    return context


def _of_events(iam_action: str, document: dict) -> dict[str, object]:
    if iam_action == "events:PutEvents":
        entries = [entry for entry in document.get("Entries") or [] if isinstance(entry, dict)]
        found = {key: [entry.get(member) for entry in entries] for key, (member, _name) in _KEYS.items()}
        return {**_given(found), "events:eventbusinvocation": "false"}
    if iam_action == "events:PutRule":
        pattern = _document(str(document.get("EventPattern") or "{}").encode())
        return _given({key: pattern.get(name) for key, (_member, name) in _KEYS.items()})
    return {}


def _given(found: dict[str, object]) -> dict[str, object]:
    """A key without a value is absent; one value is a value; several need ForAllValues or ForAnyValue."""
    given: dict[str, object] = {}
    for key, values in found.items():
        texts = list(dict.fromkeys(each for each in values if isinstance(each, str))) if isinstance(values, list) else []
        if texts:
            given[key] = texts if len(texts) > 1 else texts[0]
    return given


def _resources(original: Callable) -> Callable:
    def arns(body: bytes, region: str, account: str) -> list[str]:
        named = _document(body).get("ResourceArn")
        return original(body, region, account) or ([named] if isinstance(named, str) and named else [])

    return arns


def _checks(original: Callable) -> Callable:
    """The members of a transaction, and the statements of PartiQL."""

    def checks(iam_action: str, body: bytes, region: str, account: str) -> list[tuple[str, str]]:
        found = (_of_statement(text, region, account) for text in _statements(iam_action.partition(":")[2], _document(body)))
        return original(iam_action, body, region, account) or [check for check in found if check]

    return checks


def _statements(operation: str, document: dict) -> list[str]:
    lists = {"BatchExecuteStatement": "Statements", "ExecuteTransaction": "TransactStatements"}
    if operation == "ExecuteStatement":
        return [str(document.get("Statement", ""))]
    return [str(each.get("Statement", "")) for each in document.get(lists.get(operation, "")) or [] if isinstance(each, dict)]


def _of_statement(text: str, region: str, account: str) -> tuple[str, str] | None:
    """None for what is no statement, which the service refuses by itself."""
    found = _STATEMENT.match(text)
    if found is None:
        return None
    *verbs, quoted, plain, index = found.groups()
    [verb] = filter(None, verbs)
    table = iam_actions._dynamodb_table_arn(quoted or plain, region, account)
    return f"dynamodb:PartiQL{verb.capitalize()}", f"{table}/index/{index}" if index else table


def install() -> None:
    replace(iam_actions, "request_tag_context", _told)
    replace(iam_actions, "dynamodb_resource_arns", _resources)
    replace(iam_actions, "dynamodb_transaction_checks", _checks)
