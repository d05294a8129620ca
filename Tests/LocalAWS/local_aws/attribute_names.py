"""The names of attributes: 1 to 65,535 bytes, also within maps.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html ("Attribute names": at least one
character, less than 64 KB). The message for a long one, and that it holds at every depth and for `UpdateItem`, was measured on
AWS: ExtendDB/extenddb#365. That for an empty one is DynamoDB local's. MiniStack takes any name.
"""

from collections.abc import Callable, Iterator

from ministack.core.responses import error_response_json
from ministack.services import dynamodb

from .patching import replace

_LONGEST = 65_535
_WRITES = ("_put_item", "_update_item", "_batch_write_item", "_transact_write_items")
_ATTRIBUTES = ("Item", "ExpressionAttributeValues")


def install() -> None:
    for name in _WRITES:
        replace(dynamodb, name, _checked)


def _checked(original: Callable) -> Callable:
    def write(data: dict) -> tuple:
        for name in _written_names(data):
            if not name:
                return _refused("One or more parameter values were invalid: Empty attribute name")
            # Only a name of so many characters can have so many bytes.
            if len(name) > _LONGEST // 4 and len(name.encode()) > _LONGEST:
                return _refused("1 validation error detected: Attribute name is too large, must be less than 65536 bytes")
        return original(data)

    return write


def _refused(message: str) -> tuple:
    return error_response_json("ValidationException", message, 400)


def _written_names(request: object) -> Iterator[str]:
    """The names in the items and expressions of a request, of a batch or transaction too."""
    if isinstance(request, list):
        for each in request:
            yield from _written_names(each)
    if not isinstance(request, dict):
        return
    for member, value in request.items():
        if member == "ExpressionAttributeNames" and isinstance(value, dict):
            yield from (name for name in value.values() if isinstance(name, str))
        elif member in _ATTRIBUTES and isinstance(value, dict):
            yield from _names(value)
        else:
            yield from _written_names(value)


def _names(attributes: dict) -> Iterator[str]:
    """Of attributes and of the maps in them; a placeholder such as `:id` is as good as a name here."""
    for name, value in attributes.items():
        yield name
        yield from _inner_names(value)


def _inner_names(value: object) -> Iterator[str]:
    if not isinstance(value, dict):
        return
    if isinstance(value.get("M"), dict):
        yield from _names(value["M"])
    for each in value["L"] if isinstance(value.get("L"), list) else ():
        yield from _inner_names(each)
