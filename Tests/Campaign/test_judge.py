"""The judge accepts what is right and refuses each damage by the rule that was broken."""

import json
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from damages import DAMAGES
from damages.answers import reader_going_backwards, stale_read
from damages.log import lost_event
from damages.read_model import wrong_balance
from judge.chain import canonical, hash_of
from judge.evidence import Evidence
from judge.judgement import judge
from judge.shortest import shortest
from judge.verdict import Fault
from sound_run import sound_run

FIRST = ('{"AggregateId":"account-123","CommandId":"command-1","CorrelationId":"6f1c1f0e-0000-4000-8000-000000000001",'
         '"EventData":{"accountId":"account-123","accountType":"checking"},"EventId":"6f1c1f0e-0000-4000-8000-000000000001","EventSequence":1,'
         '"EventType":"AccountCreated","PreviousHash":"' + "0" * 64 + '",'
         '"Timestamp":"2024-01-15T10:00:00.000000Z","UserId":"system","Version":"1.0"}')


def faults(evidence: Evidence) -> list[Fault]:
    return judge(evidence)[0].faults


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
