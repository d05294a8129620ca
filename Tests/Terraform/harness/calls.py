"""What Terraform's provider asks AWS for, from its own log."""

import re
from collections.abc import Iterator
from pathlib import Path

_BEGIN = re.compile(r"^\d{4}-\d\d-\d\dT\S+ \[\w+\]")
_CALL = re.compile(r'rpc\.(service|method)=(?:"([^"]+)"|(\w+))')


def calls(log: Path) -> dict[str, list[str]]:
    """The operations of each service, each once."""
    found: dict[str, set[str]] = {}
    for entry in _entries(log):
        if "HTTP Request Sent" in entry:
            names = {key: quoted or plain for key, quoted, plain in _CALL.findall(entry)}
            found.setdefault(names["service"], set()).add(names["method"])
    return {service: sorted(operations) for service, operations in sorted(found.items())}


def _entries(log: Path) -> Iterator[str]:
    """An entry may have several lines: bodies are in it as they are."""
    entry: list[str] = []
    with log.open(errors="replace") as lines:
        for line in lines:
            if _BEGIN.match(line):
                yield "".join(entry)
                entry = []
            entry.append(line)
    yield "".join(entry)
