"""The bash blocks of a Markdown page, with the remark that stands before each."""

import re
from dataclasses import dataclass
from pathlib import Path

_BLOCK = re.compile(r"(?:<!-- (?P<remark>[^\n]*?) -->\n)?```bash\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"^##+ (.*)$", re.MULTILINE)
"""With two signs or more: one alone may be a comment in a block."""
NOT_EXECUTED = "not executed here"


@dataclass(frozen=True)
class Block:
    heading: str
    number: int
    remark: str
    text: str

    @property
    def name(self) -> str:
        return f"{self.heading}-{self.number}".replace(" ", "-")

    @property
    def is_executed(self) -> bool:
        return not self.remark.startswith(NOT_EXECUTED)


def blocks(page: Path) -> list[Block]:
    text = page.read_text()
    found = []
    for match in _BLOCK.finditer(text):
        before = [heading for heading in _HEADING.finditer(text) if heading.start() < match.start()]
        heading = before[-1].group(1) if before else "top"
        number = sum(block.heading == heading for block in found) + 1
        found.append(Block(heading, number, match.group("remark") or "", match.group("text")))
    return found
