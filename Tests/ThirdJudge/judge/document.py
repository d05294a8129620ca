"""Reads a request's body as strictly as the protocol is written down, which json.loads alone does not."""

import json
from decimal import Decimal
from typing import NoReturn


def parse(body: bytes) -> object:
    """The value; ValueError where it is not UTF-8, not JSON, or names a member twice."""
    return json.loads(body.decode(), object_pairs_hook=_members, parse_float=Decimal, parse_constant=_refused)


def _members(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) != len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"a member twice: {next(name for name in names if names.count(name) > 1)}")
    return members


def _refused(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")
