"""The judge accepts what is right and refuses each damage by the rule that was broken."""

import json
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from judge.chain import canonical, hash_of
from judge.evidence import Evidence
from judge.judgement import judge
from judge.shortest import shortest
from judge.verdict import Fault
from sound_run import ACCOUNT, OTHER, TRANSFER, sound_run

FIRST = ('{"AggregateId":"account-123","CommandId":"command-1","CorrelationId":"6f1c1f0e-0000-4000-8000-000000000001",'
         '"EventData":{"accountId":"account-123","accountType":"checking"},"EventId":"6f1c1f0e-0000-4000-8000-000000000001","EventSequence":1,'
         '"EventType":"AccountCreated","PreviousHash":"' + "0" * 64 + '",'
         '"Timestamp":"2024-01-15T10:00:00.000000Z","UserId":"system","Version":"1.0"}')


def faults(evidence: Evidence) -> list[Fault]:
    return judge(evidence)[0].faults


def again(log: list[dict], begin: int = 0) -> None:
    """Hashes and sequences as if the log had always been so: only what it says is wrong."""
    for place in range(begin, len(log)):
        log[place] = {**log[place], "EventSequence": Decimal(place + 1), "PreviousHash": log[place - 1]["EventHash"] if place else "0" * 64}
        log[place]["EventHash"] = hash_of(log[place])


def test_a_sound_run_is_accepted() -> None:
    verdict, figures = judge(sound_run())
    assert verdict.faults == []
    assert figures["commands"] == 8 and figures["answers"] == {"200": 6, "422": 1, "400": 1, "unknown": 1}
    assert figures["transfers"] == {"TransferCompleted": 1}
    assert not [check for check, count in verdict.counts.items() if not count]


def test_the_hash_is_the_one_that_is_specified() -> None:
    """The worked vector that stands beside the product's own tests, copied as text."""
    assert canonical(json.loads(FIRST, parse_int=Decimal)) == FIRST
    assert hash_of(json.loads(FIRST, parse_int=Decimal)) == "c84b5b03fd8d12f02e9cc3b7bee88782960362e02d3a1ac3903f0d1b13c03927"


@pytest.mark.parametrize("number, text", [("100.50", "100.5"), ("1.005e2", "100.5"), ("1E2", "100"), ("-0", "0"), ("0.10", "0.1"),
                                          ("1.000000000000000005", "1.000000000000000005")])
def test_numbers_have_one_text(number: str, text: str) -> None:
    assert canonical(Decimal(number)) == text


def lost_event(run: Evidence) -> None:
    del run.logs[ACCOUNT][1]
    again(run.logs[ACCOUNT])


def doubled_event(run: Evidence) -> None:
    run.logs[ACCOUNT].insert(2, {**run.logs[ACCOUNT][1], "EventId": "event-again"})
    again(run.logs[ACCOUNT])


def gap(run: Evidence) -> None:
    del run.logs[ACCOUNT][2]


def altered_amount(run: Evidence) -> None:
    run.logs[ACCOUNT][1]["EventData"]["amount"] = Decimal("100.0002")


def other_amount(run: Evidence) -> None:
    run.logs[ACCOUNT][1]["EventData"] = {**run.logs[ACCOUNT][1]["EventData"], "amount": Decimal("100.0002")}
    again(run.logs[ACCOUNT])


def torn_batch(run: Evidence) -> None:
    del run.logs[ACCOUNT][3]
    again(run.logs[ACCOUNT])


def wrong_order(run: Evidence) -> None:
    log = run.logs[ACCOUNT]
    log[1:4] = log[2:4] + log[1:2]
    again(log)


def refused_and_stored(run: Evidence) -> None:
    data = {"amount": Decimal("-900.0009"), "type": "withdrawal", "reference": "c-5"}
    run.logs[ACCOUNT].append({**run.logs[ACCOUNT][-1], "EventType": "TransactionProcessed", "EventData": data, "CommandId": "c-5"})
    again(run.logs[ACCOUNT])


def sent_by_nobody(run: Evidence) -> None:
    data = {"amount": Decimal("1.0001"), "type": "deposit", "reference": "nobody's"}
    run.logs[OTHER].append({**run.logs[OTHER][-1], "EventData": data, "CommandId": "x"})
    again(run.logs[OTHER])


