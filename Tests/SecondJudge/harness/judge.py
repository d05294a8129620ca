"""moto's server with the ARNs that a request is about.

moto checks signatures and evaluates policies. For DynamoDB and EventBridge, though, it asks the policy about the resource
"*", which no statement that names a table can match, and about `dynamodb:TransactWriteItems`, which IAM does not know. So
this names the actions and ARNs of a request as the Service Authorization Reference has them; judging stays moto's. And it
words a refusal as these services do, in JSON (moto answers in XML, which tells a JSON client nothing but the status), and
writes it down: a function may get on without an answer.
"""

import copy
import io
import json
import os
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import RLock
from typing import NoReturn

from moto.core.exceptions import JsonRESTError
from moto.core.responses import BaseResponse
from moto.dynamodb.models.table import Table
from moto.iam.access_control import IAMRequest
from moto.moto_server.werkzeug_app import DomainDispatcherApplication
from moto.server import main
from moto.sqs.models import Queue

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "LocalAWS"))
from local_aws.recording import Recording  # noqa: E402

_JSON_SERVICES = ("dynamodb", "events", "sqs")
_OF_A_MEMBER = {"Put": "PutItem", "Update": "UpdateItem", "Delete": "DeleteItem", "ConditionCheck": "ConditionCheckItem"}


def asked(service: str, action: str, body: dict, place: str) -> Iterator[tuple[str, str]]:
    """The actions that a request needs, each with the ARN it needs it on."""
    table = f"arn:aws:dynamodb:{place}:table/"
    if service == "events" and action == "PutEvents":
        for entry in body["Entries"]:
            yield action, f"arn:aws:events:{place}:event-bus/{entry.get('EventBusName', 'default')}"
    elif service == "dynamodb" and action == "TransactWriteItems":
        for member in body["TransactItems"]:
            for kind, operation in member.items():
                yield _OF_A_MEMBER[kind], table + operation["TableName"]
    elif service == "dynamodb" and "RequestItems" in body:
        for name in body["RequestItems"]:
            yield action, table + name
    elif service == "dynamodb" and "TableName" in body:
        yield action, table + body["TableName"] + (f"/index/{body['IndexName']}" if "IndexName" in body else "")


def name_resources() -> None:
    permitted = IAMRequest.check_action_permitted

    def check_action_permitted(self: IAMRequest, resource: str) -> None:
        service, action = self._action.split(":", 1)
        place = f"{self._region}:{self.account_id}"
        body = json.loads(self._body) if service in ("dynamodb", "events") else {}
        for name, arn in dict.fromkeys(asked(service, action, body, place)) or [(action, resource)]:
            self._action = f"{service}:{name}"
            permitted(self, arn)

    IAMRequest.check_action_permitted = check_action_permitted


def word_refusals() -> None:
    names = {"_raise_access_denied": "AccessDeniedException", "_raise_signature_does_not_match": "InvalidSignatureException",
             "_raise_invalid_access_key": "UnrecognizedClientException"}
    for method, name in names.items():
        setattr(IAMRequest, method, _refusal(getattr(IAMRequest, method), name))


def _refusal(original: Callable[..., NoReturn], name: str) -> Callable[..., NoReturn]:
    def refuse(self: IAMRequest, *arguments: str) -> NoReturn:
        print(f"REFUSED {self._action} {name}", flush=True)
        if self._service in _JSON_SERVICES:
            raise JsonRESTError(name, f"{self._action} is refused")
        original(self, *arguments)

    return refuse


def take_turns() -> None:
    """moto copies its tables without a lock, and another thread's write breaks the copying off with a status of 500."""
    turn = RLock()
    dispatch = BaseResponse._dispatch

    def in_turn(self: BaseResponse, *arguments: object, **named: object) -> object:
        with turn:
            return dispatch(self, *arguments, **named)

    BaseResponse._dispatch = in_turn


def copy_only_folders() -> None:
    """For each member of a transaction moto copies all that a table holds, to have it back should the transaction fail: seconds
    for some hundred events. Ours put and delete whole items and change none in place, so that the folders are enough. (What a stream has of a transaction that failed stays there; nobody reads one here.)"""

    def copied(self: Table, _memo: dict) -> Table:
        table = copy.copy(self)
        table.items = defaultdict(dict, {key: dict(items) for key, items in self.items.items()})
        return table

    Table.__deepcopy__ = copied


def tell_redrive_allow_policies() -> None:
    """moto takes the attribute and never tells it, so that Terraform would wait for it in vain."""
    known = Queue.attributes.fget

    def attributes(self: Queue) -> dict:
        policy = getattr(self, "redrive_allow_policy", None)
        return {**known(self), **({"RedriveAllowPolicy": policy} if policy else {})}

    Queue.attributes = property(attributes)


def record_requests(folder: Path) -> None:
    """For the third judge, which judges what our clients have sent to this one too."""
    recording = Recording(folder)
    call = DomainDispatcherApplication.__call__

    def called(self: DomainDispatcherApplication, environ: dict, start_response: Callable) -> object:
        headers = {name.removeprefix("HTTP_").lower().replace("_", "-").encode(): value.encode("latin-1")
                   for name, value in environ.items() if name.startswith("HTTP_") or name == "CONTENT_TYPE"}
        if recording.wants(headers):
            body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            recording.keep(headers, body)
            environ["wsgi.input"] = io.BytesIO(body)
        return call(self, environ, start_response)

    DomainDispatcherApplication.__call__ = called


if __name__ == "__main__":
    name_resources()
    if "LOCAL_AWS_RECORD_REQUESTS" in os.environ:
        record_requests(Path(os.environ["LOCAL_AWS_RECORD_REQUESTS"]))
    word_refusals()
    take_turns()
    copy_only_folders()
    tell_redrive_allow_policies()
    main(["-H", "127.0.0.1", "-p", sys.argv[1]])
