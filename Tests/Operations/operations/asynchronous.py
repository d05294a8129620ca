"""Commands for whose answer nobody waits."""

from harness.system import System


def asynchronous(system: System, payload: str) -> None:
    answer = system.functions.invoke(FunctionName=system.name("command"), InvocationType="Event", Payload=payload.encode())
    assert answer["StatusCode"] == 202
