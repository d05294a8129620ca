"""Delivery of a record to a queue, topic, function or bus on behalf of AWS."""

from ministack.core.arn import ArnParseError, parse_arn
from ministack.services import eventbridge, lambda_svc, sns, sqs

from . import exact_json, permissions

_ACTIONS = {
    "sqs": "sqs:SendMessage",
    "sns": "sns:Publish",
    "lambda": "lambda:InvokeFunction",
    "events": "events:PutEvents",
}


class NotDelivered(Exception):
    """The record reached nothing; the message says why."""


def send_with_role(role: str, destination: str, record: dict | str, attributes: dict | None = None,
                   source: dict | None = None) -> None:
    """Sends with the rights of a function's execution role."""
    try:
        service = parse_arn(destination).service
    except ArnParseError:
        raise NotDelivered(f"{destination} is not an ARN") from None
    action = _ACTIONS.get(service)
    if action is None:
        raise NotDelivered(f"{service} is not a destination of this local AWS")
    if not permissions.role_may(role, action, destination):
        raise NotDelivered(f"{role} may not {action} on {destination}")
    _send(service, destination, record, attributes or {}, source or {})


def _send(service: str, destination: str, record: dict | str, attributes: dict, source: dict) -> None:
    body = record if isinstance(record, str) else exact_json.dumps(record)
    if service == "sqs":
        send_to_queue(destination, body, attributes)
    elif service == "sns":
        if sns.publish_internal(destination, body, "", message_attributes=_typed(attributes)) is None:
            raise NotDelivered(f"topic {destination} does not exist")
    elif service == "lambda":
        _invoke(destination, record)
    else:
        _put_event(destination, body, source)


def send_to_queue(arn: str, body: str, attributes: dict[str, str]) -> None:
    """Puts a message in a queue, without a check of rights."""
    queue = sqs._queue_by_arn(arn)
    if queue is None:
        raise NotDelivered(f"queue {arn} does not exist")
    url = sqs._queue_url(queue["name"])
    try:
        sqs._act_send_message({"MessageBody": body, "MessageAttributes": _typed(attributes)}, url)
    except sqs._Err as error:
        raise NotDelivered(f"{error.code}: {error.message}") from error


def _typed(attributes: dict[str, str]) -> dict:
    return {name: {"DataType": "String", "StringValue": str(value)} for name, value in attributes.items()}


def _invoke(arn: str, record: dict | str) -> None:
    function, config, _name = lambda_svc._get_func_record_for_ref(arn)
    if not function or not config:
        raise NotDelivered(f"function {arn} does not exist")
    event = exact_json.loads(record) if isinstance(record, str) else record
    lambda_svc.invoke_async_with_retry(lambda_svc._execution_record_for_config(function, config), event)


def _put_event(arn: str, body: str, source: dict) -> None:
    entry = {"Source": "lambda", "DetailType": source.get("DetailType", ""), "Detail": body, "EventBusName": arn,
             "Resources": source.get("Resources", [])}
    _status, _headers, answer = eventbridge._put_events({"Entries": [entry]}, allow_aws_source=True)
    if exact_json.loads(answer).get("FailedEntryCount"):
        raise NotDelivered(f"bus {arn} refused the record")
