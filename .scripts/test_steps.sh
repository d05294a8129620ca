# shellcheck shell=bash
# How `./build.sh test` runs a step and counts what the test runners themselves report.

RESULTS="$BUILD/results"
STEP=""
STEP_NUMBER=0
STEP_STARTED=0
TEST_STARTED=0

begin_steps() {
  rm -rf "$RESULTS" && mkdir -p "$RESULTS"
  TEST_STARTED=$SECONDS
  trap finish_steps EXIT
  trap 'exit 130' INT TERM
}

# step NAME COMMAND...: the first one that fails ends the run.
step() {
  STEP_NUMBER=$((STEP_NUMBER + 1))
  STEP=$1
  STEP_STARTED=$SECONDS
  shift
  say "[$STEP_NUMBER] $STEP"
  "$@"
  say "[$STEP_NUMBER] $STEP: passed in $((SECONDS - STEP_STARTED)) s"
  STEP=""
}

# Runs at the end whatever happened. The last line is the count of test cases.
finish_steps() {
  local status=$? passed failed skipped
  set +e
  LOCAL_AWS_DIRECTORY="$BUILD/test" "$ROOT/build.sh" local stop >/dev/null 2>&1
  read -r passed failed skipped < <(python3 -B "$ROOT/.scripts/count_tests.py" "$RESULTS")
  passed=${passed:-0} failed=${failed:-0} skipped=${skipped:-0}
  if [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; then failed=1; fi
  if [ -n "$STEP" ]; then
    say "[$STEP_NUMBER] $STEP: FAILED after $((SECONDS - STEP_STARTED)) s. What failed is shown above; later steps were not run."
  elif [ "$status" -eq 0 ]; then
    say "All $STEP_NUMBER steps passed in $((SECONDS - TEST_STARTED)) s, $skipped tests skipped"
  fi
  if [ "$status" -eq 0 ] && [ "$failed" -ne 0 ]; then status=1; fi
  # Both streams end up in one log: what came before on either must be out before the last line.
  sleep 0.2
  printf '%s passed, %s failed\n' "$passed" "$failed"
  exit "$status"
}
