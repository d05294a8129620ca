"""The configuration by itself: formatting, validity, plans against mocks, and that nothing is left undescribed."""

import re
import subprocess
import sys

import pytest
from harness.configuration import blocks
from harness.paths import ROOT, TERRAFORM
from harness.workspace import Workspace

TEST_FILES = sorted(path.name for path in (TERRAFORM / "tests").glob("*.tftest.hcl"))


def test_formatting(mocked: Workspace) -> None:
    mocked.run("fmt", "-check", "-recursive", "-diff")


def test_validity(mocked: Workspace) -> None:
    assert "Success" in mocked.run("validate", "-no-color").output


@pytest.mark.parametrize("file", TEST_FILES)
def test_plans(mocked: Workspace, file: str) -> None:
    finished = mocked.run("test", "-no-color", f"-filter=tests/{file}")
    runs = len(re.findall(r'^run "', (TERRAFORM / "tests" / file).read_text(), re.MULTILINE))
    assert f"Success! {runs} passed, 0 failed." in finished.output, finished.output


def test_only_the_aws_provider_is_downloaded(mocked: Workspace) -> None:
    """terraform.io/builtin is part of Terraform itself."""
    listed = mocked.run("providers", "-no-color").output
    assert set(re.findall(r"provider\[([^]]+)\]", listed)) <= {"registry.terraform.io/hashicorp/aws", "terraform.io/builtin/terraform"}


@pytest.mark.parametrize("name", sorted(blocks("variable")))
def test_variable_is_described_and_typed(name: str) -> None:
    variable = blocks("variable")[name]
    assert variable.get("description", "").strip(), f"{name} has no description"
    assert "type" in variable and "default" in variable, f"{name} needs a type and a default: the document's file sets few"
    if variable["default"] is None:
        assert "nullable" not in variable, f"{name}: null is its default"
    else:
        assert variable.get("nullable") is False, f"{name} must not be null"


@pytest.mark.parametrize("name", sorted(name for name, body in blocks("variable").items() if "validation" in body))
def test_each_validation_refuses_something(name: str) -> None:
    tests = "\n".join((TERRAFORM / "tests" / file).read_text() for file in TEST_FILES)
    expected = re.findall(r"expect_failures\s*=\s*\[([^]]*)\]", tests)
    assert any(f"var.{name}" in re.split(r"[,\s]+", failures) for failures in expected), f"no run expects {name} to be refused"


@pytest.mark.parametrize("name", sorted(name for name, body in blocks("variable").items() if body["type"] != "${bool}" and body["type"] != "bool"))
def test_values_that_can_be_wrong_are_validated(name: str) -> None:
    assert "validation" in blocks("variable")[name], f"{name} takes anything"


@pytest.mark.parametrize("name", sorted(blocks("output")))
def test_output_is_described(name: str) -> None:
    assert blocks("output")[name].get("description", "").strip()


def test_the_read_me_shows_the_real_inputs_and_outputs() -> None:
    finished = subprocess.run([sys.executable, ROOT / ".scripts" / "terraform-docs.py", "--check"], capture_output=True, text=True)
    assert finished.returncode == 0, finished.stderr


def test_the_pages_tell_the_costs_that_follow_from_prices_and_measurements() -> None:
    finished = subprocess.run([sys.executable, "-B", ROOT / ".scripts" / "cost.py", "--check"], capture_output=True, text=True)
    assert finished.returncode == 0, finished.stderr


def test_the_read_me_names_each_alarm(mocked: Workspace) -> None:
    text = (TERRAFORM / "README.md").read_text()
    runbook = text[text.index("## Runbook"):]
    names = re.findall(r"^    ([A-Z]\w+-\w+) = \{", (TERRAFORM / "monitoring.tf").read_text(), re.MULTILINE)
    assert len(names) > 20
    assert [name for name in names if f"`{name}`" not in runbook] == []


def test_links_inside_the_read_me_lead_somewhere() -> None:
    text = (TERRAFORM / "README.md").read_text()
    headings = {re.sub(r"[^a-z0-9 -]", "", heading.lower()).replace(" ", "-") for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}
    assert [link for link in re.findall(r"\]\(#([^)]+)\)", text) if link not in headings] == []
