# shellcheck shell=bash
# `./build.sh test`: every check there is, in the order in which a fault is cheapest to find.

run_tests() {
  begin_steps
  clear_hostile_environment
  # A local AWS that the developer has running is not the tests'.
  export LOCAL_AWS_DIRECTORY="$BUILD/test"
  step "Tools" prepare_tools
  step "Formatting and static checks" run_lint
  step "Unit and conformance tests" swift_tests
  step "Stores on the local AWS" swift_tests_on_local_aws
  step "Bundles" build_bundles
  step "Terraform: validate" validate_terraform
  step_suite "Artifacts" "$ROOT/Tests/Artifacts" "$TOOLS"
  step_suite "Local AWS" "$ROOT/Tests/LocalAWS/tests" "$LOCAL_AWS_TOOLS"
  step_suite "Terraform" "$ROOT/Tests/Terraform" "$TOOLS"
  step_suite "Second judge" "$ROOT/Tests/SecondJudge" "$TOOLS"
  step_suite "End to end" "$ROOT/Tests/EndToEnd" "$TOOLS"
  step_suite "Operations" "$ROOT/Tests/Operations" "$TOOLS"
  step_suite "Read me" "$ROOT/Tests/ReadMe" "$TOOLS"
}

prepare_tools() {
  require_development_packages
  require_packages "${BUNDLE_PACKAGES[@]}"
  require_terraform
  use_tools
  LOCAL_AWS_TOOLS=$(environment local-aws-tests "$ROOT/Tests/LocalAWS/requirements-test.txt")
  local_aws_tools >/dev/null
  ln -sfn "$(checkov_tools)/bin/checkov" "$BUILD/bin/checkov"
}

swift_tests() {
  local report="$RESULTS/swift.xml" log="$RESULTS/swift.log" status=0
  lock_build
  (cd "$ROOT" && swift build --build-tests 2>&1 | tee "$LOGS/swift-build.log")
  unlock_build
  # The transport's tests set a proxy for themselves.
  (cd "$ROOT" && env -u NO_PROXY -u no_proxy swift test --skip-build --xunit-output "$report" \
    --skip "$LOCAL_AWS_TESTS" 2>&1 | tee "$log") || status=$?
  keep_swift_report "$report"
  return "$status"
}

# The tests of what speaks to AWS itself. One after the other: some bring 64 writers of their own.
LOCAL_AWS_TESTS='^(DynamoDBTests|EventBridgeTests|EventStoreTests|ReadModelTests|ProjectingTests\.LocalProjectionTests)[./]'

swift_tests_on_local_aws() {
  local report="$RESULTS/swift-local-aws.xml" log="$RESULTS/swift-local-aws.log" status=0
  "$ROOT/build.sh" local start >/dev/null
  (cd "$ROOT" && env -u NO_PROXY -u no_proxy \
    LOCAL_AWS_ENDPOINT="$(cat "$LOCAL_AWS_DIRECTORY/local-aws.endpoint")" MICROBURST="$BUILD/bin/microburst" \
    swift test --skip-build --no-parallel --xunit-output "$report" --filter "$LOCAL_AWS_TESTS" 2>&1 | tee "$log") || status=$?
  "$ROOT/build.sh" local stop >/dev/null
  keep_swift_report "$report"
  return "$status"
}

# Swift Testing adds its name to the report; what is left under the given name is XCTest's, which has no test here.
keep_swift_report() {
  local own="${1%.xml}-swift-testing.xml"
  [ -f "$own" ] || fail "swift test left no report" "See $RESULTS/swift.log"
  mv "$own" "$1"
}

validate_terraform() {
  export TF_DATA_DIR="$BUILD/terraform/validate"
  (cd "$ROOT/terraform" && terraform init -backend=false -no-color >"$LOGS/terraform-init.log" 2>&1) || {
    tail -n 20 "$LOGS/terraform-init.log" >&2
    fail "terraform init failed" "Without a network name a folder with the provider: TF_PROVIDER_MIRROR=/path"
  }
  (cd "$ROOT/terraform" && terraform validate -no-color)
  unset TF_DATA_DIR
}

# step_suite NAME FOLDER ENVIRONMENT: a folder of pytest modules.
step_suite() {
  if ! compgen -G "$2/test_*.py" >/dev/null; then
    say "$1: no tests in ${2#"$ROOT"/}"
    return 0
  fi
  step "$1" run_suite "$@"
}

run_suite() {
  local report
  report="$RESULTS/$(digest "$1").xml"
  (cd "$ROOT" && "$3/bin/python" -B -m pytest -p no:cacheprovider --rootdir="$2" --junitxml="$report" \
    --durations=5 -ra -v "$2" </dev/null)
}
