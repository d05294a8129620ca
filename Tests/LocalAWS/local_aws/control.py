"""What a test may ask of the local AWS itself, beside AWS's requests: `/_local_aws/clock` and `/_local_aws/faults`.

`GET` answers `{"time": seconds since 1970, "retries": {function: [seconds until each asynchronous retry, next first]},
"queues": {queue: [seconds until each message is handed to its function again]},
"restores": {table: seconds until it is restored}, "working": messages that functions have}`.
`POST {"advance": seconds}` winds the clock first.

`GET` of the faults answers `{"calls": {operation: count}, "faults": {kind: {operation: count}}}`; `POST {"share": part of all
calls, "kinds": [kind], "entries": part of PutEvents' entries, "clockOffset": seconds}` wants these from now on, and what is left
out no more. Both are for processes of this machine only.
"""

import ipaddress
import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from . import clock
from .faults import Faults

PATH = "/_local_aws/clock"
FAULTS_PATH = "/_local_aws/faults"
_LONGEST = 30 * 86400
_Scope = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
_Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[_Scope, _Receive, _Send], Awaitable[None]]


class _Refused(Exception):
    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def controlled(application: Application, waits: Callable[[], dict[str, Any]], faults: Faults | None = None) -> Application:
    """The application with the clock beside it; `waits` gives what goes by it: `retries`, `queues`, `restores` and `working`."""

    async def serve(scope: _Scope, receive: _Receive, send: _Send) -> None:
        if scope["type"] != "http" or scope["path"] not in (PATH, FAULTS_PATH):
            return await application(scope, receive, send)
        try:
            _check_sender(scope)
            if scope["path"] == PATH:
                await _wind(scope["method"], receive)
                return await _answer(send, 200, {"time": clock.time(), **waits()})
            if faults is None:
                raise _Refused(404, "there are no faults here")
            await _want(faults, scope["method"], receive)
            await _answer(send, 200, faults.counts())
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


async def _want(faults: Faults, method: str, receive: _Receive) -> None:
    if method == "GET":
        return
    if method != "POST":
        raise _Refused(405, "GET or POST")
    try:
        faults.ask(json.loads(await _body(receive)))
    except ValueError as error:
        raise _Refused(400, str(error)) from None


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
