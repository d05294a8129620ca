"""A request that Terraform sends again although it was answered gets that answer once more.

On a busy machine about one of 2,500 requests of Terraform is written to a connection, carried out and answered, and its SDK sends
it again 100 ms later, with the same `amz-sdk-invocation-id`. A creation would be refused, as AWS would refuse it: "already exists".
That name is the same for all attempts at a call: https://docs.rs/aws-runtime/1.2.0/aws_runtime/invocation_id/index.html.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from .answers import Answer, Send

_Scope = MutableMapping[str, Any]
Application = Callable[[_Scope, Callable, Send], Awaitable[None]]
_KEPT = 1_000
_LARGEST = 65_536


def answered_once(application: Application) -> Application:
    """The application, which carries out each call of Terraform's SDK once; one that failed is carried out again."""
    calls: OrderedDict[bytes, asyncio.Future[Answer | None]] = OrderedDict()

    async def serve(scope: _Scope, receive: Callable, send: Send) -> None:
        call = _call(scope)
        if call is None:
            return await application(scope, receive, send)
        answer = await asyncio.shield(calls[call]) if call in calls else None
        if answer is not None:
            return await answer.give(send)
        calls[call] = asyncio.get_running_loop().create_future()
        while len(calls) > _KEPT:
            calls.popitem(last=False)
        await _carry_out(application, (scope, receive, send), calls[call])

    return serve


def _call(scope: _Scope) -> bytes | None:
    headers = dict(scope.get("headers", ())) if scope["type"] == "http" else {}
    return headers.get(b"amz-sdk-invocation-id") if headers.get(b"user-agent", b"").startswith(b"APN/") else None


async def _carry_out(application: Application, request: tuple[_Scope, Callable, Send], done: "asyncio.Future[Answer | None]") -> None:
    scope, receive, send = request
    answer = Answer()

    async def send_and_keep(message: MutableMapping[str, Any]) -> None:
        await answer.take(message)
        await send(message)

    try:
        await application(scope, receive, send_and_keep)
    finally:
        is_good = 200 <= answer.start.get("status", 0) < 300 and len(answer.body) <= _LARGEST
        done.set_result(answer if is_good else None)
