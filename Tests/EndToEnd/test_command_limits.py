"""What a payload may hold: beyond it a 400 with the place of what is too much, within it the whole way to the read model."""

import pytest
from harness.system import System, unique


def _nested(levels: int) -> list:
    nested: list = []
    for _ in range(levels - 1):
        nested = [nested]
    return nested


def _excess(name: str, value: object, field: str, reason: str) -> object:
    return pytest.param(value, field, reason, id=name)


PRECISION = "must have at most 38 significant digits and a magnitude of 1E-130 to 9.9E+125"
WHOLE_NUMBER = "must be within 64 bits, as it is a whole number"
NAMES = "must have names of 1 to 255 bytes of UTF-8"


@pytest.mark.parametrize("value, field, reason", [
    _excess("whole-number", [1, {"x": 2**63}], "eventData.extra[1].x", WHOLE_NUMBER),
    _excess("negative-whole-number", -2**63 - 1, "eventData.extra", WHOLE_NUMBER),
    _excess("precision", 10**38 + 1, "eventData.extra", PRECISION),
    _excess("no-name", {"": 1}, "eventData.extra", NAMES),
    _excess("long-name", {"a": [{"n" * 65_536: 1}]}, "eventData.extra.a[0]", NAMES),
    _excess("values", [0] * 4096, "eventData", "must not hold more than 4096 values in all, and holds 4097"),
    _excess("bytes", "x" * 65_536, "eventData", "must be at most 65536 bytes as JSON, and is 65548"),
    _excess("escapes", "\u0001" * 10_921, "eventData", "must be at most 65536 bytes as JSON, and is 65538"),
    _excess("depth", _nested(30), "eventData.extra" + "[0]" * 29, "must not be nested more than 30 levels deep"),
])
def test_a_payload_outside_its_limits(system: System, value: object, field: str, reason: str) -> None:
    account = unique("bad")
    answer = system.command({"aggregateId": account, "eventType": "AccountCreated", "eventData": {"extra": value}})
    assert answer.status == 400, answer
    assert answer.body == {"error": f"Invalid field {field}: {reason}", "type": "ValidationError", "field": field}
    assert system.events(account) == []


def test_a_payload_at_its_limits_reaches_the_read_model(system: System) -> None:
    """Of control characters, each of six bytes on the bus, in the queues and in the hash."""
    account = unique("full")
    data = {"n" * 255: -2**63, "extra": "\u0001" * 10_000, "list": [0] * 1024, "deep": _nested(29)}
    assert system.command({"aggregateId": account, "eventType": "AccountCreated", "eventData": data}).status == 200
    assert system.projected(account, 1)["AuditTrail#" + "1".zfill(20)]["Data"] == data
