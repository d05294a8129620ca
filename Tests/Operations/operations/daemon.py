"""What an X-Ray daemon gets."""

import json
import re
import socket
import time

_HEADER = {"format": "json", "version": 1}


class Daemon:
    """A UDP socket of 127.0.0.1."""

    def __init__(self) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._socket.getsockname()[1]}"

    def received(self) -> list[dict]:
        """All that has arrived. A program sends its subsegments before its answer, so after the answer they are here."""
        found = []
        self._socket.setblocking(False)
        while True:
            try:
                header, _, document = self._socket.recv(65536).partition(b"\n")
            except BlockingIOError:
                return found
            assert json.loads(header) == _HEADER, header
            found.append(json.loads(document))

    def close(self) -> None:
        self._socket.close()


def check(segment: dict, trace: str, parent: str, begun: float) -> None:
    """A subsegment as the X-Ray developer guide has it in "X-Ray segment documents"."""
    assert re.fullmatch("[0-9a-f]{16}", segment["id"]), segment
    assert (segment["trace_id"], segment["parent_id"], segment["type"]) == (trace, parent, "subsegment"), segment
    assert segment["namespace"] == "aws" and re.fullmatch(r"[\w.:/%&#=+\-@ ]{1,200}", segment["name"]), segment
    assert isinstance(segment["start_time"], float) and isinstance(segment["end_time"], float), segment
    assert begun - 0.1 <= segment["start_time"] <= segment["end_time"] <= time.time() + 0.1, segment
    known = {"id", "trace_id", "parent_id", "type", "namespace", "name", "start_time", "end_time", "aws", "error", "fault", "throttle", "annotations"}
    assert set(segment) <= known, segment
