"""One recorded request and what AWS would say of it."""

import json
from dataclasses import dataclass

from . import document, models, shapes


@dataclass(frozen=True)
class Request:
    target: str
    """The header `X-Amz-Target`."""

    content_type: str
    body: bytes

    @classmethod
    def of_line(cls, line: str) -> "Request":
        """From a line of the local AWS's recording, in which each byte is one character."""
        fields = json.loads(line)
        return cls(fields["target"], fields["contentType"], fields["body"].encode("latin-1"))

    def violations(self) -> list[str]:
        """What is wrong with it; empty if nothing is."""
        operation = models.operation(self.target)
        if operation is None:
            return ["no such operation"]
        found = []
        if self.content_type != models.content_type(operation):
            found.append(f"content type {self.content_type!r}, not {models.content_type(operation)!r}")
        try:
            value = document.parse(self.body)
        except ValueError as error:
            return [*found, f"the body is not JSON: {error}"]
        return [*found, *shapes.violations(operation.input_shape, value, "$")]