def answered_with_another_event(run: Evidence) -> None:
    line = next(line for line in run.history if "c-3" in line.get("request", ""))
    line["answer"] = {**line["answer"], "body": line["answer"]["body"].replace('"sequence":2', '"sequence":3')}


def two_first_answers(run: Evidence) -> None:
    for line in run.history:
        if "duplicate" in line.get("answer", {}).get("body", ""):
            line["answer"] = {**line["answer"], "body": line["answer"]["body"].replace('"duplicate":true,', "")}


def _change(run: Evidence, kind: str, place: int, change: Callable[[dict], None]) -> None:
    change([line for line in run.history if line["kind"] == kind][place])


def false_refusal(run: Evidence) -> None:
    for line in run.history:
        if "c-5" in line.get("request", ""):
            line["request"] = line["request"].replace("-900.0009", "-1.0009")


def refused_as_invalid(run: Evidence) -> None:
    for line in run.history:
        if "c-6" in line.get("request", ""):
            line["request"] = line["request"].replace('"12.5"', "12.5")


def stale_read(run: Evidence) -> None:
    """Consistent, and without what was acknowledged before."""
    body = '{"Version":1,"Balance":0,"Status":"Active","TransactionCount":0}'
    _change(run, "read", 0, lambda line: line["answer"].update(body=body))


def read_of_the_future(run: Evidence) -> None:
    body = '{"Version":4,"Balance":57.0003,"Status":"Active","TransactionCount":3}'
    _change(run, "read", 0, lambda line: line["answer"].update(body=body))


def wrong_balance_read(run: Evidence) -> None:
    _change(run, "read", 1, lambda line: line["answer"].update(body=line["answer"]["body"].replace("57.0003", "57.0004")))


def reader_going_backwards(run: Evidence) -> None:
    sight = [line for line in run.history if line["kind"] == "sight"][0]
    run.history.append({**sight, "begin": Decimal(100), "end": Decimal(101)})


def wrong_balance_seen(run: Evidence) -> None:
    _change(run, "sight", 1, lambda line: line["item"].update(Balance={"N": "57"}))


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


def not_published(run: Evidence) -> None:
    del run.bus[2]


def published_otherwise(run: Evidence) -> None:
    run.bus[2] = {**run.bus[2], "detail": {**run.bus[2]["detail"], "UserId": "mallory"}}


def not_archived(run: Evidence) -> None:
    del run.archive[0]


def letter_of_no_poison(run: Evidence) -> None:
    run.dead_letters.append({"body": json.dumps({"letter": {"reason": "EventNotInStore", "aggregateId": ACCOUNT, "messageId": "other"}})})


def swallowed_poison(run: Evidence) -> None:
    run.dead_letters.clear()


def forged_event_without_a_letter(run: Evidence) -> None:
    run.history.append({"kind": "act", "what": "redrive", "begin": Decimal(10), "end": Decimal(20)})
    run.history.append({"kind": "poison", "begin": Decimal(9), "aggregateId": "forged"})


def lost_rebuild(run: Evidence) -> None:
    run.history.append({"kind": "rebuild", "run": "r", "how": "lost"})


def letter_of_the_process(run: Evidence) -> None:
    run.process_dead_letters.append({"body": "{}"})


def transfer_under_way(run: Evidence) -> None:
    del run.logs[TRANSFER][-1]


def credited_twice(run: Evidence) -> None:
    run.logs[OTHER].append({**run.logs[OTHER][-1]})
    again(run.logs[OTHER])


def past_its_deadline(run: Evidence) -> None:
    run.written[1]["message"] = run.written[1]["message"].replace("success", "timeout")


def never_ended(run: Evidence) -> None:
    del run.written[1]


def amount_in_a_log(run: Evidence) -> None:
    run.written.append({"function": "command", "at": Decimal(1), "message": '{"message":"deposited 100.0001"}'})


def name_in_a_log(run: Evidence) -> None:
    run.written.append({"function": "command", "at": Decimal(1), "message": "hello Quixote000001"})


