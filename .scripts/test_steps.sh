# shellcheck shell=bash
# How `./build.sh test` runs its steps: each in a shell of its own, whatever became of the others, unless one that it
# needs did not pass. test_report.py tells at the end what the test runners themselves reported.

RESULTS="$BUILD/results"
# A line for each step: number, outcome, seconds, name, and what it waited for in vain.
STEPS="$RESULTS/steps.tsv"
STEP_NUMBER=0
# The letter of the lane that this shell is, and the process groups of all lanes that run.
LANE=""
LANES=()
# Where a step leaves the reports of its test runners.
STEP_RESULTS=""
# The step that runs now; what is named here when the run ends was cut short.
STEP=""
STEP_STARTED=0
TEST_STARTED=0

begin_steps() {
  rm -rf "$RESULTS" && mkdir -p "$RESULTS"
  : >"$STEPS"
  TEST_STARTED=$SECONDS
  trap finish_steps EXIT
  trap 'exit 130' INT TERM
}

# step NAME NEEDS COMMAND...: NEEDS are the names of earlier steps, separated by commas.
step() {
  local name=$1 missing status
  missing=$(steps_missing "$2")
  shift 2
  STEP_NUMBER=$((STEP_NUMBER + 1))
  if [ -n "$missing" ]; then
    say "[$STEP_NUMBER$LANE] $name: not run, needs $missing"
    record_step missing 0 "$name" "$missing"
    return 0
  fi
  STEP=$name STEP_STARTED=$SECONDS STEP_RESULTS="$RESULTS/$STEP_NUMBER$LANE"
  mkdir -p "$STEP_RESULTS"
  say "[$STEP_NUMBER$LANE] $name"
  # In a condition the shell would go on after a command that failed.
  set +e
  (
    set -e
    "$@"
  )
  status=$?
  set -e
  STEP=""
  if [ "$status" -eq 0 ]; then
    say "[$STEP_NUMBER$LANE] $name: passed in $((SECONDS - STEP_STARTED)) s"
    record_step passed "$((SECONDS - STEP_STARTED))" "$name"
  else
    say "[$STEP_NUMBER$LANE] $name: FAILED after $((SECONDS - STEP_STARTED)) s"
    record_step failed "$((SECONDS - STEP_STARTED))" "$name"
  fi
}

# record_step OUTCOME SECONDS NAME [MISSING]
record_step() { printf '%s\t%s\t%s\t%s\t%s\n' "$STEP_NUMBER$LANE" "$1" "$2" "$3" "${4:-}" >>"$STEPS"; }

# in_lanes FUNCTION...: the steps of each function one after the other, and the functions at the same time. What they say
# stands behind the lane's letter.
in_lanes() {
  local function lane letters=abcdefgh
  # With job control each lane has a process group of its own, by which it can be ended.
  set -m
  for function in "$@"; do
    LANE=${letters:${#LANES[@]}:1}
    { "$function" 2>&1 | sed -u "s/^/$LANE | /"; } &
    LANES+=("$(jobs -p %%)")
  done
  set +m
  LANE=""
  # A lane that dies leaves no line of the step that it was at.
  for lane in "${!LANES[@]}"; do
    wait "${LANES[lane]}" || LANE=${letters:lane:1} record_step failed 0 "Lane ${letters:lane:1}, which ended early"
  done
  LANES=()
  STEP_NUMBER=$(wc -l <"$STEPS")
}

step_passed() { cut -f 2,4 "$STEPS" | grep -qxF "passed"$'\t'"$1"; }

# steps_missing NEEDS: those that did not pass.
steps_missing() {
  local need needs missing=""
  IFS=, read -ra needs <<<"$1"
  for need in "${needs[@]}"; do
    step_passed "$need" || missing="${missing:+$missing, }$need"
  done
  printf '%s\n' "$missing"
}

# Runs at the end whatever happened. The last line is the count of test cases.
finish_steps() {
  local status=$? report=0 lane
  trap '' INT TERM
  set +e
  for lane in "${LANES[@]}"; do kill -TERM -- "-$lane" 2>/dev/null; done
  LOCAL_AWS_DIRECTORY="$BUILD/test" "$ROOT/build.sh" local stop >/dev/null 2>&1
  if [ "$status" -ne 0 ]; then record_step failed "$((SECONDS - STEP_STARTED))" "${STEP:-The run itself}"; fi
  say "After $((SECONDS - TEST_STARTED)) s"
  # The summary goes where the steps' own words went, and both streams end up in one log: all of it is written before
  # the last line, which alone goes to standard output.
  python3 -B "$ROOT/.scripts/test_report.py" "$RESULTS" || report=$?
  if [ "$status" -eq 0 ]; then status=$report; fi
  exit "$status"
}
