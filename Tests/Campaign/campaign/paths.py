"""Where things are, and the folders of other suites whose words this one uses."""

import os
import sys
from pathlib import Path

CAMPAIGN = Path(__file__).resolve().parents[1]
ROOT = CAMPAIGN.parents[1]
WORK = Path(os.environ.get("CAMPAIGN_DIRECTORY", ROOT / ".build" / "campaign"))
"""A folder for each seed, with logs, state and evidence; it stays for whoever looks for the cause of a failure."""

for name in ("Transfers", "Operations", "EndToEnd"):
    if str(ROOT / "Tests" / name) not in sys.path:
        sys.path.append(str(ROOT / "Tests" / name))
