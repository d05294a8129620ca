"""Every field of a query, wrong in every way: 400 in the words of the contract."""

import json

import pytest
from harness.system import System, envelope, unique

QUERIES = ["getAccountSummary", "getAuditTrail", "getAggregateEvents", "reconstructState", "getEventsByType",
           "getEventsByTimeRange", "getCustomerAccounts", "verifyIntegrity"]

VALID = {
    "getAccountSummary": {"accountId": "a"},
    "getAuditTrail": {"accountId": "a"},
    "getAggregateEvents": {"aggregateId": "a"},
    "reconstructState": {"aggregateId": "a"},
    "getEventsByType": {"eventType": "AccountClosed"},
    "getEventsByTimeRange": {"startTime": "2024-01-01T00:00:00Z", "endTime": "2024-01-02T00:00:00Z"},
    "getCustomerAccounts": {"customerId": "a"},
    "verifyIntegrity": {"aggregateId": "a"},
}


@pytest.mark.parametrize("member", [{}, {"queryType": None}, {"queryType": "getEverything"}, {"queryType": ""},
                                    {"queryType": "getaccountsummary"}, {"queryType": 7}, {"queryType": []},
                                    {"queryType": {}}, {"queryType": True}], ids=json.dumps)
def test_a_bad_query_type(system: System, member: dict) -> None:
    answer = system.query({**member, "accountId": "a"})
    assert answer.status == 400, answer
    assert sorted(answer.body["supportedQueryTypes"]) == sorted(QUERIES) and answer.body["error"]


@pytest.mark.parametrize("query, name", [(query, name) for query, fields in VALID.items() for name in fields])
@pytest.mark.parametrize("value", ["absent", None], ids=["absent", "null"])
def test_a_missing_field(system: System, query: str, name: str, value: object) -> None:
    fields = {key: member for key, member in VALID[query].items() if key != name}
    if value is None:
        fields[name] = None
    answer = system.query({"queryType": query, **fields})
    assert answer.status == 400 and answer.body["error"] == f"Missing required field: {name}", answer


def _cases() -> list:
    texts = ["", "x" * 257, "a\nb", 7, 1.5, True, [], {}]
    limits = [0, -1, 1.5, "10", True, [], {}]
    sequences = [-1, 1.5, "1", True, [], {}]
    instants = ["", "yesterday", "2024-01-15", "2024-01-15T10:00:00", "2024-02-30T00:00:00Z", 1705312200, True, [], {}]
    tokens = ["", "x", "e30=", "!!!", "A" * 5000, 7, True, [], {}]
    wrong = {
        "getAccountSummary": {"accountId": texts, "minSequence": sequences, "consistent": ["true", 1, [], {}]},
        "getAuditTrail": {"accountId": texts, "limit": limits, "nextToken": tokens},
        "getAggregateEvents": {"aggregateId": texts, "fromSequence": sequences, "limit": limits, "nextToken": tokens},
        "reconstructState": {"aggregateId": texts, "upToSequence": sequences, "asOf": instants},
        "getEventsByType": {"eventType": ["", "Unknown", "accountclosed", 7, True, [], {}], "startTime": instants,
                            "endTime": instants, "limit": limits, "nextToken": tokens},
        "getEventsByTimeRange": {"startTime": instants, "endTime": instants, "limit": limits, "nextToken": tokens},
        "getCustomerAccounts": {"customerId": texts, "limit": limits, "nextToken": tokens},
        "verifyIntegrity": {"aggregateId": texts},
    }
    return [pytest.param(query, name, value, id=f"{query}-{name}-{json.dumps(value)[:24]}")
            for query, fields in wrong.items() for name, values in fields.items() for value in values]


@pytest.mark.parametrize("query, name, value", _cases())
def test_a_field_of_the_wrong_form(system: System, query: str, name: str, value: object) -> None:
    answer = system.query({"queryType": query, **VALID[query], name: value})
    assert answer.status == 400 and answer.body["error"], answer
    assert answer.body["field"] == name, answer


def test_a_time_range_that_ends_before_it_begins(system: System) -> None:
    for query in ("getEventsByTimeRange", "getEventsByType"):
        answer = system.query({"queryType": query, "eventType": "AccountClosed", "startTime": "2024-01-02T00:00:00Z",
                               "endTime": "2024-01-01T00:00:00Z"})
        assert answer.status == 400 or (answer.status == 200 and answer.body["eventCount"] == 0), answer


@pytest.mark.parametrize("text", ["", "{", "[]", "7", "null", '{"queryType":}', '{"a":1,"a":2}', "\ufeff{}"], ids=repr)
def test_a_body_that_is_no_request(system: System, text: str) -> None:
    answer = system.query({"body": text})
    assert answer.status == 400 and answer.body["error"], answer


@pytest.mark.parametrize("payload", ["[]", "7", "null", '"text"', "true"])
def test_an_event_that_is_no_object(system: System, payload: str) -> None:
    answer = system.query(payload)
    assert answer.status == 400 and answer.body["error"], answer


@pytest.mark.parametrize("body, flag", [("not base64!", True), ("{}", True), (7, False), ([], False), ("{}", "true")])
def test_an_envelope_of_the_wrong_form(system: System, body: object, flag: object) -> None:
    answer = system.query({"body": body, "isBase64Encoded": flag})
    assert answer.status == 400 and answer.body["error"], answer


@pytest.mark.parametrize("encoded", [False, True])
def test_an_envelope_is_opened(system: System, encoded: bool) -> None:
    answer = system.query(envelope({"queryType": "getAccountSummary", "accountId": unique("nobody")}, encoded))
    assert answer.status == 404 and answer.body == {"error": "Account not found"}
    assert answer.headers == {"Content-Type": "application/json", "Access-Control-Allow-Origin": "*"}
