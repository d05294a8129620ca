"""What a campaign sends: the seed alone says what, and there is some of everything."""

import json
from collections import Counter
from decimal import Decimal

import pytest
from campaign.plan import Plan, Planner
from campaign.words import Exact, text


def texts(plan: Plan) -> list[tuple[str, bool, int | None]]:
    return [(text(step.body), step.is_twin, step.expects) for step in (*plan.openings, *plan.steps)]


def test_the_seed_says_what_is_sent() -> None:
    first, again, other = (texts(Planner(seed, 300, 20).plan()) for seed in (1, 1, 2))
    assert first == again != other


def test_there_is_some_of_everything() -> None:
    plan = Planner(7, 2000, 100).plan()
    assert plan.commands == 2000 and len(plan.openings) == 100
    steps = [step for step in plan.steps if not step.is_query]
    kinds = Counter("batch" if "events" in step.body else step.body.get("eventType") for step in steps)
    assert kinds["TransferRequested"] > 60 and kinds["batch"] > 150 and kinds["AccountClosed"] > 5 and kinds["MoneyPrinted"] > 5
    assert sum(step.is_twin for step in steps) > 40
    assert sum(not step.is_repeatable for step in steps) > 60
    assert sum(step.is_query for step in plan.steps) > 400
    assert {step.expects for step in plan.steps} >= {None, 0, 1, -1}


@pytest.mark.parametrize("amount", ["0.0001", "-12.5000", "999999999999999.9999", "1e-4", "0"])
def test_an_amount_is_sent_as_it_was_drawn(amount: str) -> None:
    assert text({"a": [Exact(amount)], "b": "\u0001"}) == f'{{"a": [{amount}], "b": "\\u0001"}}'
    assert json.loads(text(Exact(Decimal("0.10"))), parse_float=str) == "0.10"
