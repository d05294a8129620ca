"""Delivery of a matched event to a target.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html: a function is invoked asynchronously, so its
failures are its own affair; the dead-letter queue of the target gets an event that could not be handed over at all.
Missing rights, missing resources and messages above a queue's size are not retried, and nothing else can fail here: the
local Lambda accepts every asynchronous event, as AWS's does.
"""

import logging
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass

from ministack.core.arn import parse_arn
from ministack.services import eventbridge, lambda_svc, sqs

from . import destinations, exact_json, message_sizes, metrics, permissions
from .patching import replace

_logger = logging.getLogger("local_aws.delivery")
_SERVICE = "events.amazonaws.com"


class _DeliveryFailed(Exception):
    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class _Delivery:
    target: dict
    rule: dict
    event: str

    @property
    def bus(self) -> str:
        return self.rule.get("EventBusName", "default")

    def count(self, name: str) -> None:
        metrics.count_rule(self.bus, self.rule["Name"], name)


_current: ContextVar[_Delivery] = ContextVar("local_aws_delivery")


def _tracked(original: Callable) -> Callable:
    def invoke(target: dict, event: dict, rule: dict, view: object = None) -> None:
        view = view or eventbridge._pattern_event_view(event)
        delivery = _Delivery(target, rule, exact_json.dumps(view.event_with_detail()))
        delivery.count("Invocations")
        token = _current.set(delivery)
        try:
            if parse_arn(target["Arn"]).service in ("lambda", "sqs", "sns") and not _here(target["Arn"]):
                _dead_letter(delivery, _DeliveryFailed("SDK_CLIENT_ERROR", "The target is not in this region."))
            else:
                original(target, event, rule, view)
        finally:
            _current.reset(token)

    return invoke


def _here(arn: str) -> bool:
    return eventbridge._target_matches_request_scope(parse_arn(arn))


def _accounted(deliver: Callable) -> Callable:
    """Sends the event to the target's dead-letter queue when it cannot be handed over."""

    def attempt(*arguments) -> None:
        delivery = _current.get()
        try:
            deliver(delivery, *arguments)
        except _DeliveryFailed as failure:
            _dead_letter(delivery, failure)

    return attempt


def _not_allowed(action: str, arn: str) -> _DeliveryFailed:
    return _DeliveryFailed("NO_PERMISSIONS", f"{_SERVICE} is not authorized to perform: {action} on {arn}")


def _to_function(delivery: _Delivery, arn: str, payload: str) -> None:
    function, config, name = lambda_svc._get_func_record_for_ref(arn)
    if not function or not config:
        raise _DeliveryFailed("NO_RESOURCE", f"Function not found: {arn}")
    live = lambda_svc._functions.get(name) or {}
    if not permissions.service_may(live.get("policy"), _SERVICE, "lambda:InvokeFunction", arn, delivery.rule["Arn"]):
        raise _not_allowed("lambda:InvokeFunction", arn)
    lambda_svc.invoke_async_with_retry(lambda_svc._execution_record_for_config(function, config), exact_json.loads(payload))


def _to_queue(original: Callable) -> Callable:
    def send(delivery: _Delivery, spec: object, payload: str, parameters: dict | None = None) -> None:
        arn = str(spec)
        queue = sqs._queue_by_arn(arn)
        if queue is None:
            raise _DeliveryFailed("NO_RESOURCE", f"The queue {arn} does not exist.")
        if not _may_send(queue, arn, delivery.rule["Arn"]):
            raise _not_allowed("sqs:SendMessage", arn)
        if message_sizes.size({"MessageBody": payload}) > message_sizes.MOST_BYTES:
            raise _DeliveryFailed("INVALID_PARAMETER", f"Message must be shorter than {message_sizes.MOST_BYTES} bytes.")
        if queue["is_fifo"]:
            return original(spec, payload, parameters)
        try:
            destinations.send_to_queue(arn, payload, {})
        except destinations.NotDelivered as error:
            raise _DeliveryFailed("SDK_CLIENT_ERROR", str(error)) from error

    return _accounted(send)


def _may_send(queue: dict, arn: str, rule: str) -> bool:
    return permissions.service_may(queue["attributes"].get("Policy"), _SERVICE, "sqs:SendMessage", arn, rule)


def _dead_letter(delivery: _Delivery, failure: _DeliveryFailed) -> None:
    delivery.count("FailedInvocations")
    arn = (delivery.target.get("DeadLetterConfig") or {}).get("Arn")
    _logger.warning("rule %s: %s: %s", delivery.rule["Arn"], failure.code, failure)
    if not arn:
        return
    attributes = {"RULE_ARN": delivery.rule["Arn"], "TARGET_ARN": delivery.target["Arn"],
                  "ERROR_CODE": failure.code, "ERROR_MESSAGE": str(failure)}
    queue = sqs._queue_by_arn(arn)
    try:
        if queue is None or not _may_send(queue, arn, delivery.rule["Arn"]):
            raise destinations.NotDelivered(f"{_SERVICE} may not send to {arn}")
        destinations.send_to_queue(arn, delivery.event, attributes)
        delivery.count("InvocationsSentToDlq")
    except destinations.NotDelivered as error:
        delivery.count("InvocationsFailedToBeSentToDlq")
        _logger.warning("rule %s: %s", delivery.rule["Arn"], error)


def install() -> None:
    replace(eventbridge, "_invoke_target", _tracked)
    replace(eventbridge, "_dispatch_to_lambda", lambda original: _accounted(_to_function))
    replace(eventbridge, "_dispatch_to_sqs", _to_queue)
