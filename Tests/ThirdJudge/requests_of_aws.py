"""Requests as AWS documents them, one for each operation and kind of shape that is judged."""

import json

from judge.request import Request

WRITE = {
    "ClientRequestToken": "e1c0",
    "TransactItems": [
        {"Put": {
            "TableName": "events", "ConditionExpression": "attribute_not_exists(AggregateId)",
            "Item": {"AggregateId": {"S": "account-1"}, "EventSequence": {"N": "1"}, "Raw": {"B": "AAEC"},
                     "Data": {"M": {"list": {"L": [{"BOOL": True}, {"NULL": True}]}, "names": {"SS": ["a"]}}}},
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}}]}
QUERY = {"TableName": "events", "Limit": 10, "ConsistentRead": True, "KeyConditionExpression": "AggregateId = :id",
         "ExpressionAttributeValues": {":id": {"S": "account-1"}}}
PUBLISH = {"Entries": [{"Time": 1700000000.5, "Source": "accounts", "DetailType": "AccountOpened", "Detail": "{}",
                        "EventBusName": "bus"}]}
SEND = {"QueueUrl": "http://127.0.0.1/queue", "MessageBody": "{}",
        "MessageAttributes": {"Reason": {"DataType": "String", "StringValue": "poison"}}}


def dynamodb(operation: str, body: object) -> Request:
    return Request(f"DynamoDB_20120810.{operation}", "application/x-amz-json-1.0", json.dumps(body).encode())


def events(body: object) -> Request:
    return Request("AWSEvents.PutEvents", "application/x-amz-json-1.1", json.dumps(body).encode())


def sqs(body: object) -> Request:
    return Request("AmazonSQS.SendMessage", "application/x-amz-json-1.0", json.dumps(body).encode())
