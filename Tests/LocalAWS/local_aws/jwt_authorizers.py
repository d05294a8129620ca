"""JWT authorizers of HTTP APIs.

- https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html: which claims a token must have. A
  fault of the token is 401; one that is good but has none of the route's scopes is 403.
- https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-jwt.html: `www-authenticate` says what
  is wrong.

Times are compared with the machine's clock, by which the issuer makes its tokens.
"""

import base64
import json
import time
from collections.abc import Callable
from typing import NoReturn

from ministack.services import apigateway

from . import rsa_signatures
from .issuers import IssuerFailed, Issuers
from .patching import replace


class _Refused(Exception):
    def __init__(self, description: str, error: str = "invalid_token") -> None:
        super().__init__(description)
        self.error = error


class JWTAuthorizers:
    """Judges tokens by their issuers' keys."""

    def __init__(self, issuers: Issuers) -> None:
        self._issuers = issuers

    def validating(self, _original: Callable) -> Callable:
        async def validate(route: dict, authorizer: dict, headers: dict, query: dict) -> tuple:
            token = apigateway._extract_token_from_identity_source(authorizer.get("identitySource", []), headers, query)
            if not token:
                return None, None, _answer(401, "Bearer")
            wanted = route.get("authorizationScopes") or []
            try:
                claims = await self._claims(token, authorizer.get("jwtConfiguration") or {})
                return claims, _check_scopes(claims, wanted), None
            except _Refused as refusal:
                status = 403 if refusal.error == "insufficient_scope" else 401
                return None, None, _answer(status, f'Bearer scope="{" ".join(wanted)}" error="{refusal.error}" '
                                                   f'error_description="{refusal}"')

        return validate

    async def _claims(self, token: str, configuration: dict) -> dict:
        header, claims, message, signature = _parts(token)
        issuer = str(configuration.get("issuer"))
        try:
            keys = await self._issuers.keys(issuer)
        except IssuerFailed as failure:
            raise _Refused(f"OIDC discovery endpoint: {failure}") from None
        key = next((key for key in keys if key.get("kid") == header.get("kid")), {}) if header.get("kid") else {}
        if key.get("kty") != "RSA" or not rsa_signatures.is_signed(
                header.get("alg"), message, signature, _number(key.get("n")), _number(key.get("e"))):
            raise _Refused("the signature is invalid")
        _check_claims(claims, issuer, configuration.get("audience") or [])
        return claims


def _parts(token: str) -> tuple[dict, dict, bytes, bytes]:
    pieces = token.split(".")
    try:
        header, claims, signature = (_decoded(piece) for piece in pieces)
        first, second = json.loads(header), json.loads(claims)
    except ValueError:
        _malformed()
    if not isinstance(first, dict) or not isinstance(second, dict):
        _malformed()
    return first, second, f"{pieces[0]}.{pieces[1]}".encode(), signature


def _malformed() -> NoReturn:
    raise _Refused("the token is malformed")


def _decoded(piece: str) -> bytes:
    return base64.b64decode(piece + "=" * (-len(piece) % 4), altchars=b"-_", validate=True)


def _number(text: object) -> int:
    try:
        return int.from_bytes(_decoded(str(text)), "big")
    except ValueError:
        return 0


def _check_claims(claims: dict, issuer: str, audience: list[str]) -> None:
    now = time.time()
    if claims.get("iss") != issuer:
        raise _Refused("the token has another issuer")
    named = claims["aud"] if "aud" in claims else claims.get("client_id")
    if not set(audience) & {str(each) for each in (named if isinstance(named, list) else [named])}:
        raise _Refused("the token does not have a valid audience")
    if not isinstance(claims.get("exp"), (int, float)) or claims["exp"] <= now:
        raise _Refused("the token has expired")
    for name in ("nbf", "iat"):
        if name in claims and not (isinstance(claims[name], (int, float)) and claims[name] <= now):
            raise _Refused(f"the token is not valid yet ({name})")


def _check_scopes(claims: dict, wanted: list[str]) -> list[str]:
    given: set[str] = set()
    for name in ("scope", "scp"):
        value = claims.get(name)
        given |= set(value.split() if isinstance(value, str) else map(str, value) if isinstance(value, list) else [])
    if wanted and not given & set(wanted):
        raise _Refused("the token has none of the scopes", "insufficient_scope")
    return sorted(given)


def _answer(status: int, challenge: str) -> tuple:
    message = "Unauthorized" if status == 401 else "Forbidden"
    return status, {"Content-Type": "application/json", "www-authenticate": challenge}, json.dumps({"message": message}).encode()


def install(issuers: Issuers) -> None:
    replace(apigateway, "_validate_jwt_authorizer", JWTAuthorizers(issuers).validating)
