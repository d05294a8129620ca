"""What a function answered."""

import json
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Answer:
    """An answer in the shape that API Gateway, function URLs and ALB take."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def body(self) -> dict:
        """The body; numbers are exact."""
        return json.loads(self.text, parse_float=Decimal, parse_int=int)

    def __str__(self) -> str:
        return f"{self.status} {self.text}"


class InvocationFailed(AssertionError):
    """The function reported an error, or ended."""

    def __init__(self, payload: dict) -> None:
        super().__init__(json.dumps(payload))
        self.error_type = payload.get("errorType", "")
        self.message = payload.get("errorMessage", "")


class Throttled(AssertionError):
    """No sandbox was free."""
