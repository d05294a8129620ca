"""Invocations of the deployed functions. What they answer is text and stays text: no number in it is read here."""

import json
from dataclasses import dataclass

from .deployment import Deployment
from .failures import Failure


@dataclass(frozen=True)
class Answer:
    status: int
    text: str


class FunctionFailed(Failure):
    """The function reported an error, or ended."""

    def __init__(self, function: str, error_type: str, message: str) -> None:
        super().__init__(502, "function", f"{function}: {error_type}: {message}", errorType=error_type)
        self.error_type = error_type
        self.reason = message


def invoke(deployment: Deployment, function: str, payload: str) -> Answer:
    """The answer of what is live of a function, `query` or `projection` for instance."""
    name = deployment.function(function)
    response = deployment.call("lambda", "invoke", name, FunctionName=f"{name}:live", Payload=payload.encode())
    answer = json.loads(response["Payload"].read() or b"null")
    if response.get("FunctionError") or not isinstance(answer, dict) or "body" not in answer:
        found = answer if isinstance(answer, dict) else {}
        raise FunctionFailed(name, found.get("errorType", "Error"), found.get("errorMessage", "no reason was given"))
    return Answer(answer["statusCode"], answer["body"])


def act(deployment: Deployment, function: str, **action: object) -> dict:
    """What a function answers to an operator's action; a refusal is a failure. Such answers have counts and no amounts."""
    answer = invoke(deployment, function, json.dumps(action))
    body = json.loads(answer.text)
    if answer.status != 200:
        raise Failure(400, "refused", body.get("error", answer.text))
    return body
