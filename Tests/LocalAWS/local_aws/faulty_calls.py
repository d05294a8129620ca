"""Puts faults into the calls of the functions, which are known by their headers as the recordings know them.

What has been done and was not told is worst for a client: it cannot know. So most kinds come after the work.
"""

import asyncio
import datetime
import email.utils
import json
import zlib
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from . import connections
from .answers import Answer, Send
from .faults import AFTER, Faults
from .recording import Recording

_Scope = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Application = Callable[[_Scope, _Receive, Send], Awaitable[None]]

_THROTTLED = {"DynamoDB": "ProvisionedThroughputExceededException", "AWSEvents": "ThrottlingException", "AmazonSQS": "RequestThrottled"}
_LATEST_SECONDS = 1.5
_ACCEPTED_SECONDS = 300
"""By how much a signature's time may be off."""


def faulty(application: Application, faults: Faults) -> Application:
    """The application, where some calls of the functions go wrong."""

    async def serve(scope: _Scope, receive: _Receive, send: Send) -> None:
        headers = dict(scope.get("headers", ())) if scope["type"] == "http" else {}
        if not Recording.wants(headers):
            return await application(scope, receive, send)
        answered = _with_clock(send, faults.wanted.clock_offset)
        operation = headers[b"x-amz-target"].decode("latin-1")
        if await _is_skewed(headers, faults.wanted.clock_offset, receive, answered):
            return faults.count(operation, "skewed")
        kind = faults.draw(operation)
        if kind is None:
            return await application(scope, receive, answered)
        await _go_wrong(kind, operation, faults, (application, scope, receive, answered))

    return serve


async def _go_wrong(kind: str, operation: str, faults: Faults, call: tuple[Application, _Scope, _Receive, Send]) -> None:
    application, scope, receive, send = call
    much = faults.fraction(kind, operation, faults.done[operation, kind])
    if kind == "slow":
        await asyncio.sleep(much * _LATEST_SECONDS)
        return await application(scope, receive, send)
    if kind == "reset":
        return connections.cut(scope["client"])
    answer = Answer()
    if kind not in AFTER:
        await _swallow(receive)
        return await _refuse(send, *_refusal(kind, operation))
    await application(scope, receive, answer.take)
    if kind == "failedAfter":
        await _refuse(send, 500, "InternalServerError")
    elif kind == "resetAfter":
        connections.cut(scope["client"])
    elif kind == "truncated":
        await answer.give(send, answer.body[:int(much * len(answer.body))], length=len(answer.body) + 1)
        connections.cut(scope["client"])
    elif kind == "cutShort":
        await answer.give(send, answer.body[:max(1, int(much * len(answer.body)))] if answer.body[1:] else b"{")
    else:
        await answer.give(send, corrupt(answer.body, much, operation))


def corrupt(body: bytes, where: float, operation: str) -> bytes:
    """Other bytes: for a client that checks a sum such as read well, for others such as no JSON has."""
    place = int(where * max(len(body) - 1, 0))
    piece = body[place:place + 8] or b"?"
    changed = bytes(byte ^ 1 for byte in piece) if operation.startswith("DynamoDB") else b"\xff" * len(piece)
    return body[:place] + changed + body[place + 8:]


def _refusal(kind: str, operation: str) -> tuple[int, str]:
    service = operation.partition("_")[0].partition(".")[0]
    return {"throttled": (400, _THROTTLED.get(service, "ThrottlingException")), "failed": (503, "ServiceUnavailable"),
            "expired": (400, "ExpiredTokenException")}[kind]


async def _swallow(receive: _Receive) -> None:
    while (message := await receive())["type"] == "http.request" and message.get("more_body", False):
        pass


async def _refuse(send: Send, status: int, code: str) -> None:
    body = json.dumps({"__type": code, "message": "drawn by chance"}).encode()
    await send({"type": "http.response.start", "status": status, "headers": [
        (b"content-type", b"application/x-amz-json-1.0"), (b"content-length", str(len(body)).encode()),
        (b"x-amz-crc32", str(zlib.crc32(body)).encode())]})
    await send({"type": "http.response.body", "body": body})


def _with_clock(send: Send, offset: float) -> Send:
    """Answers with the time that AWS's clock shows."""
    if not offset:
        return send

    async def send_with_date(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            headers = [each for each in message["headers"] if each[0].lower() != b"date"]
            shown = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=offset)
            message = {**message, "headers": [*headers, (b"date", email.utils.format_datetime(shown, usegmt=True).encode())]}
        await send(message)

    return send_with_date


async def _is_skewed(headers: dict[bytes, bytes], offset: float, receive: _Receive, send: Send) -> bool:
    """Refuses what was signed at another time than AWS's clock shows."""
    if not offset:
        return False
    signed = datetime.datetime.strptime(headers[b"x-amz-date"].decode(), "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.timezone.utc)
    now = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=offset)
    if abs((signed - now).total_seconds()) <= _ACCEPTED_SECONDS:
        return False
    await _swallow(receive)
    await _refuse(send, 400, "InvalidSignatureException")
    return True
