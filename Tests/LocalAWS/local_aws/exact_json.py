"""JSON that leaves as it came.

Lambda hands a payload to the function, and the function's answer to the caller, byte for byte
(https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html); a stream record, a bus event and a queue message are
JSON texts around the sender's own. Python reads `0.10` and `1e400` into binary floats, which write other numbers.
"""

import json
import sys
from types import ModuleType
from typing import Any

JSONDecodeError = json.JSONDecodeError
"""The modules of MiniStack that get this one in the place of `json` catch it under this name."""


class Number(float):
    """A number that a binary float would not write as it was read; comparisons see the nearest float."""

    text: str

    def __new__(cls, text: str) -> "Number":
        made = super().__new__(cls, text)
        made.text = text
        return made

    def __getnewargs__(self) -> tuple[str]:
        return (self.text,)


class _Unread:
    """A document that came as bytes and is written as the same text as long as it is passed on whole."""

    source: str


class _Object(_Unread, dict[str, Any]):
    pass


class _Array(_Unread, list[Any]):
    pass


class _Text(_Unread, str):
    pass


def loads(document: str | bytes | bytearray, **options: Any) -> Any:
    """Reads JSON as RFC 8259 has it, so no NaN and no Infinity. A document given as bytes remembers its text."""
    value = json.loads(document, **{"parse_float": _fraction, "parse_int": _integer, "parse_constant": _refuse, **options})
    if isinstance(document, str):
        return value
    for kind, unread in ((dict, _Object), (list, _Array), (str, _Text)):
        if isinstance(value, kind):
            kept = unread(value)
            kept.source = bytes(document).decode(json.detect_encoding(document), "surrogatepass")
            return kept
    return value


def dumps(value: Any, *, separators: tuple[str, str] = (", ", ": "), ensure_ascii: bool = True) -> str:
    """Writes numbers as they were read, and a document that is passed on whole as it came."""
    if isinstance(value, _Unread):
        return value.source
    if not _holds_number(value):
        return json.dumps(value, separators=separators, ensure_ascii=ensure_ascii)
    comma, colon = separators

    def write(part: Any) -> str:
        if isinstance(part, Number):
            return part.text
        if isinstance(part, dict):
            return "{" + comma.join(f"{write(str(name))}{colon}{write(each)}" for name, each in part.items()) + "}"
        if isinstance(part, (list, tuple)):
            return "[" + comma.join(map(write, part)) + "]"
        return json.dumps(part, ensure_ascii=ensure_ascii)

    return write(value)


def _holds_number(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_holds_number, value.values()))
    if isinstance(value, (list, tuple)):
        return any(map(_holds_number, value))
    return isinstance(value, Number)


def _fraction(text: str) -> float:
    value = float(text)
    return value if repr(value) == text else Number(text)


def _integer(text: str) -> int | float:
    """Python refuses to read more than 4,300 digits, and forgets the sign of a zero."""
    return Number(text) if len(text) > 4000 or text == "-0" else int(text)


def _refuse(literal: str) -> None:
    raise json.JSONDecodeError(f"{literal} is not JSON", literal, 0)


def install(*modules: ModuleType) -> None:
    """Gives the modules this reading and writing of JSON."""
    for module in modules:
        if getattr(module, "json", None) is not json:
            raise SystemExit(f"MiniStack's {module.__name__} has no json: this launcher was written for another version")
        setattr(module, "json", sys.modules[__name__])
