"""python -m sandbox FOLDER run|withdraw|sweep|remains, called by `.scripts/sandbox.sh`."""

import signal
import sys
import time
import traceback
from datetime import UTC, datetime
from pathlib import Path

from . import plan
from .account import CallersAccount
from .folder import Folder
from .progress import note, say, shown
from .remains import remains, sweep, withdraw
from .report import Report
from .session import Session

_SHOWN = 40
"""Lines of what went wrong; Terraform says what matters last."""


def run(sandbox: Path, folder: Folder) -> int:
    """Every step, up to the first that fails."""
    report = Report(sandbox / "report.md", f"Sandbox {folder.suffix} in {folder.region}, {datetime.now(UTC):%Y-%m-%d %H:%M} UTC")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    session = Session(sandbox, folder, report)
    steps = plan.steps()
    for number, step in enumerate(steps, 1):
        began = time.monotonic()
        try:
            with shown(f"[{number} of {len(steps)}] {step.name}"):
                step.run(session)
        except BaseException as failure:
            report.step(step.name, f"ended after {time.monotonic() - began:.0f} s: {type(failure).__name__}")
            if not isinstance(failure, Exception):
                raise
            _tell(failure, sandbox / "logs" / "failure.log")
            return 1
        report.step(step.name, f"done in {time.monotonic() - began:.0f} s")
    session.close()
    return 0


def _tell(failure: Exception, log: Path) -> None:
    log.write_text("".join(traceback.format_exception(failure)))
    for line in str(failure).splitlines()[-_SHOWN:]:
        note(line)
    note(f"All of it is in {log}")


def main() -> int:
    sandbox, what = Path(sys.argv[1]), sys.argv[2]
    folder = Folder(sandbox)
    account = CallersAccount(folder.region)
    match what:
        case "run":
            return run(sandbox, folder)
        case "withdraw":
            withdraw(account, folder.suffix)
        case "sweep":
            sweep(account, folder.suffix)
        case "remains":
            left = remains(account, folder.suffix)
            for one in left:
                note(one)
            return 1 if left else 0
        case _:
            say(f"run, withdraw, sweep or remains, not {what}")
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
