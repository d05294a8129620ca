"""A function without a variable it needs does not start, and says which one it is."""

import pytest
from harness.answers import InvocationFailed
from harness.system import System
from harness.twin import twin

NEEDED = {
    "command": ["EVENT_STORE_TABLE", "READ_MODEL_TABLE", "COMMAND_JOURNAL_TABLE"],
    "publisher": ["EVENT_STORE_TABLE", "EVENT_BUS_NAME", "EVENT_STORE_TABLE_ARN"],
    "projection": ["EVENT_STORE_TABLE", "READ_MODEL_TABLE", "COMMAND_JOURNAL_TABLE"],
    "query": ["EVENT_STORE_TABLE", "READ_MODEL_TABLE", "COMMAND_JOURNAL_TABLE"],
}
CASES = [(function, variable) for function, variables in NEEDED.items() for variable in variables]


@pytest.mark.parametrize("function, variable", CASES)
@pytest.mark.parametrize("value", [None, ""], ids=["missing", "empty"])
def test_a_missing_variable(system: System, function: str, variable: str, value: str | None) -> None:
    with twin(system, function, timeout=5, **{variable: value}) as name:
        with pytest.raises(InvocationFailed) as failed:
            system.invoke(name, {})
    assert variable in str(failed.value)


@pytest.mark.parametrize("function", ["command", "publisher", "projection", "query"])
def test_terraform_gives_each_function_what_it_reads(system: System, function: str) -> None:
    found = system.functions.get_function_configuration(FunctionName=system.name(function))
    assert set(NEEDED[function]) <= set(found["Environment"]["Variables"])


@pytest.mark.parametrize("function, variable, value", [
    ("command", "EVENT_TYPE_SHARDS", "0"), ("command", "EVENT_TYPE_SHARDS", "many"),
    ("projection", "SNAPSHOT_INTERVAL", "-1"), ("command", "COMMAND_JOURNAL_RETENTION_DAYS", "x"),
])
def test_a_variable_of_the_wrong_form(system: System, function: str, variable: str, value: str) -> None:
    with twin(system, function, timeout=5, **{variable: value}) as name:
        with pytest.raises(InvocationFailed) as failed:
            system.invoke(name, {})
    assert variable in str(failed.value)
