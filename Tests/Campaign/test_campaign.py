"""A small campaign, as `./build.sh campaign` runs a large one, and its judge."""

import json
from pathlib import Path

from bank import Bank
from campaign.__main__ import judged
from campaign.paths import WORK
from campaign.run import Size, campaign
from conftest import SEED

COMMANDS, ACCOUNTS = 200, 12


def test_a_small_campaign(bank: Bank, record_testsuite_property) -> None:
    folder: Path = WORK / "suite" / "evidence"
    found = campaign(bank, Size(SEED, COMMANDS, ACCOUNTS), folder)
    record_testsuite_property("campaign", json.dumps(found))
    print(json.dumps(found))
    assert judged(folder, f"./build.sh campaign --seed {SEED} --commands {COMMANDS} --accounts {ACCOUNTS}") == 0
    assert sum(found["faults"].values()) > 50 and found["acts"]["replay"] == 2, "a campaign without faults shows nothing"
