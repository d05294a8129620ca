"""The issuers of JSON Web Tokens: their discovery documents and keys.

- https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html: the keys are those behind the
  `jwks_uri` of the issuer's `/.well-known/openid-configuration`, and are kept for two hours: a key that the issuer adds
  meanwhile is not known.
- https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html: 1,500 ms for either document, and 150,000
  bytes of keys.
- https://github.com/MicrosoftDocs/bot-docs/issues/2064: the document must name the issuer as the authorizer does.

AWS reads from `https` only; here `http` on 127.0.0.1 will do, because a test's issuer is there. Cognito's are MiniStack's own.
"""

import asyncio
import json
import urllib.parse
import urllib.request

from ministack.services import apigateway

from . import clock

_KEPT_SECONDS = 7200
_TIMEOUT_SECONDS = 1.5
_MOST_BYTES = 150_000


class IssuerFailed(Exception):
    """An issuer that does not answer as it should."""


class Issuers:
    """What is known of each issuer."""

    def __init__(self) -> None:
        self._keys: dict[str, tuple[float, list[dict]]] = {}

    async def check(self, issuer: str) -> None:
        """Refuses an issuer without a discovery document."""
        if not _is_cognito(issuer):
            await _discovered(issuer)

    async def keys(self, issuer: str) -> list[dict]:
        """The issuer's public keys, as of at most two hours ago by the clock that can be wound."""
        read, keys = self._keys.get(issuer, (0.0, []))
        if not keys or clock.monotonic() - read > _KEPT_SECONDS:
            keys = await _keys(issuer)
            self._keys[issuer] = (clock.monotonic(), keys)
        return keys


async def _keys(issuer: str) -> list[dict]:
    if _is_cognito(issuer):
        pool = issuer.rstrip("/").rsplit("/", 1)[-1]
        address = f"http://127.0.0.1:{apigateway._PORT}/{pool}/.well-known/jwks.json"
    else:
        document = await _discovered(issuer)
        if document.get("issuer") != issuer:
            raise IssuerFailed("the issuer's discovery document names another issuer")
        address = str(document.get("jwks_uri"))
    keys = (await _document(address)).get("keys")
    return [key for key in keys if isinstance(key, dict)] if isinstance(keys, list) else []


def _is_cognito(issuer: str) -> bool:
    return issuer.startswith("https://cognito-idp.") and ".amazonaws.com/" in issuer


async def _discovered(issuer: str) -> dict:
    return await _document(f"{issuer.rstrip('/')}/.well-known/openid-configuration")


async def _document(address: str) -> dict:
    parts = urllib.parse.urlsplit(address)
    if parts.scheme != "https" and (parts.scheme, parts.hostname) != ("http", "127.0.0.1"):
        raise IssuerFailed("an issuer is read by https only")
    try:
        document = json.loads(await asyncio.to_thread(_read, address))
    except (OSError, ValueError) as error:
        raise IssuerFailed(f"communication error: {error}") from None
    if not isinstance(document, dict):
        raise IssuerFailed("no document")
    return document


def _read(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=_TIMEOUT_SECONDS) as answer:
        text = answer.read(_MOST_BYTES + 1)
    if len(text) > _MOST_BYTES:
        raise ValueError("too long")
    return text
