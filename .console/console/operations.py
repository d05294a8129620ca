"""What `--operate` adds: operations that were begun, each in a thread of its own, and how far they have come."""

import itertools
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from . import rebuilds, redrives, replays, republications
from .deployment import Deployment
from .failures import Failure

_KINDS = {"redrive": redrives.redrive, "rebuild": rebuilds.rebuild, "rebuildAll": rebuilds.rebuild_all, "resume": redrives.resume,
          "republish": republications.republish, "replay": replays.replay}


@dataclass
class Operation:
    """`state` is running, done or failed; `progress` says how far it is, in words."""

    number: int
    kind: str
    request: dict
    began: str
    state: str = "running"
    progress: str = "begun"
    ended: str | None = None
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def told(self, progress: str) -> None:
        self.progress = progress

    def finish(self, state: str, progress: str) -> None:
        with self.lock:
            self.progress, self.ended, self.state = progress, _now(), state

    def described(self) -> dict:
        with self.lock:
            return {"number": self.number, "kind": self.kind, "request": self.request, "began": self.began, "state": self.state,
                    "progress": self.progress, "ended": self.ended}


class Operations:
    def __init__(self, deployment: Deployment) -> None:
        self._deployment = deployment
        self._numbers = itertools.count(1)
        self._begun: list[Operation] = []

    def listed(self) -> list[dict]:
        """The newest first."""
        return [operation.described() for operation in reversed(self._begun)]

    def begin(self, request: object) -> dict:
        kind = request.get("operation") if isinstance(request, dict) else None
        if kind not in _KINDS:
            raise Failure(400, "refused", f"there is no operation {kind}")
        operation = Operation(next(self._numbers), kind, {name: value for name, value in request.items() if name != "operation"}, _now())
        self._begun.append(operation)
        threading.Thread(target=self._run, args=(operation, _KINDS[kind]), daemon=True).start()
        return operation.described()

    def _run(self, operation: Operation, work: Callable[[Deployment, dict, Callable[[str], None]], str]) -> None:
        try:
            operation.finish("done", work(self._deployment, operation.request, operation.told))
        except Failure as failure:
            details = failure.body["failure"]
            right = f"The right {details['right']} on {details['resource']} is missing. " if "right" in details else ""
            operation.finish("failed", f"{right}{details['message']}")
        except Exception as error:
            operation.finish("failed", f"{type(error).__name__}: {error}")
            raise


def _now() -> str:
    return datetime.now(UTC).isoformat()
