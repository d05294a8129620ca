"""One run: the shells in which pages are read, the deployed system, the report."""

from pathlib import Path

from harness.answers import InvocationFailed, Throttled
from harness.system import System, transaction
from harness.waiting import wait_for
from operations.runbook import Runbook
from shell import Shell

from .account import CallersAccount
from .folder import Folder
from .report import Report

ACCOUNT = "account-123"
"""The account of both pages."""
MINUTES = 60
SLOW = 20 * MINUTES
"""Seconds within which AWS has done what it does in minutes: new mappings, replays, policies."""


class Session:
    def __init__(self, sandbox: Path, folder: Folder, report: Report) -> None:
        self.sandbox, self.folder, self.report = sandbox, folder, report
        self.aws = CallersAccount(folder.region)
        # In the process group of this program, with which they are ended.
        self.page = Shell(folder.checkout, folder.shell_environment, own_session=False)
        self.runbook = self._runbook("runbook")
        self.procedure = self._runbook("procedure")

    def _runbook(self, mark: str) -> Runbook:
        blocks = self.sandbox / "blocks" / mark
        blocks.mkdir(parents=True, exist_ok=True)
        return Runbook(self.folder, blocks, mark)

    @property
    def suffix(self) -> str:
        return self.folder.suffix

    def system(self) -> System:
        """As Terraform's outputs say at the moment."""
        return System(self.aws, self.folder)

    def apply(self) -> None:
        """Back to what the variables of the folder say."""
        self.procedure.shell("terraform apply")

    def close(self) -> None:
        self.page.stop()
        self.runbook.close()
        self.procedure.close()


def pay_in(system: System, account: str, identifier: str | None = None) -> int:
    """Sends a deposit under one key until it is done, also while a role or an alias has just changed, and gives its sequence."""
    payload = transaction(account, 1, identifier)

    def sent() -> int:
        try:
            answer = system.command(payload)
        except (InvocationFailed, Throttled):
            return 0
        assert answer.status == 200, answer
        return int(answer.body["sequence"])
    return wait_for(sent, "the deposit", 5 * MINUTES, pause=2)
