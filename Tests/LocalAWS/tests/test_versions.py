"""Published versions: when there is a new one, and that one stays as it was."""

import urllib.request

import pytest
from botocore.exceptions import ClientError
from conftest import Stage, unique, wait_for


def settled(stage: Stage, name: str) -> None:
    stage.functions.get_waiter("function_updated_v2").wait(FunctionName=name, WaiterConfig={"Delay": 0.1, "MaxAttempts": 600})


def publish(stage: Stage, name: str, **options: str) -> dict:
    """A version of the function as it is once its last update is through."""
    settled(stage, name)
    return stage.functions.publish_version(FunctionName=name, **options)


def configure(stage: Stage, name: str, **options: object) -> None:
    settled(stage, name)
    stage.functions.update_function_configuration(FunctionName=name, **options)


def answers(stage: Stage, name: str, value: int) -> None:
    """From now on the unpublished function answers with this."""
    variables = stage.functions.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
    configure(stage, name, Environment={"Variables": {**variables, "ANSWER": str(value)}})


def ask(stage: Stage, name: str, **options: str) -> str:
    return stage.functions.invoke(FunctionName=name, Payload=b"{}", **options)["Payload"].read().decode()


def code(stage: Stage, name: str) -> bytes:
    with urllib.request.urlopen(stage.functions.get_function(FunctionName=name)["Code"]["Location"], timeout=120) as answer:
        return answer.read()


def test_a_version_stays_as_it_was(stage: Stage) -> None:
    name, arn = stage.function(stage.role(), ANSWER="1")
    first = publish(stage, name)
    assert (first["Version"], first["FunctionArn"]) == ("1", f"{arn}:1")
    assert ask(stage, name, Qualifier="1") == "1"
    answers(stage, name, 2)
    assert publish(stage, name)["Version"] == "2"
    answers(stage, name, 3)
    settled(stage, name)
    assert [ask(stage, name, **options) for options in ({"Qualifier": "1"}, {"Qualifier": "2"}, {})] == ["1", "2", "3"]
    kept = stage.functions.get_function_configuration(FunctionName=name, Qualifier="1")
    assert kept["Environment"]["Variables"]["ANSWER"] == "1"
    assert [each["version"] for each in stage.seen(name)] == ["1", "1", "2", "$LATEST"]


def test_there_is_no_new_version_of_what_has_not_changed(stage: Stage) -> None:
    name, _arn = stage.function(stage.role(), ANSWER="1")
    publish(stage, name, Description="the first")
    assert publish(stage, name)["Version"] == "1"
    answers(stage, name, 1)
    assert publish(stage, name, Description="another word")["Version"] == "1"
    settled(stage, name)
    stage.functions.update_function_code(FunctionName=name, ZipFile=code(stage, name))
    assert publish(stage, name)["Version"] == "1"
    configure(stage, name, Timeout=11)
    assert publish(stage, name)["Version"] == "2"
    configure(stage, name, Timeout=10)
    assert publish(stage, name)["Version"] == "3"
    configure(stage, name, Description="of the function")
    assert publish(stage, name)["Version"] == "4"


def test_nothing_is_published_during_an_update(stage: Stage) -> None:
    name, _arn = stage.function(stage.role())
    stage.functions.update_function_configuration(FunctionName=name, Timeout=11)
    with pytest.raises(ClientError, match="ResourceConflictException"):
        stage.functions.publish_version(FunctionName=name)
    assert publish(stage, name)["Version"] == "1"


def test_only_what_is_meant_is_published(stage: Stage) -> None:
    name, _arn = stage.function(stage.role())
    with pytest.raises(ClientError, match="InvalidParameterValueException"):
        publish(stage, name, CodeSha256="other")
    with pytest.raises(ClientError, match="PreconditionFailedException"):
        publish(stage, name, RevisionId="other")
    found = stage.functions.get_function_configuration(FunctionName=name)
    assert publish(stage, name, CodeSha256=found["CodeSha256"], RevisionId=found["RevisionId"])["Version"] == "1"


def test_a_function_published_as_it_is_made_has_a_whole_version(stage: Stage) -> None:
    other, _arn = stage.function(stage.role())
    name = unique("function")
    arn = stage.functions.create_function(FunctionName=name, Role=stage.role(), Runtime="provided.al2", Handler="bootstrap",
                                          Publish=True, Code={"ZipFile": code(stage, other)})["FunctionArn"]
    found = stage.functions.get_function_configuration(FunctionName=name, Qualifier="1")
    assert (found["Version"], found["FunctionArn"]) == ("1", f"{arn}:1")
    assert publish(stage, name)["Version"] == "1"
    wait_for(lambda: stage.functions.get_function_configuration(FunctionName=name, Qualifier="1")["State"] == "Active", "the version")
    changed = code(stage, other) + b"\0"
    stage.functions.update_function_code(FunctionName=name, ZipFile=changed, Publish=True)
    assert stage.functions.get_function_configuration(FunctionName=name, Qualifier="2")["FunctionArn"] == f"{arn}:2"
    assert publish(stage, name)["Version"] == "2"
