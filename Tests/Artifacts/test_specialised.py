"""What a command and a projected event run through is compiled for the domain: none of it is generic code that asks for
its types while it runs."""

import pytest
from conftest import ROOT, output

ACCOUNT = "8Accounts7AccountO"
# The compiler's mark behind the types that a function was compiled for.
SPECIALISED = "_Tg5"


@pytest.mark.parametrize(
    ("program", "method"),
    [
        ("command", "16CommandExecutionV7execute"),
        ("command", "13CommandReaderV4read"),
        ("command", "15AggregateLoaderV4load"),
        ("command", "10AppendPlanV6decide"),
        ("projection", "9ProjectorV7project"),
        ("projection", "16ProjectionRoundsV3run"),
        ("projection", "6RefoldV3run"),
    ],
)
def test_compiled_for_accounts(program: str, method: str) -> None:
    symbols = output("nm", str(ROOT / ".build" / "static" / "release" / program)).splitlines()
    versions = [symbol for symbol in symbols if method in symbol]
    assert versions, f"{program} has no function {method}"
    assert any(f"{ACCOUNT}{SPECIALISED}" in symbol for symbol in versions), f"only generic: {versions}"
