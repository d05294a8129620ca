"""Holds a value against a shape of a service model: types, members, ranges, patterns.

Smithy's traits say what these mean: https://smithy.io/2.0/spec/constraint-traits.html.
"""

import base64
import binascii
import re
from collections.abc import Iterator
from decimal import Decimal

from botocore.model import Shape

WHOLE = {"integer": (-(2**31), 2**31 - 1), "long": (-(2**63), 2**63 - 1)}
# The model does not say so; the API reference does: an AttributeValue is of one type.
UNIONS = ("AttributeValue",)
# Java's class of printable ASCII characters, which Python's expressions do not have.
PRINTABLE = (r"\p{Print}", r"[\x20-\x7E]")


def violations(shape: Shape, value: object, path: str) -> Iterator[str]:
    """What is wrong with the value, each with the path of it."""
    check = {"structure": _structure, "list": _list, "map": _map, "string": _string, "blob": _blob, "boolean": _boolean,
             "integer": _whole, "long": _whole, "float": _number, "double": _number, "timestamp": _number}
    yield from check[shape.type_name](shape, value, path)


def _structure(shape: Shape, value: object, path: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{path}: not an object"
        return
    members = {member.serialization.get("name", name): member for name, member in shape.members.items()}
    for name in value.keys() - members.keys():
        yield f"{path}.{name}: unknown member"
    for name in shape.required_members:
        wire_name = shape.members[name].serialization.get("name", name)
        if wire_name not in value:
            yield f"{path}.{wire_name}: required, and missing"
    if (shape.is_tagged_union or shape.name in UNIONS) and len(value) != 1:
        yield f"{path}: a union of {len(value)} members"
    for name in sorted(value.keys() & members.keys()):
        yield from violations(members[name], value[name], f"{path}.{name}")


def _list(shape: Shape, value: object, path: str) -> Iterator[str]:
    if not isinstance(value, list):
        yield f"{path}: not a list"
        return
    yield from _range(shape, len(value), f"{path}: a list of {len(value)}")
    for index, item in enumerate(value):
        yield from violations(shape.member, item, f"{path}[{index}]")


def _map(shape: Shape, value: object, path: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{path}: not an object"
        return
    yield from _range(shape, len(value), f"{path}: a map of {len(value)}")
    for name, item in value.items():
        yield from violations(shape.key, name, f"{path} (key {name!r})")
        yield from violations(shape.value, item, f"{path}.{name}")


def _string(shape: Shape, value: object, path: str) -> Iterator[str]:
    if not isinstance(value, str):
        yield f"{path}: not a string"
        return
    yield from _range(shape, len(value), f"{path}: {len(value)} characters")
    if shape.enum and value not in shape.enum:
        yield f"{path}: {value!r} is none of {', '.join(shape.enum)}"
    pattern = shape.metadata.get("pattern")
    if pattern and not re.fullmatch(pattern.replace(*PRINTABLE), value):
        yield f"{path}: {value!r} does not match {pattern}"


def _blob(shape: Shape, value: object, path: str) -> Iterator[str]:
    try:
        size = len(base64.b64decode(value, validate=True)) if isinstance(value, str) else None
    except binascii.Error:
        size = None
    if size is None:
        yield f"{path}: not Base64"
    else:
        yield from _range(shape, size, f"{path}: {size} bytes")


def _boolean(_: Shape, value: object, path: str) -> Iterator[str]:
    if not isinstance(value, bool):
        yield f"{path}: not true or false"


def _whole(shape: Shape, value: object, path: str) -> Iterator[str]:
    least, most = WHOLE[shape.type_name]
    if isinstance(value, bool) or not isinstance(value, int):
        yield f"{path}: not a whole number"
    elif not least <= value <= most:
        yield f"{path}: {value} does not fit {shape.type_name}"
    else:
        yield from _range(shape, value, f"{path}: {value}")


def _number(shape: Shape, value: object, path: str) -> Iterator[str]:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        yield f"{path}: not a number"
    else:
        yield from _range(shape, value, f"{path}: {value}")


def _range(shape: Shape, value: int | Decimal, what: str) -> Iterator[str]:
    least, most = shape.metadata.get("min"), shape.metadata.get("max")
    if least is not None and value < least:
        yield f"{what}, at least {least} are asked for"
    if most is not None and value > most:
        yield f"{what}, at most {most} are allowed"
