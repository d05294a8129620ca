"""A connection that its client has closed is closed here too, and one can be cut.

hypercorn ends it only when its time to be idle is over, which is an hour here (`launcher.py`): every client of a long test run
would leave some behind.
"""

import socket
import struct
from collections.abc import Awaitable, Callable

from hypercorn.asyncio.task_group import TaskGroup
from hypercorn.asyncio.tcp_server import TCPServer
from hypercorn.asyncio.worker_context import AsyncioSingleTask

from .patching import replace


_open: dict[tuple[str, int], TCPServer] = {}


def cut(client: tuple[str, int]) -> None:
    """Resets the connection of the client at an address: it gets no end of file, and nothing that was not sent yet."""
    connection = _open.get(tuple(client))
    if connection is not None:
        connection.writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.writer.transport.abort()


class _NeverIdle(AsyncioSingleTask):
    """In the place of the wait for another request, of which there will be none."""

    async def restart(self, _tasks: TaskGroup, _wait: Callable[[], Awaitable[None]]) -> None:
        pass


def _ending(read: Callable[[TCPServer], Awaitable[None]]) -> Callable[[TCPServer], Awaitable[None]]:
    async def read_to_the_end(connection: TCPServer) -> None:
        client = connection.writer.get_extra_info("peername")
        _open[client] = connection
        try:
            await read(connection)
        finally:
            _open.pop(client, None)
        waiting, connection.idle_task = connection.idle_task, _NeverIdle()
        await waiting.stop()

    return read_to_the_end


def install() -> None:
    replace(TCPServer, "_read_data", _ending)
