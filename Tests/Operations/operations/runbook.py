"""The runbook in terraform/README.md, run as printed.

A block of the runbook has a comment above it, `<!-- MARK: KIND -->`, and stands under a heading. The mark is `runbook`, `process`
for what only a deployment with a process has, `procedure` for what makes or moves a deployment, or `http` for calls of the HTTP API. `setup` of `runbook` is the block
that all others need; it is run first, in the folder of the deployment. What a block has set and defined, the next ones know, as in the
one shell of an operator. Where Terraform asks for approval, it gets its yes on standard input.
"""

import json
import re
import subprocess
import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from harness.paths import TERRAFORM

_BLOCK = re.compile(
    r"^#{2,4} (?P<heading>[^\n]+)$|^ *<!-- (?P<mark>runbook|process|procedure|http): (?P<kind>\w+) -->\n *```sh\n(?P<text>.*?)^ *```$",
    re.MULTILINE | re.DOTALL)


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
            found.append(Block(match["mark"], heading, match["kind"], textwrap.dedent(match["text"])))
    return found


# A block that fails ends, and the shell goes on; what it has set is kept, but for what bash keeps itself.
_SHELL = """
set -e
source "$1"
set +e
while read -r block; do
  (
    set -e
    source "$block"
    { declare -f; declare -p | grep -Ev '^declare -([a-z]*r|[^ ]* (BASH|DIRSTACK|EUID|FUNCNAME|GROUPS|PIPESTATUS|PPID|SHELLOPTS|UID|_=))'; } >"$block.kept"
  ) < <(yes yes) >"$block.out" 2>"$block.err"
  status=$?
  if [ -f "$block.kept" ]; then source "$block.kept"; fi
  echo "$status"
done
"""


class Deployed(Protocol):
    """The folder of a deployment."""

    directory: Path
    shell_environment: dict[str, str]


class Runbook:
    """One shell, as an operator keeps it open: the setup is run once, then block after block. Remembers which blocks were run."""

    def __init__(self, deployment: Deployed, folder: Path, mark: str = "runbook") -> None:
        self._folder = folder
        self._blocks = [block for block in blocks() if block.mark == mark and block.kind != "setup"]
        self._number = 0
        self.ran: set[Block] = set()
        [setup] = [block for block in blocks() if block.kind == "setup"]
        (folder / "setup").write_text(setup.text)
        self._bash = subprocess.Popen(
            ["bash", "-uo", "pipefail", "-c", _SHELL, "runbook", folder / "setup"], cwd=deployment.directory,
            env=deployment.shell_environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    @property
    def all(self) -> set[Block]:
        return set(self._blocks)

    def run(self, heading: str, number: int = 0, **instead: str) -> str:
        """What a block under a heading printed; a command of it that fails, fails the test.

        `instead` has values for variables that the block sets to an example.
        """
        block = [block for block in self._blocks if block.heading == heading][number]
        self.ran.add(block)
        text = block.text
        for name, value in instead.items():
            text, found = re.subn(rf'\b{name}=("\$\([^)]*\)"|\S+)', lambda _match: f"{name}='{value}'", text)
            assert found == 1, f"{name} in {text}"
        return self.shell(text)

    def set_up_again(self) -> None:
        """As after a change of the workspace."""
        self.shell((self._folder / "setup").read_text())

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
