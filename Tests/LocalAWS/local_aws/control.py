"""What a test may ask of the local AWS itself, beside AWS's requests: `/_local_aws/clock`.

`GET` answers `{"time": seconds since 1970, "retries": {function: [seconds until each asynchronous retry, next first]},
"queues": {queue: [seconds until each message is handed to its function again]},
"restores": {table: seconds until it is restored}, "working": messages that functions have}`.
`POST {"advance": seconds}` winds the clock first. Both are for processes of this machine only.
"""

import ipaddress
import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from . import clock

PATH = "/_local_aws/clock"
_LONGEST = 30 * 86400
_Scope = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
_Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[_Scope, _Receive, _Send], Awaitable[None]]


class _Refused(Exception):
    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def controlled(application: Application, waits: Callable[[], dict[str, Any]]) -> Application:
    """The application with the clock beside it; `waits` gives what goes by it: `retries`, `queues`, `restores` and `working`."""

    async def serve(scope: _Scope, receive: _Receive, send: _Send) -> None:
        if scope["type"] != "http" or scope["path"] != PATH:
            return await application(scope, receive, send)
        try:
            _check_sender(scope)
            await _wind(scope["method"], receive)
            await _answer(send, 200, {"time": clock.time(), **waits()})
        except _Refused as refusal:
            await _answer(send, refusal.status, {"message": str(refusal)})

    return serve


def _check_sender(scope: _Scope) -> None:
    sender = scope.get("client")
    if not sender or not ipaddress.ip_address(sender[0]).is_loopback:
        raise _Refused(403, "only processes of this machine may ask")


async def _wind(method: str, receive: _Receive) -> None:
    if method == "GET":
        return
    if method != "POST":
        raise _Refused(405, "GET or POST")
    try:
        seconds = json.loads(await _body(receive))["advance"]
    except (ValueError, KeyError, TypeError):
        raise _Refused(400, 'send {"advance": seconds}') from None
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)) or not 0 <= seconds <= _LONGEST:
        raise _Refused(400, f"advance is a number of seconds from 0 to {_LONGEST}")
    clock.advance(seconds)


async def _body(receive: _Receive) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body


async def _answer(send: _Send, status: int, document: dict[str, Any]) -> None:
    body = json.dumps(document).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
