"""What a plan says to people: warnings that stop nothing, and refusals that name the remedy."""

from harness.variable_sets import DOCUMENT
from harness.workspace import Workspace, make_bundles, variables


def test_the_default_runtime_is_warned_about_with_dates_and_the_line_to_change(planning: Workspace) -> None:
    said = planning.plan().text
    assert "no security patches are promised since 2026-07-31" in said
    assert "2027-02-01" in said and "2027-03-03" in said and 'lambda_runtime = "provided.al2023"' in said


def test_the_next_runtime_is_not_warned_about(planning: Workspace) -> None:
    assert "Warning" not in planning.plan(*DOCUMENT).text


def test_another_architecture_than_the_built_one_is_refused(planning: Workspace) -> None:
    finished = planning.plan(*variables(architecture="arm64"), accepted=None)
    assert finished.status == 1
    assert "were built for x86_64, but architecture is arm64" in finished.text


def test_the_built_architecture_is_accepted(planning: Workspace) -> None:
    bundles = make_bundles(planning.directory.parent / "arm64", "arm64")
    planning.plan(*variables(architecture="arm64", artifacts_directory=str(bundles)))


def test_missing_bundles_are_named_with_the_command_that_makes_them(planning: Workspace) -> None:
    finished = planning.plan(*variables(artifacts_directory="../nowhere"), accepted=None)
    assert finished.status == 1
    assert "../nowhere/command.zip is missing: run ./build.sh build first" in finished.text


def test_a_missing_domain_is_named_with_the_command_that_makes_it(planning: Workspace) -> None:
    finished = planning.plan(*variables(domain_file="../nowhere/domain.json"), accepted=None)
    assert finished.status == 1
    assert "../nowhere/domain.json is missing, or no description of a domain: run ./build.sh build first" in finished.text
    assert finished.text.count("Error:") == 1, finished.text


def test_unknown_architecture_of_the_bundles_is_warned_about(planning: Workspace) -> None:
    bundles = make_bundles(planning.directory.parent / "unmarked")
    (bundles / "architecture").unlink()
    assert "nothing can tell whether the bundles run on x86_64" in planning.plan(*variables(artifacts_directory=str(bundles))).text


def test_a_long_suffix_is_refused_with_the_reason(planning: Workspace) -> None:
    finished = planning.plan(*variables(resource_suffix="a" * 22), accepted=None)
    assert finished.status == 1
    assert "at most 21 characters" in finished.text and "48 characters" in finished.text
