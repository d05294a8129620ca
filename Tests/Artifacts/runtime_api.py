"""A Lambda Runtime API on 127.0.0.1 that hands out one event and keeps what comes back."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

REQUEST_ID = "8476a536-e9f4-11e8-9739-2dfe598c3fcd"


class RuntimeAPI:
    """`with RuntimeAPI(event) as api:` start the program with `api.address`, then read `api.outcome()`."""

    def __init__(self, event: object) -> None:
        self._event = json.dumps(event).encode()
        self._handed_out = False
        self._outcome: tuple[str, object] | None = None
        self._finished = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._server.server_address[1]}"

    def outcome(self, timeout: float = 120) -> tuple[str, object]:
        """`("response", body)`, `("error", body)` or `("init/error", body)`; raises if nothing came back."""
        if not self._finished.wait(timeout) or self._outcome is None:
            raise TimeoutError("the program neither answered the event nor reported an error")
        return self._outcome

    def __enter__(self) -> "RuntimeAPI":
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(api) -> type[BaseHTTPRequestHandler]:
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                if api._handed_out:
                    # As on Lambda: the next event may be hours away.
                    threading.Event().wait()
                api._handed_out = True
                self._reply(200, api._event, {"Lambda-Runtime-Aws-Request-Id": REQUEST_ID})

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                kind = self.path.split("/runtime/")[1].replace(f"invocation/{REQUEST_ID}/", "")
                api._outcome = (kind, json.loads(body) if body else None)
                self._reply(202, b'{"status":"OK"}\n', {})
                api._finished.set()

            def _reply(self, status: int, body: bytes, headers: dict[str, str]) -> None:
                self.send_response(status)
                for name, value in {**headers, "Content-Type": "application/json", "Content-Length": len(body)}.items():
                    self.send_header(name, str(value))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """The test's own messages are enough."""

        return Handler
