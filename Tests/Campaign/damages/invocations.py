"""Damages of invocations and of what they log."""

from decimal import Decimal

from judge.evidence import Evidence


def past_its_deadline(run: Evidence) -> None:
    run.written[1]["message"] = run.written[1]["message"].replace("success", "timeout")


def never_ended(run: Evidence) -> None:
    del run.written[1]


def amount_in_a_log(run: Evidence) -> None:
    run.written.append({"function": "command", "at": Decimal(1), "message": '{"message":"deposited 100.0001"}'})


def name_in_a_log(run: Evidence) -> None:
    run.written.append({"function": "command", "at": Decimal(1), "message": "hello Quixote000001"})


DAMAGES = {
    past_its_deadline: "deadlines",
    never_ended: "deadlines",
    amount_in_a_log: "secrecy",
    name_in_a_log: "secrecy",
}
