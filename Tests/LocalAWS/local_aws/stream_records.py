"""The record of stream records that were given up: where they are, not what they hold.

https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
"""

from ministack.core.responses import new_uuid
from ministack.services.dynamodb_streams import _DEFAULT_SHARD_ID

from . import clock
from .batches import Batch
from .invocations import milliseconds


def discarded(batch: Batch, mapping: dict, config: dict, condition: str, result: dict) -> dict:
    """The JSON document for the on-failure destination of the mapping."""
    first, last = batch.records[0]["dynamodb"], batch.records[-1]["dynamodb"]
    return {
        "requestContext": {
            "requestId": new_uuid(),
            "functionArn": config["FunctionArn"],
            "condition": condition,
            "approximateInvokeCount": batch.retries + 1,
        },
        "responseContext": {
            "statusCode": 200,
            "executedVersion": config.get("Version", "$LATEST"),
            "functionError": (result.get("function_error") or "Unhandled") if result.get("error") else None,
        },
        "version": "1.0",
        "timestamp": milliseconds(clock.time()),
        "DDBStreamBatchInfo": {
            "shardId": _DEFAULT_SHARD_ID,
            "startSequenceNumber": first["SequenceNumber"],
            "endSequenceNumber": last["SequenceNumber"],
            "approximateArrivalOfFirstRecord": milliseconds(first["ApproximateCreationDateTime"]),
            "approximateArrivalOfLastRecord": milliseconds(last["ApproximateCreationDateTime"]),
            "batchSize": len(batch.records),
            "streamArn": mapping["EventSourceArn"],
        },
    }
