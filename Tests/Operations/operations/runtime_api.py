"""A Lambda Runtime API on 127.0.0.1 that hands out events one by one, each with its tracing header."""

import json
import queue
import subprocess
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from harness.paths import ARTIFACTS
from harness.system import System, unique
from harness.twin import BUNDLES


class RuntimeAPI:
    """`invoke` hands an event to the program that asks for one, and gives back what it answered."""

    def __init__(self) -> None:
        self._events: queue.Queue = queue.Queue()
        self._outcomes: queue.Queue = queue.Queue()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._server.server_address[1]}"

    def invoke(self, event: object, trace: str | None = None, seconds: float = 120) -> object:
        """The answer; an error that the program reports fails the test."""
        self._events.put((json.dumps(event, default=str).encode(), trace))
        kind, body = self._outcomes.get(timeout=seconds)
        assert kind == "response", body
        return body

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(api) -> type[BaseHTTPRequestHandler]:
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                event, trace = api._events.get()
                headers = {"Lambda-Runtime-Aws-Request-Id": unique("request")}
                if trace:
                    headers["Lambda-Runtime-Trace-Id"] = trace
                self._reply(200, event, headers)

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                api._outcomes.put((self.path.rpartition("/")[2], json.loads(body) if body else None))
                self._reply(202, b"{}", {})

            def _reply(self, status: int, body: bytes, headers: dict[str, str]) -> None:
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Nothing on the terminal."""

        return Handler


@contextmanager
def running(system: System, function: str, folder: Path, **environment: str) -> Iterator[RuntimeAPI]:
    """The bootstrap of a bundle in dist/ with a deployed function's own variables, outside any Lambda."""
    found = system.functions.get_function_configuration(FunctionName=system.name(function))
    with zipfile.ZipFile(ARTIFACTS / f"{BUNDLES[function]}.zip") as bundle:
        program = Path(bundle.extract("bootstrap", folder))
    program.chmod(0o755)
    api, credentials = RuntimeAPI(), system.role(function)
    process = subprocess.Popen([program], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, env={
        **found["Environment"]["Variables"], "AWS_LAMBDA_RUNTIME_API": api.address, "_HANDLER": found["Handler"],
        "AWS_LAMBDA_FUNCTION_NAME": system.name(function), "AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": credentials["key"],
        "AWS_SECRET_ACCESS_KEY": credentials["secret"], "AWS_SESSION_TOKEN": credentials["token"],
        "AWS_ENDPOINT_URL": system.aws.endpoint, **environment})
    try:
        yield api
    finally:
        process.kill()
        process.wait(5)
        api.stop()
