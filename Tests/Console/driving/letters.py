"""Dead letters of each form, without the faults that make them."""

import json

from harness.system import System

FORMS = {
    "letter": {"letter": {"reason": "UnknownEventType", "detail": "MoneyPrinted", "aggregateId": "ACCOUNT", "sequence": 2, "messageId": "m"}},
    "nameless letter": {"letter": {"reason": "MalformedEvent", "detail": "no sequence", "messageId": "m"}},
    "poison": {"poisonRecord": {"AggregateId": "ACCOUNT", "EventSequence": 1, "streamSequenceNumber": "1"}, "reason": "too large"},
    "command": {"requestContext": {"condition": "RetriesExhausted", "functionArn": "arn:aws:lambda:us-east-1:000000000000:function:command-handler-x"},
                "requestPayload": {"aggregateId": "ACCOUNT", "eventType": "AccountCreated", "eventData": {}},
                "responsePayload": {"errorType": "DeadlineExceeded", "errorMessage": "DynamoDB is slow"}},
    "stream": {"requestContext": {"condition": "RetryAttemptsExhausted"}, "DDBStreamBatchInfo": {
        "shardId": "s", "approximateArrivalOfFirstRecord": "2026-01-01T00:00:00Z", "approximateArrivalOfLastRecord": "2026-01-01T00:01:00Z"}},
    "event": {"detail-type": "AccountCreated", "source": "event-sourcing.financial", "detail": {"AggregateId": "ACCOUNT", "EventSequence": 1}},
    "part of a rebuild": {"action": "rebuildPart", "run": "r", "part": 1},
    "odd": {"odd": 1},
}
"""What the runbook says occurs, and something that it does not know."""


def send(system: System, account: str, *names: str, queue: str = "dead_letter_queue") -> None:
    for name in names:
        system.queue.send_message(QueueUrl=system.outputs[f"{queue}_url"],
                                  MessageBody=json.dumps(FORMS[name]).replace("ACCOUNT", account))
