"""Damages of the read model and its views."""

from decimal import Decimal

from judge.evidence import Evidence
from sound_run import ACCOUNT


def _model(run: Evidence, key: str, owner: str = ACCOUNT) -> dict:
    return next(item for item in run.read_model if (item["AccountId"], item["ProjectionType"]) == (owner, key))


def wrong_balance(run: Evidence) -> None:
    _model(run, "AccountSummary")["Balance"] += Decimal("0.0001")


def stale_read_model(run: Evidence) -> None:
    _model(run, "AccountSummary")["Version"] -= 1


def lost_trail(run: Evidence) -> None:
    run.read_model.remove(_model(run, f"AuditTrail#{2:020}"))


def wrong_trail(run: Evidence) -> None:
    _model(run, f"AuditTrail#{2:020}")["Data"] = {}


def lost_row_of_a_view(run: Evidence) -> None:
    run.read_model.remove(_model(run, f"CustomerAccounts#{ACCOUNT}", "customer-1"))


def row_too_many(run: Evidence) -> None:
    run.read_model.append({"AccountId": "customer-2", "ProjectionType": f"CustomerAccounts#{ACCOUNT}"})


DAMAGES = {
    wrong_balance: "balances",
    stale_read_model: "model",
    lost_trail: "model",
    wrong_trail: "trail",
    lost_row_of_a_view: "model",
    row_too_many: "model",
}
