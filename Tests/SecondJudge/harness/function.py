"""A bundle's real program behind a Runtime API."""

import json
import queue
import subprocess
import threading
import time
import uuid
import zipfile
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from .paths import ARTIFACTS, ENVIRONMENT


@dataclass(frozen=True)
class Outcome:
    """What became of one invocation."""

    failed: bool
    body: object
    """The answer's body, or the error report."""

    status: int | None = None

    @property
    def is_denied(self) -> bool:
        return "AccessDeniedException" in json.dumps(self.body)


def unpack(bundle: str, directory: Path) -> Path:
    archive = ARTIFACTS / f"{bundle}.zip"
    assert archive.exists(), f"{archive} is missing: run ./build.sh build"
    with zipfile.ZipFile(archive) as bundle_file:
        program = Path(bundle_file.extract("bootstrap", directory / bundle))
    program.chmod(0o755)
    return program


class _RuntimeAPI(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """A program that is ended leaves its connection as it is."""


class Function:
    """`with Function(program, environment) as function: function.invoke(event)`."""

    def __init__(self, program: Path, environment: dict[str, str]) -> None:
        self._events: queue.Queue[bytes] = queue.Queue()
        self._outcomes: queue.Queue[tuple[str, bytes]] = queue.Queue()
        self._server = _RuntimeAPI(("127.0.0.1", 0), self._handler())
        self._program = program
        self._environment = environment

    def __enter__(self) -> "Function":
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        host, port = self._server.server_address[:2]
        self._log = (self._program.parent / "function.log").open("a")
        self._process = subprocess.Popen(
            [self._program], stdin=subprocess.DEVNULL, stdout=self._log, stderr=self._log,
            env={**ENVIRONMENT, **self._environment, "AWS_LAMBDA_RUNTIME_API": f"{host}:{port}", "NO_PROXY": "127.0.0.1"})
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait(5)
        self._log.close()
        self._server.shutdown()
        self._server.server_close()

    def invoke(self, event: object) -> Outcome:
        self._events.put(json.dumps(event).encode())
        try:
            kind, body = self._outcomes.get(timeout=240)
        except queue.Empty:
            raise AssertionError(f"no answer; the program's exit status is {self._process.poll()}") from None
        answer = json.loads(body)
        if kind != "response":
            return Outcome(True, answer)
        if isinstance(answer, dict) and "statusCode" in answer:
            return Outcome(False, json.loads(answer["body"]), answer["statusCode"])
        return Outcome(False, answer)

    def _handler(function) -> type[BaseHTTPRequestHandler]:
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                event = function._events.get()
                deadline = int((time.time() + 30) * 1000)
                self._reply(200, event, {"Lambda-Runtime-Aws-Request-Id": str(uuid.uuid4()), "Lambda-Runtime-Deadline-Ms": deadline})

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                function._outcomes.put((self.path.rpartition("/")[2], body))
                self._reply(202, b'{"status":"OK"}\n', {})

            def _reply(self, status: int, body: bytes, headers: dict[str, object]) -> None:
                self.send_response(status)
                for name, value in {**headers, "Content-Length": len(body)}.items():
                    self.send_header(name, str(value))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """The test's own messages are enough."""

        return Handler
