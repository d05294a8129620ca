"""The blocks of README.md, in one shell, as somebody would paste them."""

from pathlib import Path

from harness.waiting import wait_for
from page import Block, blocks

from .session import SLOW, Session

_PAGE = Path(__file__).resolve().parents[3] / "README.md"
_LAST = "Clean up"


def first_blocks() -> list[Block]:
    return [block for block in blocks(_PAGE) if block.is_executed and block.heading != _LAST]


def last_blocks() -> list[Block]:
    return [block for block in blocks(_PAGE) if block.is_executed and block.heading == _LAST]


def run(session: Session, block: Block) -> None:
    status, printed = session.page.run(_own_names(session, block.text))
    assert status == 0 and '"FunctionError": "' not in printed, f"{status}: {block.text}\n{printed}"
    if block.heading == "Transfers":
        _completed(session)


def _own_names(session: Session, text: str) -> str:
    """The second domain of the page has a fixed suffix, which may be somebody's."""
    return text.replace('resource_suffix="parcels"', f'resource_suffix="{session.suffix}-parcels"')


def _completed(session: Session) -> None:
    """The page waits for a minute; a new mapping may take longer."""
    system, question = session.system(), {"queryType": "getTransfer", "transferId": "transfer-1", "consistent": True}
    wait_for(lambda: system.query(question).body.get("Status") == "Completed", "the transfer", SLOW, pause=1)
