"""Who may ask: the page that this run has served, and nobody else's.

A page of another origin can send requests to 127.0.0.1, and a name of its own can be made to lead there (DNS rebinding). So the
Host must be this server's, an Origin its own, and what has data asks for the token of the run, which only its printed address has.
"""

import secrets

from flask import Flask, Request, Response, request

from .failures import Failure

_POLICY = "; ".join((
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "connect-src 'self'", "base-uri 'none'",
    "form-action 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'", "trusted-types 'none'"))
_HEADERS = {"Content-Security-Policy": _POLICY, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
            "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin", "Cache-Control": "no-store"}


class Refused(Failure):
    def __init__(self, status: int, message: str) -> None:
        super().__init__(status, "refused", message)


def protect(application: Flask, port: int, token: str) -> None:
    """Before each request, whether its address is known or not; and headers on each answer."""
    hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}

    @application.before_request
    def check() -> None:
        _check_origin(request, hosts)
        if request.path.startswith("/api/"):
            _check_token(request, token)

    @application.after_request
    def add_headers(response: Response) -> Response:
        response.headers.update(_HEADERS)
        return response


def _check_origin(asked: Request, hosts: set[str]) -> None:
    if asked.headers.get("Host") not in hosts:
        raise Refused(421, "This server answers to its own address only")
    origin = asked.headers.get("Origin")
    if origin is not None and origin != f"http://{asked.headers['Host']}":
        raise Refused(403, "This server answers to its own page only")
    if asked.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
        raise Refused(403, "This server answers to its own page only")


def _check_token(asked: Request, token: str) -> None:
    given = asked.headers.get("Authorization", "").removeprefix("Bearer ")
    if not secrets.compare_digest(given.encode(), token.encode()):
        raise Refused(401, "The token of this run is missing or wrong: open the address that the console has printed")
