"""Each bundle starts in an empty root and answers an event there."""

import json

import pytest
from empty_root import running
from runtime_api import RuntimeAPI

# Nothing listens there, so a program that connects before its first event has to go on without.
NOWHERE = "http://127.0.0.1:9"


def answer(root, event: object, handler: str = "handler", **environment: str) -> tuple[str, object]:
    environment.setdefault("AWS_ENDPOINT_URL", NOWHERE)
    with RuntimeAPI(event) as api:
        with running(root, AWS_LAMBDA_RUNTIME_API=api.address, _HANDLER=handler, **environment) as process:
            try:
                return api.outcome()
            except TimeoutError as error:
                process.kill()
                pytest.fail(f"{error}; it printed: {process.communicate()[0]}")


def test_command_refuses_an_empty_command(unpack) -> None:
    kind, body = answer(unpack("command"), {})
    assert kind == "response"
    assert body["statusCode"] == 400
    assert json.loads(body["body"])["type"] == "ValidationError"


def test_publisher_takes_an_empty_batch(unpack) -> None:
    kind, body = answer(unpack("command"), {"Records": []}, handler="publish")
    assert (kind, body) == ("response", {"batchItemFailures": []})


def test_projection_fails_an_event_that_is_none(unpack) -> None:
    kind, body = answer(unpack("projection"), {"detail-type": "AccountCreated", "detail": "not an object"})
    assert kind == "error"
    assert body["errorType"]
    assert body["errorMessage"]


def test_query_names_the_types_it_supports(unpack) -> None:
    kind, body = answer(unpack("query"), {"queryType": "no such query"})
    assert kind == "response"
    assert body["statusCode"] == 400
    assert "getAccountSummary" in json.loads(body["body"])["supportedQueryTypes"]


@pytest.mark.parametrize("name", ["AWS_REGION", "READ_MODEL_TABLE"])
def test_a_missing_variable_is_named_when_it_starts(unpack, name: str) -> None:
    kind, body = answer(unpack("query"), {}, **{name: ""})
    assert kind == "init/error"
    assert name in body["errorMessage"]
