"""The steps of a run, in an order in which none spoils another."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from . import batches, equal_keys, killed, pages, procedures, questions, repairs
from .session import Session


@dataclass(frozen=True)
class Step:
    name: str
    run: Callable[[Session], None]


def steps() -> list[Step]:
    """Replicas stand before keys, because they would want keys of their own; the replay stands late, because AWS may keep an event back."""
    return [
        Step("What some questions need some time before they are asked", questions.prepare),
        *(_block(block) for block in pages.first_blocks()),
        Step("Question: the bus and its condition", questions.source),
        Step("Question: decimals", questions.decimals),
        Step("Question: commands of 50 events", batches.ask),
        Step("Question: equal keys of an index", equal_keys.ask),
        Step("Questions: a function that is killed", killed.ask),
        Step("Runbook: looks", repairs.look),
        Step("Runbook: rebuild", repairs.rebuild),
        Step("Runbook: republish", repairs.republish),
        Step("Runbook: redrive", repairs.redrive),
        Step("Procedure: roll back, and deploy to a tenth", procedures.roll_back),
        Step("Procedure: on-demand capacity, and back", procedures.on_demand_and_back),
        Step("Procedure and question: replicas, and back", procedures.replicas),
        Step("Procedure: restore (on AWS half an hour and more)", procedures.restore),
        Step("Runbook: replay", repairs.replay),
        Step("Procedure and question: keys", procedures.keys),
        Step("Question: FILL", questions.fill),
    ]


def _block(block: pages.Block) -> Step:
    return Step(f"README.md: {block.heading}, block {block.number}", partial(pages.run, block=block))
