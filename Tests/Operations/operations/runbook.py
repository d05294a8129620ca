"""The runbook in terraform/README.md, run as printed.

A block of the runbook has a comment above it, `<!-- MARK: KIND -->`, and stands under a heading. The mark is `runbook`, or `process`
for what only a deployment with a process has. `setup` of `runbook` is the block that all others need; it is run first, in the same
shell, in the folder of the deployment. Where Terraform asks for approval, it gets its yes on standard input, as from an operator.
"""

import json
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from harness.paths import TERRAFORM
from harness.terraform import Terraform

_BLOCK = re.compile(
    r"^#{2,4} (?P<heading>[^\n]+)$|^<!-- (?P<mark>runbook|process): (?P<kind>\w+) -->\n```sh\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    mark: str
    heading: str
    kind: str
    text: str


def blocks(readme: Path = TERRAFORM / "README.md") -> list[Block]:
    """The marked blocks, in order."""
    found, heading = [], ""
    for match in _BLOCK.finditer(readme.read_text()):
        if match["heading"]:
            heading = match["heading"]
        else:
            found.append(Block(match["mark"], heading, match["kind"], match["text"]))
    return found


_SHELL = """
source "$1"
while read -r block; do
  (set -e; source "$block") <"$2" >"$block.out" 2>"$block.err"
  echo "$?"
done
"""


class Runbook:
    """One shell, as an operator keeps it open: the setup is run once, then block after block. Remembers which blocks were run."""

    def __init__(self, deployment: Terraform, folder: Path, mark: str = "runbook") -> None:
        self._folder = folder
        self._blocks = [block for block in blocks() if block.mark == mark and block.kind != "setup"]
        self._number = 0
        self.ran: set[Block] = set()
        [setup] = [block for block in blocks() if block.kind == "setup"]
        (folder / "setup").write_text(setup.text)
        (folder / "answers").write_text("yes\n")
        self._bash = subprocess.Popen(
            ["bash", "-euo", "pipefail", "-c", _SHELL, "runbook", folder / "setup", folder / "answers"], cwd=deployment.directory,
            env=deployment.shell_environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    @property
    def all(self) -> set[Block]:
        return set(self._blocks)

    def run(self, heading: str, number: int = 0) -> str:
        """What a block under a heading printed; a command of it that fails, fails the test."""
        block = [block for block in self._blocks if block.heading == heading][number]
        self.ran.add(block)
        return self.shell(block.text)

    def shell(self, text: str) -> str:
        """What commands printed that follow the setup."""
        self._number += 1
        file = self._folder / f"block-{self._number}"
        file.write_text(text)
        self._bash.stdin.write(f"{file}\n")
        self._bash.stdin.flush()
        status = self._bash.stdout.readline().strip()
        printed, complaint = Path(f"{file}.out").read_text(), Path(f"{file}.err").read_text()
        assert status == "0", f"{status}: {text}\n{printed}\n{complaint}"
        return printed

    def close(self) -> None:
        self._bash.stdin.close()
        assert self._bash.wait(60) == 0


def answers(printed: str) -> list[dict]:
    """The bodies of the functions' answers in what `invoke` printed."""
    found = [json.loads(line) for line in printed.splitlines() if line.startswith('{"statusCode"')]
    assert found and all(answer["statusCode"] == 200 for answer in found), printed
    return [json.loads(answer["body"]) for answer in found]
