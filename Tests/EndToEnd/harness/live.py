"""What is live: everybody calls a function's alias, so a change of its configuration counts from the version that has it."""

from .waiting import wait_for


def configure(functions: object, name: str, **changes: object) -> None:
    """Changes a function's configuration and makes that version live, as a deployment does."""
    functions.update_function_configuration(FunctionName=name, **changes)
    wait_for(lambda: functions.get_function_configuration(FunctionName=name)["LastUpdateStatus"] == "Successful", f"the update of {name}")
    version = functions.publish_version(FunctionName=name)["Version"]
    functions.update_alias(FunctionName=name, Name="live", FunctionVersion=version)
