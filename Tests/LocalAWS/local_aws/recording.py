"""Keeps what our clients send, as it came in, for the third judge (Tests/ThirdJudge).

One JSON line a request in a file of this process: `target`, `contentType` and `body`, each byte of which is one
character. The same request is kept once. SDKs, the CLI and Terraform name themselves; our clients do not.
"""

import hashlib
import json
import os
from collections.abc import Awaitable, Callable
from pathlib import Path

Application = Callable[[dict, Callable, Callable], Awaitable[None]]
_OTHER_CLIENTS = (b"Boto3/", b"Botocore/", b"aws-cli/", b"APN/")


class Recording:
    """The requests of the AWS JSON protocols that came to this process."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = os.open(folder / f"{os.getpid()}.jsonl", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        self._seen: set[bytes] = set()

    @staticmethod
    def wants(headers: dict[bytes, bytes]) -> bool:
        """Whether a request with these headers, their names in lower case, is one of our clients."""
        return b"x-amz-target" in headers and not headers.get(b"user-agent", b"").startswith(_OTHER_CLIENTS)

    def keep(self, headers: dict[bytes, bytes], body: bytes) -> None:
        parts = headers[b"x-amz-target"], headers.get(b"content-type", b""), body
        digest = hashlib.blake2b(b"\n".join(parts), digest_size=16).digest()
        if digest in self._seen:
            return
        self._seen.add(digest)
        target, content_type, text = (part.decode("latin-1") for part in parts)
        line = json.dumps({"target": target, "contentType": content_type, "body": text})
        os.write(self._file, line.encode() + b"\n")


def recorded(application: Application, folder: Path) -> Application:
    """The application, with each request of our clients written into the folder."""
    recording = Recording(folder)

    async def application_that_records(scope: dict, receive: Callable, send: Callable) -> None:
        headers = dict(scope.get("headers", ())) if scope["type"] == "http" else {}
        if not recording.wants(headers):
            await application(scope, receive, send)
            return
        chunks: list[bytes] = []

        async def receive_and_keep() -> dict:
            message = await receive()
            if message["type"] == "http.request":
                chunks.append(message.get("body", b""))
                if not message.get("more_body", False):
                    recording.keep(headers, b"".join(chunks))
            return message

        await application(scope, receive_and_keep, send)

    return application_that_records
