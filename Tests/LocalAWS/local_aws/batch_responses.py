"""What a function says about the items of its batch (ReportBatchItemFailures).

- https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
- https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
"""

import json


class WholeBatchFailed(Exception):
    """The answer names no item, an empty one or one that is not in the batch."""


def failed_items(body: object, items: list[str]) -> set[str]:
    """The items the answer names as failed; empty when all succeeded.

    No list, a null or empty list, and a null or empty answer all mean complete success. A null, empty or
    unknown `itemIdentifier`, another key in its place, and an answer of another shape fail the whole batch.
    """
    answer = _decoded(body)
    if answer is None or answer == "" or answer == {}:
        return set()
    if not isinstance(answer, dict):
        raise WholeBatchFailed("the answer is not an object")
    failures = answer.get("batchItemFailures")
    if failures is None:
        return set()
    if not isinstance(failures, list):
        raise WholeBatchFailed("batchItemFailures is not a list")
    return {_identifier(failure, items) for failure in failures}


def _identifier(failure: object, items: list[str]) -> str:
    identifier = failure.get("itemIdentifier") if isinstance(failure, dict) else None
    if identifier not in items:
        raise WholeBatchFailed(f"itemIdentifier {identifier!r} is not in the batch")
    return identifier


def _decoded(body: object) -> object:
    if isinstance(body, (bytes, bytearray)):
        body = bytes(body).decode("utf-8", errors="replace")
    if isinstance(body, str) and body:
        try:
            return json.loads(body)
        except ValueError:
            raise WholeBatchFailed("the answer is not JSON") from None
    return body
