"""Aliases that Lambda refuses.

https://docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html (two versions at most, both published, with the same role
and the same dead-letter queue), https://docs.aws.amazon.com/lambda/latest/api/API_CreateAlias.html (names) and
https://docs.aws.amazon.com/lambda/latest/api/API_AliasRoutingConfiguration.html (numbers of versions, weights from 0 to 1)
"""

import re
from collections.abc import Callable

from ministack.core.responses import error_response_json
from ministack.services import lambda_svc

_NAME = re.compile(r"(?!^[0-9]+$)[a-zA-Z0-9-_]{1,128}")
_NUMBER = re.compile(r"[0-9]+")
_SHARED = {"Role": "execution role", "DeadLetterConfig": "dead-letter configuration"}


class _Refused(Exception):
    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.code, self.status = code, status


def created(original: Callable) -> Callable:
    """CreateAlias."""

    def create(name: str, data: dict) -> tuple:
        function = lambda_svc._functions.get(name)
        try:
            if function is not None:
                _check_name(str(data.get("Name", "")))
                _check(function, data.get("FunctionVersion"), data.get("RoutingConfig"))
        except _Refused as refusal:
            return error_response_json(refusal.code, str(refusal), refusal.status)
        return original(name, data)

    return create


def updated(original: Callable) -> Callable:
    """UpdateAlias: what counts is the alias as it would be."""

    def update(name: str, alias_name: str, data: dict) -> tuple:
        function = lambda_svc._functions.get(name) or {}
        alias = (function.get("aliases") or {}).get(alias_name)
        try:
            if alias is not None:
                _check(function, data.get("FunctionVersion", alias["FunctionVersion"]),
                       data.get("RoutingConfig", alias.get("RoutingConfig")))
        except _Refused as refusal:
            return error_response_json(refusal.code, str(refusal), refusal.status)
        return original(name, alias_name, data)

    return update


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise _Refused("ValidationException", f"1 validation error detected: Value '{name}' at 'name' failed to satisfy constraint: "
                       f"Member must satisfy regular expression pattern: {_NAME.pattern}")


def _check(function: dict, version: str | None, routing: dict | None) -> None:
    main = _config(function, version or "")
    weights = (routing or {}).get("AdditionalVersionWeights") or {}
    if not weights:
        return
    if len(weights) > 1:
        raise _invalid("Number of items in AdditionalVersionWeights cannot be greater than 1")
    [(other, weight)] = weights.items()
    if not _NUMBER.fullmatch(other) or not isinstance(weight, (int, float)) or isinstance(weight, bool) or not 0 <= weight <= 1:
        raise _Refused("ValidationException", "1 validation error detected: Value at 'routingConfig.additionalVersionWeights' failed "
                       f"to satisfy constraint: {other!r} must be a version's number and {weight!r} between 0.0 and 1.0")
    if version == "$LATEST":
        raise _invalid("$LATEST is not supported for an alias pointing to more than 1 version")
    if other == version:
        raise _invalid(f"Invalid function version {other}. Function version {other} is already included in routing configuration.")
    _check_shared(main, _config(function, other))


def _config(function: dict, version: str) -> dict:
    if version == "$LATEST":
        return function["config"]
    found = function["versions"].get(version)
    if found is None:
        raise _Refused("ResourceNotFoundException", f"Function not found: {function['config']['FunctionArn']}:{version}", 404)
    return found["config"]


def _check_shared(main: dict, other: dict) -> None:
    for member, words in _SHARED.items():
        if (main.get(member) or {}) != (other.get(member) or {}):
            raise _invalid(f"The versions of an alias must have the same {words}.")


def _invalid(message: str) -> _Refused:
    return _Refused("InvalidParameterValueException", message)
