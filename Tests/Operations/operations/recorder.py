"""A relay in front of a service that keeps the requests it passes on, byte by byte: signatures stay as they are."""

import json
import socket
import threading

_AMOUNT = 65536


class Recorder:
    """Listens on a free port of 127.0.0.1."""

    def __init__(self, upstream: str) -> None:
        host, _, port = upstream.removeprefix("http://").partition(":")
        self._upstream = (host, int(port))
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._requests: list[bytearray] = []
        self.endpoint = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def bodies(self, operation: str) -> list[dict]:
        """The JSON bodies of the requests of an operation, in the order of their connections."""
        found = []
        for received in list(self._requests):
            for part in bytes(received).split(b"POST / HTTP/1.1\r\n")[1:]:
                head, _, body = part.partition(b"\r\n\r\n")
                if f".{operation}\r\n".encode() in head + b"\r\n":
                    found.append(json.loads(body))
        return found

    def received(self) -> bytes:
        """All that clients have sent, connection by connection."""
        return b"".join(bytes(received) for received in list(self._requests))

    def stop(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                near = self._listener.accept()[0]
            except OSError:
                return
            far = socket.create_connection(self._upstream)
            received = bytearray()
            self._requests.append(received)
            threading.Thread(target=_relay, args=(near, far, received), daemon=True).start()
            threading.Thread(target=_relay, args=(far, near, bytearray()), daemon=True).start()


def _relay(source: socket.socket, sink: socket.socket, kept: bytearray) -> None:
    try:
        while data := source.recv(_AMOUNT):
            kept += data
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        sink.close()
