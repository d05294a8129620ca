"""The floors of the house: the page names them, `Sources/` shows them, the manifest builds them, and no import leaves them."""

import pytest
from floors import IMPORT, ROOT, Target, floors, imports, laid_out, targets

LONGEST_FILE = 150  # lines

WITHOUT_NEIGHBOURS = {"Domains", "Handlers", "Functions"}
"""Floors whose targets know nothing of each other."""

FLOORS = floors()
TARGETS = targets()
# What the tests share is on no floor.
BUILT = [target for target in TARGETS.values() if not target.is_test and target.name != "TestSupport"]
TESTS = [target for target in TARGETS.values() if target.is_test]


def fault(target: Target, other: Target) -> str | None:
    """Why a target may not stand on another one."""
    if FLOORS.index(other.floor) > FLOORS.index(target.floor):
        return f"{target.name} ({target.floor}) stands on {other.name}, which is above it ({other.floor})"
    if other.floor == "Domains" and target.floor != "Functions":
        return f"{target.name} ({target.floor}) names the domain {other.name}, which an executable alone may do"
    if other.floor == target.floor and target.floor in WITHOUT_NEIGHBOURS:
        return f"{target.name} stands on its neighbour {other.name} ({target.floor})"
    return None


def faults(target: Target, names: set[str]) -> list[str]:
    return [found for name in sorted(names) if (found := fault(target, TARGETS[name]))]


def closure(names: frozenset[str]) -> set[str]:
    found: set[str] = set()
    while names:
        found |= names
        names = frozenset(name for known in names for name in TARGETS[known].dependencies) - found
    return found


def test_the_page_names_what_the_tree_shows() -> None:
    tree = {floor.name: {target.name for target in floor.iterdir()} for floor in (ROOT / "Sources").iterdir()}
    assert laid_out() == tree


def test_the_manifest_builds_what_the_tree_shows() -> None:
    built = {floor: {target.name for target in BUILT if target.is_shipped and target.floor == floor} for floor in FLOORS}
    assert built == laid_out()


@pytest.mark.parametrize("target", BUILT, ids=lambda target: target.name)
def test_a_target_stands_on_what_it_imports_and_on_nothing_above(target: Target) -> None:
    imported = {name for name in imports(target) if name in TARGETS}
    assert imported - target.dependencies == set(), "imported, and not declared in Package.swift"
    assert target.dependencies - imported == set(), "declared in Package.swift, and not imported"
    assert faults(target, imported) == []


@pytest.mark.parametrize("target", TESTS, ids=lambda target: target.name)
def test_tests_import_what_their_target_stands_on_or_what_is_named_besides(target: Target) -> None:
    imported = {name for name in imports(target) if name in TARGETS}
    assert imported - closure(target.dependencies) == set()
    assert target.floor == TARGETS[target.name.removesuffix("Tests")].floor, "its tests stand on another floor"


def test_no_file_is_long() -> None:
    long = {str(path.relative_to(ROOT)): count for path in sorted((ROOT / "Sources").rglob("*.swift"))
            if (count := len(path.read_text().splitlines())) > LONGEST_FILE}
    assert long == {}


def test_a_fault_is_seen() -> None:
    up = fault(TARGETS["EventSourcing"], TARGETS["Querying"])
    assert up == "EventSourcing (EventSourcing) stands on Querying, which is above it (Handlers)"
    named = fault(TARGETS["Querying"], TARGETS["Accounts"])
    assert named == "Querying (Handlers) names the domain Accounts, which an executable alone may do"
    assert fault(TARGETS["Querying"], TARGETS["Projecting"]) == "Querying stands on its neighbour Projecting (Handlers)"
    assert fault(TARGETS["Accounts"], TARGETS["EventSourcing"]) is None
    assert fault(TARGETS["EventStore"], TARGETS["EventSourcing"]) is None


def test_an_import_is_found_in_every_form() -> None:
    text = "import A\n@testable import B\nimport struct C.D\npublic import E\n  import F\n// import G\nlet text = \"import H\"\n"
    assert IMPORT.findall(text) == ["A", "B", "C", "E", "F"]
