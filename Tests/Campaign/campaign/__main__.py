"""`./build.sh campaign`: deploys to a local AWS of its own, runs a campaign, and lets the judge look at what came of it."""

import argparse
import json
import os
import secrets
import shutil
import subprocess
import sys
from pathlib import Path

from .paths import CAMPAIGN, WORK
from .run import Size, campaign, say
from .stage import Stage


def main() -> int:
    parser = argparse.ArgumentParser(prog="./build.sh campaign", description=__doc__)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(2**31), help="of everything that is drawn; another one each time, if left out")
    parser.add_argument("--commands", type=int, default=10_000, help="how many different commands are sent (10,000)")
    parser.add_argument("--accounts", type=int, default=100, help="how many accounts they are for (100)")
    asked = parser.parse_args()
    again = f"./build.sh campaign --seed {asked.seed} --commands {asked.commands} --accounts {asked.accounts}"
    folder = WORK / f"seed-{asked.seed}"
    shutil.rmtree(folder, ignore_errors=True)
    say(again)
    with Stage(folder, asked.seed) as stage:
        found = campaign(stage.bank, Size(asked.seed, asked.commands, asked.accounts), folder / "evidence")
    print(json.dumps(found, indent=2), flush=True)
    return judged(folder / "evidence", again)


def judged(evidence: Path, again: str) -> int:
    """The judge's own exit status; it is another program."""
    return subprocess.run([sys.executable, "-B", "-m", "judge", str(evidence), "--again", again], cwd=CAMPAIGN,
                          env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
