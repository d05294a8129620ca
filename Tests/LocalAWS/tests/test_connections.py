"""What a client leaves behind: a closed connection nothing, and many open ones no harm."""

import resource
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from conftest import LocalAWS, Stage, wait_for

REQUEST = b"GET /_ministack/health HTTP/1.1\r\nHost: localhost\r\n"
MANY = 1_100
"""More than the 1,024 files that `select` knows."""


@pytest.fixture
def room() -> Iterator[None]:
    """For more open files than many a system allows from the start."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < MANY + 200:
        pytest.skip(f"this system allows {hard} open files, and no more than 1,024 can do no harm")
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def connected(aws: LocalAWS) -> socket.socket:
    address = urlsplit(aws.endpoint)
    return socket.create_connection((address.hostname, address.port), timeout=60)


def files(aws: LocalAWS) -> int:
    return len(list(Path(f"/proc/{aws.process.pid}/fd").iterdir()))


@pytest.mark.parametrize("sent", [b"", REQUEST, REQUEST + b"\r\n"], ids=["nothing", "half a request", "a request"])
def test_a_connection_that_its_client_closed_is_closed(aws: LocalAWS, sent: bytes) -> None:
    before = files(aws)
    for _number in range(50):
        with connected(aws) as connection:
            connection.sendall(sent)
            if sent.endswith(b"\r\n\r\n"):
                assert connection.recv(65536).startswith(b"HTTP/1.1 200")
    wait_for(lambda: files(aws) < before + 25, "the end of the connections")


def test_the_output_of_functions_is_read_beside_many_connections(aws: LocalAWS, stage: Stage, room: None) -> None:
    name, _arn = stage.function(stage.role(), PRINT="line 1\nline 2")
    with ExitStack() as held:
        for _number in range(MANY):
            held.enter_context(connected(aws))
        wait_for(lambda: files(aws) > MANY, "the connections")
        stage.functions.invoke(FunctionName=name, Payload=b"{}")
        lines = [event["message"] for event in stage.logs.filter_log_events(logGroupName=f"/aws/lambda/{name}")["events"]]
    assert [line for line in lines if line.startswith("line ")] == ["line 1", "line 2"]
