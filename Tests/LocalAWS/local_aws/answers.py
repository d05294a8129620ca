"""An answer that the application gives, kept back from its caller or kept beside."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class Answer:
    """What the application has sent, in the place of its `send`."""

    def __init__(self) -> None:
        self.start: MutableMapping[str, Any] = {}
        self.body = b""

    async def take(self, message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self.start = message
        elif message["type"] == "http.response.body":
            self.body += message.get("body", b"")

    async def give(self, send: Send, body: bytes | None = None, length: int | None = None) -> None:
        """With another body in its place; `length` is what the header says of it."""
        body = self.body if body is None else body
        headers = [each for each in self.start["headers"] if each[0].lower() != b"content-length"]
        headers.append((b"content-length", str(len(body) if length is None else length).encode()))
        await send({**self.start, "headers": headers})
        await send({"type": "http.response.body", "body": body, "more_body": length is not None and length > len(body)})
