"""README.md: its bash blocks run as printed, and it keeps the forms that work everywhere."""

import re
import subprocess
from pathlib import Path

import pytest
from page import Block, blocks
from shell import Shell

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "README.md"
BLOCKS = blocks(PAGE)
EXECUTED = [block for block in BLOCKS if block.is_executed]
SHOWN = {
    "Send-commands,-ask-questions-1": ['"duplicate":true', '"sequence":3'],
    "Send-commands,-ask-questions-2": ['"Balance":70.25', '"balance":100.5', '"eventCount":2', '"Events":['],
    "Verify-events-1": ['"valid":true', '"readModelMatches":true', "AccountCreated", "ENABLED\t3", '"N": "70.25"'],
    "Replay-1": ["replay-"],
    "Replay-2": ['"processedEvents":3'],
    "Logs-1": ['"level":"INFO"', "account-123"],
    "Debugging-1": ["Enabled\tOK", "ENABLED\t"],
    "Clean-up-1": ["Destroy complete!"],
    "Your-own-domain-2": ['"sequence":1', '"Place":"lisbon"', '"placeId":"lisbon"', "Destroy complete!"],
}
"""Of each block's output, what a reader looks for."""


def outcome(printed: str) -> str:
    """With a function's answer as its reader sees it: JSON within JSON has its quotes escaped."""
    return printed.replace('\\"', '"')


@pytest.mark.parametrize("block", EXECUTED, ids=lambda block: block.name)
def test_a_block_runs_as_printed(shell: Shell, block: Block) -> None:
    status, printed = shell.run(block.text)
    print(printed)
    assert status == 0, printed
    assert '"FunctionError": "' not in printed, printed
    for text in SHOWN.get(block.name, []):
        assert text in outcome(printed), f"{text} is missing in:\n{printed}"


def test_every_block_is_looked_at() -> None:
    assert len(EXECUTED) >= 10
    assert set(SHOWN) <= {block.name for block in EXECUTED}
    assert PAGE.read_text().count("```bash") == len(BLOCKS)
    assert {block.remark.split(":")[0].split(";")[0] for block in BLOCKS} <= {"not executed here", "needs an AWS account"}


def test_what_is_not_executed_is_a_command_of_the_build() -> None:
    for block in BLOCKS:
        if not block.is_executed:
            commands = [line.split("#")[0].split() for line in block.text.splitlines() if line.split("#")[0].strip()]
            assert all(words[0] == "./build.sh" for words in commands), block


FORMS = {
    "sqs receive-message": ("--wait-time-seconds", "without it AWS asks a part of its servers, and may find nothing although there is something"),
    "lambda list-event-source-mappings": ("--event-source-arn", "a function's name does not lead to the mapping of its alias"),
    "cloudwatch describe-alarms": ("--alarm-names", "an account has other alarms too"),
}


def test_the_python_that_is_asked_for_is_the_one_that_the_tools_need() -> None:
    pins = [text for path in (ROOT / "Tests").glob("*/requirements*.txt") for text in re.findall(r"--python-version (\d+\.\d+)", path.read_text())]
    needed = max(pins, key=lambda version: [int(part) for part in version.split(".")])
    assert f"Python {needed}+" in PAGE.read_text()
    assert f"PYTHON_MINIMUM={needed}\n" in (ROOT / ".scripts" / "packages.sh").read_text()


@pytest.mark.parametrize("call", FORMS)
@pytest.mark.parametrize("page", [PAGE, ROOT / "terraform" / "README.md"], ids=["README", "terraform"])
def test_calls_that_mean_less_than_they_seem_say_more(page: Path, call: str) -> None:
    option, reason = FORMS[call]
    lines = [line for line in page.read_text().replace("\\\n", " ").splitlines() if f"aws {call}" in line]
    assert lines and [line for line in lines if option not in line] == [], reason


