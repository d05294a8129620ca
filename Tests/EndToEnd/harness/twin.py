"""A second function with the code, the role and the environment of a deployed one, and changes of its own."""

from collections.abc import Iterator
from contextlib import contextmanager

from .paths import ARTIFACTS
from .system import System, unique
from .waiting import wait_for

BUNDLES = {"command": "command", "publisher": "command", "process": "command", "projection": "projection", "query": "query"}


@contextmanager
def twin(system: System, function: str, timeout: int = 30, **environment: str | None) -> Iterator[str]:
    """The name of the new function, which is deleted at the end; a variable that is None is left out."""
    found = system.functions.get_function_configuration(FunctionName=system.name(function))
    variables = {**found["Environment"]["Variables"], **environment}
    name = unique(f"{function}-twin")
    system.functions.create_function(
        FunctionName=name, Role=found["Role"], Runtime=found["Runtime"], Handler=found["Handler"], Timeout=timeout,
        MemorySize=found["MemorySize"], Code={"ZipFile": (ARTIFACTS / f"{BUNDLES[function]}.zip").read_bytes()},
        Environment={"Variables": {key: value for key, value in variables.items() if value is not None}})
    try:
        wait_for(lambda: system.functions.get_function_configuration(FunctionName=name)["State"] == "Active", name)
        yield name
    finally:
        system.functions.delete_function(FunctionName=name)
