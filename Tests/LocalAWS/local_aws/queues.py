"""A queue that feeds a function.

https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html: on success all messages are deleted;
with `ReportBatchItemFailures` those that are not named; on failure none, and they come back after the visibility
timeout until the queue's `maxReceiveCount` moves them to its dead-letter queue.
"""

import logging
import time
from collections.abc import Callable

from ministack.core.responses import new_uuid
from ministack.services import lambda_svc, sqs

from . import execution
from .batch_responses import WholeBatchFailed, failed_items
from .patching import replace

_logger = logging.getLogger("local_aws.queues")


def _run(mapping: dict, function: dict, event: dict, batch: list[dict], url: str, queue: str) -> None:
    record = lambda_svc._execution_record_for_config(function, function["config"])
    result = execution.run(record, event, new_uuid())
    failed = _failed(mapping, result, [message["id"] for message in batch])
    handles = {message["receipt_handle"] for message in batch if message["id"] not in failed}
    sqs._delete_messages_for_esm(url, handles)
    if result.get("error"):
        lambda_svc._esm_backoff_until[mapping["UUID"]] = time.time() + lambda_svc._ESM_BACKOFF_SECONDS
    mapping["LastProcessingResult"] = "PROBLEM: Function call failed" if failed else "OK"
    _logger.info("%s: %d of %d messages from %s done", mapping["FunctionName"], len(handles), len(batch), queue)


def _failed(mapping: dict, result: dict, identifiers: list[str]) -> set[str]:
    if result.get("error"):
        return set(identifiers)
    if "ReportBatchItemFailures" not in (mapping.get("FunctionResponseTypes") or []):
        return set()
    try:
        return failed_items(result.get("body"), identifiers)
    except WholeBatchFailed as error:
        _logger.warning("%s: %s", mapping["FunctionName"], error)
        return set(identifiers)


def install() -> None:
    def _replacement(_original: Callable) -> Callable:
        return _run

    replace(lambda_svc, "_run_sqs_batch", _replacement)
