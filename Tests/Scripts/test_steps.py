"""How `./build.sh test` goes on after a failure, and what it says at the end."""

import re
from pathlib import Path

import pytest

PASSED = '<testsuite><testcase classname="suite" name="good"/></testsuite>'
MIXED = """<testsuite><testcase classname="suite" name="good"/>
<testcase classname="suite" name="bad"><failure message="assert 1 == 2&#10; where 1 = f()">traceback
bad.py:7: AssertionError</failure></testcase>
<testcase classname="suite" name="broken"><error>no</error></testcase>
<testcase classname="suite" name="left out"><skipped message="nothing to talk to"/></testcase></testsuite>"""


def test_all_steps_pass(run, tmp_path: Path) -> None:
    (tmp_path / "tests.xml").write_text(PASSED)
    ran = run('step "One" "" report tests.xml\nstep "Two" "One" true\n')
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout == "1 passed, 0 failed\n"
    summary = re.search(r"\[1\] One: passed, \d+ s, 1 tests passed\n==> \[2\] Two: passed, \d+ s, 0 tests passed\n", ran.stderr)
    assert summary, ran.stderr


def test_a_step_that_fails_keeps_no_other_from_running(run) -> None:
    ran = run('step "One" "" false\nstep "Two" "" echo "the second ran"\n')
    assert ran.returncode == 1
    assert ran.stdout == "the second ran\n0 passed, 1 failed\n"
    assert "[1] One: FAILED" in ran.stderr
    assert "[2] Two: passed" in ran.stderr


def test_a_step_without_what_it_needs_is_not_run_and_counts_as_a_failure(run) -> None:
    ran = run('step "One" "" false\nstep "Two" "" true\nstep "Three" "One,Two" echo ran\nstep "Four" "Three" echo ran\n')
    assert ran.returncode == 1
    assert ran.stdout == "0 passed, 3 failed\n"
    assert "==> [3] Three: not run, needs One\n==> [4] Four: not run, needs Three\n" in ran.stderr


def test_a_step_ends_at_its_first_command_that_fails(run) -> None:
    ran = run('two() { false; echo "went on"; }\nstep "One" "" two\n')
    assert (ran.returncode, ran.stdout) == (1, "0 passed, 1 failed\n")


def test_fail_ends_the_step_only(run) -> None:
    ran = run('step "One" "" fail "it is broken"\nstep "Two" "" echo ran\n')
    assert (ran.returncode, ran.stdout) == (1, "ran\n0 passed, 1 failed\n")
    assert "error: it is broken" in ran.stderr


def test_the_tests_that_failed_and_were_skipped_are_named(run, tmp_path: Path) -> None:
    (tmp_path / "tests.xml").write_text(MIXED)
    ran = run('fails() { report tests.xml; return 1; }\nstep "One" "" fails\n')
    assert (ran.returncode, ran.stdout) == (1, "1 passed, 2 failed\n")
    assert " s, 1 tests passed\n      failed: suite.bad\n        bad.py:7: AssertionError\n        assert 1 == 2 where 1 = f()\n      failed: suite.broken\n        no\n" in ran.stderr
    assert "==> 1 skipped\n      skipped: suite.left out: nothing to talk to\n" in ran.stderr


def test_a_failed_test_counts_although_its_runner_was_content(run, tmp_path: Path) -> None:
    (tmp_path / "tests.xml").write_text(MIXED)
    ran = run('step "One" "" report tests.xml\n')
    assert (ran.returncode, ran.stdout) == (1, "1 passed, 2 failed\n")


def test_a_report_that_cannot_be_read_is_a_failure(run, tmp_path: Path) -> None:
    (tmp_path / "tests.xml").write_text(MIXED[:40])
    ran = run('step "One" "" report tests.xml\n')
    assert (ran.returncode, ran.stdout) == (1, "0 passed, 1 failed\n")
    assert "failed: tests.xml cannot be read" in ran.stderr