@pytest.mark.parametrize("page", [PAGE, ROOT / "terraform" / "README.md"], ids=["README", "terraform"])
def test_no_answer_is_paged_and_no_rebuild_is_sent_twice(page: Path) -> None:
    text = page.read_text()
    assert 'export AWS_PAGER=""' in text
    calls = [line for line in text.splitlines() if re.search(r"aws lambda invoke .*(\$PROJECTION|\"\$1(:live)?\")", line)]
    assert calls and all("--cli-read-timeout 0" in line for line in calls), "after 60 s the CLI sends again"


def test_the_limits_are_those_of_the_code() -> None:
    source = (ROOT / "Sources/EventSourcing/EventSourcing/PayloadLimits.swift").read_text()
    limits = {name: int(number.replace("_", "")) for name, number in re.findall(r"let (bytes|values) = ([\d_]+)", source)}
    assert f"at most {limits['bytes']:,} bytes as JSON, {limits['values']:,} values" in PAGE.read_text()


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.name)
def test_the_forms_that_work_everywhere(block: Block) -> None:
    text = block.text.replace("\\\n", " ")
    for line in text.splitlines():
        if "aws lambda invoke" in line:
            assert "--payload fileb://" in line, "version 2 of the CLI takes a plain text as base64"
        assert not re.search(r"\bdate\b[^)]* (-d|--date|-v|-j)\b", line), "GNU and BSD date have no option for this in common"
        for found in re.finditer(r"\$\(terraform output", line):
            assert line[found.start() - 1] == '"', "outputs stand in double quotes"
        assert "aws logs tail" not in line, "version 1 of the CLI does not have it"
    subprocess.run(["bash", "-n"], input=block.text, text=True, check=True)


def test_the_replay_names_archive_and_rule() -> None:
    text = next(block.text for block in BLOCKS if block.heading == "Replay")
    assert '--event-source-arn "$(terraform output -raw event_archive_arn)"' in text
    assert "FilterArns" in text and "financial_events_replay_rule_arn" in text


def test_the_domain_of_the_page_is_the_one_that_is_built() -> None:
    section = re.search(r"^## Your own domain\n(.*?)^## ", PAGE.read_text(), re.DOTALL | re.MULTILINE).group(1)
    assert len(section.splitlines()) <= 60
    shown = re.search(r"^```swift\n(.*?)^```$", section, re.DOTALL | re.MULTILINE).group(1)
    rest = (ROOT / "Tests/Parcels/Domains/Parcels/Parcel.swift").read_text()
    for piece in shown.split("  // …\n"):
        assert piece in rest, f"not in the file, or not in this order:\n{piece}"
        rest = rest.split(piece, 1)[1]
    main = (ROOT / "Tests/Parcels/Functions/parcels-command/main.swift").read_text()
    assert main.splitlines()[-1] == "CommandFunction<Parcel>.run()" and main.count("import ") == 2


def test_the_commands_of_the_build_exist() -> None:
    known = subprocess.run([ROOT / "build.sh", "help"], capture_output=True, text=True, check=True).stdout
    for command in re.findall(r"\./build\.sh (\w+)", PAGE.read_text()):
        assert re.search(rf"^  {command}\b", known, re.MULTILINE), command


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)", PAGE.read_text()):
        assert (ROOT / target).exists(), target
    for file, anchor in re.findall(r"\]\((?!https?:)([^)#]+)#([^)]*)\)", PAGE.read_text()):
        headings = re.findall(r"^#+ (.*)$", (ROOT / file).read_text(), re.MULTILINE)
        assert anchor in [re.sub(r"[^\w\- ]", "", heading).lower().replace(" ", "-") for heading in headings], anchor


@pytest.mark.parametrize("function", ["command", "publisher", "projection", "process", "query"])
def test_the_picture_shows_each_function(function: str) -> None:
    picture = re.search(r"^```mermaid\n(.*?)^```$", PAGE.read_text(), re.DOTALL | re.MULTILINE).group(1)
    assert f"[{function} function]" in picture
