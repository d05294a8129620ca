"""The processes in which a function runs: on the local AWS each sandbox is one."""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Sandbox:
    process_id: int
    environment: dict[str, str]

    @property
    def credentials(self) -> dict[str, str]:
        """Those of the function's role, as the function got them."""
        return {"key": self.environment["AWS_ACCESS_KEY_ID"], "secret": self.environment["AWS_SECRET_ACCESS_KEY"],
                "token": self.environment["AWS_SESSION_TOKEN"]}


def sandboxes(function: str, launcher: int) -> list[Sandbox]:
    """The running sandboxes of a function of one local AWS."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            environment = _environment(entry)
            if environment.get("AWS_LAMBDA_FUNCTION_NAME") == function and _parent(entry) == launcher:
                found.append(Sandbox(int(entry.name), environment))
        except (OSError, IndexError):
            continue
    return found


def kill(sandbox: Sandbox) -> None:
    """SIGKILL: the process ends between two of its instructions and cleans nothing up. It may have ended since it was found."""
    with suppress(ProcessLookupError):
        os.kill(sandbox.process_id, 9)


def _environment(entry: Path) -> dict[str, str]:
    text = (entry / "environ").read_bytes().decode(errors="replace")
    return dict(pair.split("=", 1) for pair in text.split("\0") if "=" in pair)


def _parent(entry: Path) -> int:
    return int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