def test_swift_tests_are_counted_by_case_and_skipped_ones_named_from_the_log(run, tmp_path: Path) -> None:
    (tmp_path / "swift.xml").write_text('<testsuite><testcase classname="Suite" name="a"/><testcase name="b"/></testsuite>')
    (tmp_path / "swift.log").write_text(
        '✔ Test "signing" with 38 test cases passed after 0.1 seconds.\n✔ Test b() passed after 0.1 seconds.\n'
        '➜ Suite Vectors skipped: "conformance data is absent: retry-vectors"\n➜ Test late() skipped\n'
        "✔ Test run with 4 tests in 2 suites passed after 0.2 seconds.\n")
    ran = run('step "One" "" eval "report swift.xml; report swift.log"\n')
    assert (ran.returncode, ran.stdout) == (0, "39 passed, 0 failed\n")
    assert "==> 2 skipped\n      skipped: Vectors: conformance data is absent: retry-vectors\n" in ran.stderr
    assert "      skipped: late(): no reason given\n" in ran.stderr


@pytest.mark.parametrize(("words", "count"), [
    ('✔ Test "signing" with 38 test cases passed after 0.1 seconds.\nown words✔ Test "b" with 9 test cases passed after 0.1 s', 39),
    ('✔ Test "signing" with 38 test cases passed after 0.1 seconds.\n' * 3, 2)],
    ids=["torn", "more than the report knows"])
def test_a_log_that_disagrees_with_the_report_adds_no_more_than_it_says(run, tmp_path: Path, words: str, count: int) -> None:
    (tmp_path / "swift.xml").write_text('<testsuite><testcase name="signing"/><testcase name="b"/></testsuite>')
    (tmp_path / "swift.log").write_text(words)
    ran = run('step "One" "" eval "report swift.xml; report swift.log"\n')
    assert (ran.returncode, ran.stdout) == (0, f"{count} passed, 0 failed\n")


def test_a_run_that_is_cut_short_fails(run) -> None:
    ran = run('step "One" "" true\nkill -TERM $$\n')
    assert (ran.returncode, ran.stdout) == (130, "0 passed, 1 failed\n")


def test_no_step_hears_of_variables_of_another(run) -> None:
    ran = run('set_one() { ONE=1; }\nstep "One" "" set_one\nstep "Two" "" eval \'echo "${ONE:-unset}"\'\n')
    assert ran.stdout == "unset\n0 passed, 0 failed\n"


def test_lanes_run_at_the_same_time(run, tmp_path: Path) -> None:
    (tmp_path / "tests.xml").write_text(PASSED)
    ran = run('mkfifo "$FOLDER/pipe"\n'
              'writes() { step "One" "" true; step "Two" "One" eval \'echo met >"$FOLDER/pipe"\'; }\n'
              'reads() { step "Three" "" eval \'cat "$FOLDER/pipe"; report tests.xml\'; }\n'
              'in_lanes writes reads\nstep "Four" "Two,Three" report tests.xml\n')
    assert (ran.returncode, ran.stdout.splitlines()[-1]) == (0, "2 passed, 0 failed"), ran.stderr
    assert "b | met\n" in ran.stdout
    order = re.findall(r"^==> \[(\w+)\] (\w+): passed, ", ran.stderr, re.MULTILINE)
    assert order == [("1a", "One"), ("1b", "Three"), ("2a", "Two"), ("4", "Four")]


def test_a_lane_that_dies_is_a_failure_and_ends_no_other(run) -> None:
    ran = run('one() { step "One" "" true; kill -KILL "$BASHPID"; }\ntwo() { step "Two" "" true; step "Three" "" true; }\n'
              'in_lanes one two\n')
    assert (ran.returncode, ran.stdout.splitlines()[-1]) == (1, "0 passed, 1 failed")
    assert ": FAILED, 0 s, 0 tests passed" in ran.stderr and "Lane a, which ended early" in ran.stderr
    assert "[2b] Three: passed" in ran.stderr


def test_a_lane_that_fails_ends_no_other(run) -> None:
    ran = run('one() { step "One" "" false; step "Two" "One" true; }\ntwo() { step "Three" "" echo ran; }\nin_lanes one two\n')
    assert (ran.returncode, ran.stdout.splitlines()[-1]) == (1, "0 passed, 2 failed")
    assert "b | ran\n" in ran.stdout
    assert "==> [2a] Two: not run, needs One\n" in ran.stderr


def test_a_run_that_is_cut_short_ends_its_lanes(run) -> None:
    """Whatever went on would hold the output open, longer than `run` waits."""
    ran = run('one() { step "One" "" eval \'kill -TERM $$; sleep 600\'; }\nin_lanes one\n')
    assert (ran.returncode, ran.stdout.splitlines()[-1]) == (130, "0 passed, 1 failed"), ran.stderr