DAMAGES = {
    lost_event: "lost", doubled_event: "doubled", gap: "sequences", altered_amount: "hash", other_amount: "content",
    torn_batch: "batches", wrong_order: "order", refused_and_stored: "refused", sent_by_nobody: "unsent", answered_with_another_event: "answers",
    two_first_answers: "duplicates", false_refusal: "refusals", refused_as_invalid: "valid", stale_read: "reads", read_of_the_future: "reads",
    wrong_balance_read: "reads", reader_going_backwards: "backwards", wrong_balance_seen: "sights", wrong_balance: "balances",
    stale_read_model: "model", lost_trail: "model", wrong_trail: "trail", lost_row_of_a_view: "model", row_too_many: "model",
    not_published: "bus", published_otherwise: "bus", not_archived: "archive", letter_of_no_poison: "letters", swallowed_poison: "letters",
    forged_event_without_a_letter: "letters", lost_rebuild: "rebuilds",
    letter_of_the_process: "letters", transfer_under_way: "ended", credited_twice: "legs", past_its_deadline: "deadlines",
    never_ended: "deadlines", amount_in_a_log: "secrecy", name_in_a_log: "secrecy",
}


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_a_damage_is_refused(damage: Callable[[Evidence], None]) -> None:
    run = sound_run()
    damage(run)
    assert DAMAGES[damage] in {fault.check for fault in faults(run)}


def test_money_that_is_made_is_seen_by_the_sum() -> None:
    run = sound_run()
    wrong_balance(run)
    assert "money" in {fault.check for fault in faults(run)}


def test_a_reader_may_go_backwards_while_the_read_model_is_deleted() -> None:
    run = sound_run()
    reader_going_backwards(run)
    run.history.append({"kind": "act", "what": "lose", "begin": Decimal(50), "end": Decimal(60)})
    assert faults(run) == []


def test_the_shortest_history_of_a_fault() -> None:
    run = sound_run()
    stale_read(run)
    fault = next(fault for fault in faults(run) if fault.check == "reads")
    found = shortest(run, fault)
    assert 1 <= len(found) <= 3 and any(line["kind"] == "read" for line in found), found


def kept(run: Evidence, folder: Path) -> Path:
    """The evidence as files, as a campaign leaves them."""
    def typed(value: object) -> dict:
        if isinstance(value, bool):
            return {"BOOL": value}
        if isinstance(value, Decimal):
            return {"N": str(value)}
        return {"M": {name: typed(member) for name, member in value.items()}} if isinstance(value, dict) else {"S": value}

    def items(several: list[dict]) -> list[dict]:
        return [{name: typed(value) for name, value in item.items()} for item in several]

    files = {"history": run.history, "event-store": items([event for log in run.logs.values() for event in log]),
             "read-model": items(run.read_model), "bus": run.bus, "archive": run.archive, "dead-letters": run.dead_letters,
             "process-dead-letters": run.process_dead_letters, "logs": run.written}
    for name, found in files.items():
        (folder / f"{name}.jsonl").write_text("".join(canonical(line) + "\n" for line in found))
    return folder


@pytest.mark.parametrize("damage, status", [(None, 0), (lost_event, 1)], ids=["sound", "lost-event"])
def test_the_program(tmp_path: Path, damage: Callable[[Evidence], None] | None, status: int) -> None:
    run = sound_run()
    if damage:
        damage(run)
    finished = subprocess.run([sys.executable, "-B", "-m", "judge", str(kept(run, tmp_path)), "--again", "./build.sh campaign --seed 7"],
                              cwd=Path(__file__).parent, capture_output=True, text=True, check=False)
    assert finished.returncode == status, finished.stderr
    found = json.loads((tmp_path / "verdict.json").read_text())["found"]
    assert json.loads(finished.stdout)["faults"] == len(found) and bool(found) == bool(status)
    if damage:
        assert "Again: ./build.sh campaign --seed 7" in finished.stderr and "The shortest history of account-1" in finished.stderr


def test_the_judge_shares_nothing_with_what_it_judges() -> None:
    """It imports Python's own library and itself."""
    for file in (Path(__file__).parent / "judge").glob("*.py"):
        for line in file.read_text().splitlines():
            if line.startswith(("import ", "from ")) and not line.startswith("from ."):
                assert line.split()[1].split(".")[0] in sys.stdlib_module_names, f"{file.name}: {line}"
