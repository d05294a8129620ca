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


def recorded(application: Application, folder: Path) -> Application:
    """The application, with each request of the AWS JSON protocols written into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    file = os.open(folder / f"{os.getpid()}.jsonl", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    seen: set[bytes] = set()

    def keep(headers: dict[bytes, bytes], body: bytes) -> None:
        parts = headers[b"x-amz-target"], headers.get(b"content-type", b""), body
        digest = hashlib.blake2b(b"\n".join(parts), digest_size=16).digest()
        if digest not in seen:
            seen.add(digest)
            target, content_type, text = (part.decode("latin-1") for part in parts)
            line = json.dumps({"target": target, "contentType": content_type, "body": text})
            os.write(file, line.encode() + b"\n")

    async def application_that_records(scope: dict, receive: Callable, send: Callable) -> None:
        headers = dict(scope.get("headers", ())) if scope["type"] == "http" else {}
        if b"x-amz-target" not in headers or headers.get(b"user-agent", b"").startswith(_OTHER_CLIENTS):
            await application(scope, receive, send)
            return
        chunks: list[bytes] = []

        async def receive_and_keep() -> dict:
            message = await receive()
            if message["type"] == "http.request":
                chunks.append(message.get("body", b""))
                if not message.get("more_body", False):
                    keep(headers, b"".join(chunks))
            return message

        await application(scope, receive_and_keep, send)

    return application_that_records
