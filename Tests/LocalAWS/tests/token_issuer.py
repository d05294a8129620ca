"""An issuer of JSON Web Tokens on 127.0.0.1, with keys made for the run."""

import base64
import hashlib
import json
import random
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_EXPONENT = 65537
_SHA256 = bytes.fromhex("3031300d060960864801650304020105000420")


class Key:
    """An RSA key of 1,024 bits: enough for a test, and made in a moment."""

    def __init__(self) -> None:
        self.identifier = secrets.token_hex(4)
        first, second = _prime(512), _prime(512)
        self.modulus = first * second
        self._private = pow(_EXPONENT, -1, (first - 1) * (second - 1))

    def public(self) -> dict:
        return {"kty": "RSA", "use": "sig", "alg": "RS256", "kid": self.identifier,
                "n": encoded(self.modulus.to_bytes(128, "big")), "e": encoded(_EXPONENT.to_bytes(3, "big"))}

    def signature(self, message: bytes) -> bytes:
        information = _SHA256 + hashlib.sha256(message).digest()
        padded = b"\x00\x01" + b"\xff" * (125 - len(information)) + b"\x00" + information
        return pow(int.from_bytes(padded, "big"), self._private, self.modulus).to_bytes(128, "big")


class Issuer:
    """Serves the two documents; `keys` and `document` can be changed at any time."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.keys = [Key()]
        self.document = {"issuer": address, "jwks_uri": f"{address}/keys"}

    def token(self, key: Key | None = None, header: dict | None = None, **claims: object) -> str:
        """A good token of ten minutes for the audience `accounts`, but for what is given; None leaves a claim out."""
        key, now = key or self.keys[0], int(time.time())
        all_claims = {"iss": self.address, "aud": "accounts", "sub": "user-1", "iat": now - 5, "exp": now + 600, **claims}
        parts = [{"alg": "RS256", "kid": key.identifier, **(header or {})},
                 {name: value for name, value in all_claims.items() if value is not None}]
        message = ".".join(encoded(json.dumps(part).encode()) for part in parts)
        return f"{message}.{encoded(key.signature(message.encode()))}"


@contextmanager
def issuing() -> Iterator[Issuer]:
    """An issuer while the block runs."""
    class Documents(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            documents = {"/.well-known/openid-configuration": issuer.document,
                         "/keys": {"keys": [key.public() for key in issuer.keys]}}
            found = documents.get(self.path)
            self.send_response(200 if found else 404)
            self.end_headers()
            self.wfile.write(json.dumps(found).encode())

        def log_message(self, *_arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Documents)
    issuer = Issuer(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield issuer
    finally:
        server.shutdown()
        server.server_close()
        thread.join(60)


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _prime(bits: int) -> int:
    while True:
        number = secrets.randbits(bits) | 3 << (bits - 2) | 1
        if (number - 1) % _EXPONENT and _is_prime(number):
            return number


def _is_prime(number: int) -> bool:
    """Miller's and Rabin's test."""
    if any(number % small == 0 for small in (3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37)):
        return False
    odd, twos = number - 1, 0
    while odd % 2 == 0:
        odd, twos = odd // 2, twos + 1
    for _round in range(20):
        value = pow(random.randrange(2, number - 1), odd, number)
        if value not in (1, number - 1) and not any((value := pow(value, 2, number)) == number - 1 for _ in range(twos - 1)):
            return False
    return True
