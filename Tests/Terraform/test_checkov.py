"""checkov finds nothing, and every skip says why."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from harness.paths import CHECKOV, MODULE

EVERYTHING = """
billing_mode           = "PROVISIONED"
enable_autoscaling     = true
create_kms_key         = true
enable_xray            = true
enable_dashboard       = true
enable_http_api        = true
enable_schema_registry = true
enable_dlq_redrive     = true
alarm_email            = "operations@example.com"
deletion_protection    = true
"""

pytestmark = pytest.mark.skipif(not CHECKOV.exists(), reason=f"{CHECKOV} is missing: set CHECKOV to a checkov")


@pytest.mark.parametrize("values", ["", EVERYTHING], ids=["defaults", "everything"])
def test_no_check_fails(values: str, tmp_path: Path, record_property) -> None:
    (tmp_path / "values.tfvars").write_text(values)
    finished = subprocess.run(
        [CHECKOV, "--directory", MODULE, "--framework", "terraform", "--skip-download", "--output", "json", "--var-file", tmp_path / "values.tfvars"],
        capture_output=True, text=True, stdin=subprocess.DEVNULL)
    report = json.loads(finished.stdout)
    counts = {name: report["summary"][name] for name in ("passed", "failed", "skipped", "parsing_errors")}
    record_property("checkov", json.dumps(counts))
    print(counts)
    failed = [f"{check['check_id']} {check['check_name']}: {check['resource']}" for check in report["results"]["failed_checks"]]
    assert failed == []
    assert counts["parsing_errors"] == 0 and counts["passed"] > 20


def test_each_skip_has_its_reason() -> None:
    skips = re.findall(r"checkov:skip=(\w+)(?::(.*))?", "\n".join(path.read_text() for path in MODULE.glob("*.tf")))
    assert skips
    assert [name for name, reason in skips if len(reason.split()) < 6] == []
