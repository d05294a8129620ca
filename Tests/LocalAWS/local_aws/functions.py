"""Asynchronous invocation as Lambda does it.

- https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html: a failed run is tried twice more
  (`MaximumRetryAttempts`), a minute and then two minutes later by the clock; a throttled event goes back to the queue, from one
  second up to five minutes, and is no failed run; both end at `MaximumEventAgeInSeconds` (six hours); an event for a
  function whose reserved concurrency is zero goes to its destination at once.
- https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html: the record for the on-success or
  on-failure destination, and the message for the function's own dead-letter queue, which is the event itself.
"""

import logging
import threading
from collections.abc import Callable

from ministack.services import lambda_svc

from . import clock, destinations, exact_json, execution, metrics
from .aliases import Routing
from .invocations import Invocation, record
from .patching import replace
from .scope import scope
from .settings import Settings
from .work_queue import WorkQueue

_logger = logging.getLogger("local_aws.functions")
_RETRY_WAIT = 60.0
"""Seconds before the first retry; twice that before the second."""
_FIRST_THROTTLE_WAIT = 1.0
_LONGEST_THROTTLE_WAIT = 300.0


class AsynchronousInvocations:
    """The queues of events of all functions."""

    def __init__(self, settings: Settings, routing: Routing) -> None:
        self._settings = settings
        self._routing = routing
        self._queues: dict[str, WorkQueue] = {}
        self._lock = threading.Lock()

    def invoke(self, function: dict, event: object) -> None:
        """Accepts an event; the caller learns nothing of how it ends."""
        accepted = lambda_svc._execution_record_for_config(function, function.get("config") or function)
        invocation = Invocation(accepted, event)
        with scope(*lambda_svc._account_region_from_function_config(accepted["config"])):
            metrics.count_function(accepted["config"], "AsyncEventsReceived")
        self._queue(accepted).add(lambda: self._attempt(invocation))

    def waits(self) -> dict[str, list[float]]:
        """The seconds until each waiting event is tried again, by the function's name."""
        with self._lock:
            queues = list(self._queues.items())
        waits = ((name.rsplit(":", 1)[1], sorted(queue.waits())) for name, queue in queues)
        return {function: seconds for function, seconds in waits if seconds}

    def _queue(self, function: dict) -> WorkQueue:
        name = lambda_svc._inflight_key(function["config"])
        with self._lock:
            if name not in self._queues:
                self._queues[name] = WorkQueue(f"asynchronous {name}", lambda: self._concurrency(name))
            return self._queues[name]

    def _concurrency(self, name: str) -> int:
        account, region, function = name.split(":")
        live = lambda_svc._functions.get_scoped(account, region, function) or {}
        reserved = lambda_svc._reserved_concurrency(live, live.get("config") or {})
        limit = self._settings.asynchronous_concurrency
        return max(1, min(limit, limit if reserved is None else reserved))

    def _attempt(self, invocation: Invocation) -> None:
        config = invocation.config
        with scope(*lambda_svc._account_region_from_function_config(config)):
            age = clock.time() - invocation.received
            metrics.count_function(config, "AsyncEventAge", age * 1000, "Milliseconds")
            live = lambda_svc._functions.get(config["FunctionName"])
            if live is None:
                return
            if lambda_svc._reserved_concurrency(live, config) == 0:
                return self._fail(invocation, "ZeroReservedConcurrency")
            self._run(invocation)

    def _run(self, invocation: Invocation) -> None:
        invocation.function = self._routing.current(invocation.function)
        result = execution.run(invocation.function, invocation.event, invocation.request_id)
        if result.get("throttle"):
            invocation.throttled += 1
            wait = _FIRST_THROTTLE_WAIT * 2 ** (invocation.throttled - 1)
            return self._again(invocation, min(wait, _LONGEST_THROTTLE_WAIT))
        invocation.runs += 1
        invocation.result = result
        if not result.get("error"):
            return self._succeed(invocation)
        if invocation.runs > int(invocation.options().get("MaximumRetryAttempts", 2)):
            return self._fail(invocation, "RetriesExhausted")
        self._again(invocation, _RETRY_WAIT * invocation.runs)

    def _again(self, invocation: Invocation, wait: float) -> None:
        limit = int(invocation.options().get("MaximumEventAgeInSeconds", 21600))
        if clock.time() + wait - invocation.received > limit:
            return self._fail(invocation, "EventAgeExceeded")
        self._queue(invocation.function).add(lambda: self._attempt(invocation), wait)

    def _succeed(self, invocation: Invocation) -> None:
        destination = (invocation.options().get("DestinationConfig") or {}).get("OnSuccess") or {}
        if destination.get("Destination"):
            self._deliver(invocation, destination["Destination"], "Success")

    def _fail(self, invocation: Invocation, condition: str) -> None:
        metrics.count_function(invocation.config, "AsyncEventsDropped")
        destination = (invocation.options().get("DestinationConfig") or {}).get("OnFailure") or {}
        if destination.get("Destination"):
            self._deliver(invocation, destination["Destination"], condition)
        queue = (invocation.config.get("DeadLetterConfig") or {}).get("TargetArn")
        if queue:
            self._dead_letter(invocation, queue)

    def _deliver(self, invocation: Invocation, destination: str, condition: str) -> None:
        document = record(invocation, condition)
        outcome = "Success" if condition == "Success" else "Failure"
        source = {"DetailType": f"Lambda Function Invocation Result - {outcome}",
                  "Resources": [document["requestContext"]["functionArn"], destination]}
        try:
            destinations.send_with_role(invocation.config["Role"], destination, document, source=source)
        except destinations.NotDelivered as error:
            metrics.count_function(invocation.config, "DestinationDeliveryFailures")
            _logger.warning("%s: %s", invocation.config["FunctionName"], error)

    def _dead_letter(self, invocation: Invocation, queue: str) -> None:
        answer = invocation.result.get("body")
        message = str(answer.get("errorMessage", "")) if isinstance(answer, dict) else ""
        attributes = {"RequestID": invocation.request_id, "ErrorCode": "200", "ErrorMessage": message[:1024] or "none"}
        try:
            destinations.send_with_role(invocation.config["Role"], queue, exact_json.dumps(invocation.event), attributes)
        except destinations.NotDelivered as error:
            metrics.count_function(invocation.config, "DeadLetterErrors")
            _logger.warning("%s: %s", invocation.config["FunctionName"], error)


def install(settings: Settings, routing: Routing) -> AsynchronousInvocations:
    invocations = AsynchronousInvocations(settings, routing)

    def _queued(_original: Callable) -> Callable:
        return invocations.invoke

    replace(lambda_svc, "invoke_async_with_retry", _queued)
    return invocations
