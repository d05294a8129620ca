"""schemathesis makes requests from the document, valid and not, sends them to the deployed API, and holds the answers against it."""

import json
import subprocess
import sys
from pathlib import Path

from api.deployed import DeployedAPI
from conftest import WORK

FOLDER = Path(__file__).resolve().parent
SECONDS = 1_500
"""Many times what it takes."""


def test_the_api_keeps_what_its_document_says(document: dict, api: DeployedAPI) -> None:
    """A failure shows the seed, and a curl command for each request."""
    deployed = {path: item for path, item in document["paths"].items() if {(method.upper(), path) for method in item} <= api.routes}
    schema = WORK / "deployed.json"
    schema.write_text(json.dumps({**document, "paths": deployed}))
    finished = subprocess.run(
        [str(Path(sys.executable).with_name("st")), "--config-file", str(FOLDER / "schemathesis.toml"), "run", str(schema), "--url", api.url],
        cwd=WORK, env={**api.aws.environment(), "SCHEMATHESIS_HOOKS": "api.hooks", "PYTHONPATH": str(FOLDER)}, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=SECONDS)
    (WORK / "schemathesis.log").write_text(finished.stdout)
    assert finished.returncode == 0, finished.stdout
    assert f"Tested: {len(deployed)}\n" in finished.stdout and len(deployed) >= 8, finished.stdout
