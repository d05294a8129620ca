"""TLS in an empty root: the program trusts what it carries, or the file that AWS_CA_BUNDLE names, and nobody else."""

import json
import shutil
import ssl
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from test_empty_root import answer

QUERY = {"queryType": "getAccountSummary", "accountId": "account-123"}


class EmptyDynamoDB(BaseHTTPRequestHandler):
    """Answers every read with nothing found and remembers how it was signed."""

    protocol_version = "HTTP/1.1"
    authorizations: list[str] = []
    connections = 0

    def setup(self) -> None:
        super().setup()
        EmptyDynamoDB.connections += 1

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        EmptyDynamoDB.authorizations.append(self.headers.get("Authorization", ""))
        self.send_response(200)
        self.send_header("Content-Type", "application/x-amz-json-1.0")
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_: object) -> None:
        """The test's own messages are enough."""


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    path = tmp_path / "authority.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", f"{path}.key", "-out", str(path)],
        check=True, capture_output=True)
    return path


@pytest.fixture
def endpoint(certificate: Path) -> Iterator[str]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, f"{certificate}.key")
    server = ThreadingHTTPServer(("127.0.0.1", 0), EmptyDynamoDB)
    server.daemon_threads = True
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    EmptyDynamoDB.authorizations.clear()
    EmptyDynamoDB.connections = 0
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"https://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_a_signed_call_over_tls_with_the_named_authorities(unpack, certificate: Path, endpoint: str) -> None:
    root = unpack("query")
    shutil.copy(certificate, root / "authority.pem")
    kind, body = answer(root, QUERY, AWS_ENDPOINT_URL=endpoint, AWS_CA_BUNDLE="/authority.pem")
    assert kind == "response", body
    assert body["statusCode"] == 404
    assert json.loads(body["body"]) == {"error": "Account not found"}
    assert EmptyDynamoDB.authorizations
    assert all(text.startswith("AWS4-HMAC-SHA256 ") for text in EmptyDynamoDB.authorizations)
    assert EmptyDynamoDB.connections == 1, "the connection that was opened at the start serves the calls"


def test_an_unknown_authority_is_refused(unpack, endpoint: str) -> None:
    kind, body = answer(unpack("query"), QUERY, AWS_ENDPOINT_URL=endpoint)
    assert kind == "error"
    assert body["errorType"]
    assert EmptyDynamoDB.authorizations == []
