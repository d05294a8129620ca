# shellcheck shell=bash
# `./build.sh test`: every check there is, first those whose faults are cheapest to find.

run_tests() {
  begin_steps
  clear_hostile_environment
  # A local AWS that the developer has running is not the tests'.
  export LOCAL_AWS_DIRECTORY="$BUILD/test"
  # What the third judge judges: of this run only.
  export LOCAL_AWS_RECORD_REQUESTS="$BUILD/requests"
  rm -rf "$LOCAL_AWS_RECORD_REQUESTS"
  step "Tools" "" prepare_tools
  # A step leaves no variables behind; here everything is made, and only found again.
  if step_passed "Tools"; then prepare_tools; fi
  step "Formatting and static checks" "Tools" run_lint
  step_suite "Scripts" "Tools" "$ROOT/Tests/Scripts" "$TOOLS"
  step "Swift build" "Tools" build_swift_tests
  step "Unit and conformance tests" "Swift build" swift_tests
  step "Bundles" "Tools" build_bundles
  step "Bundles of the second domain" "Bundles" build_bundles parcels
  step "Terraform: validate" "Tools" validate_terraform
  in_lanes run_system_steps run_store_steps run_operator_steps run_sandbox_steps run_other_steps
  step_suite "Third judge" "Tools" "$ROOT/Tests/ThirdJudge" "$TOOLS"
  step "Third judge: what this run has sent" "Tools" judge_requests
}

# Most of a suite is waiting: for what a deployment is made to wait for, for queues and retries. So five lanes share two
# cores. Only one lane may use the local AWS of `./build.sh local`.
run_system_steps() {
  step_suite "End to end" "Bundles" "$ROOT/Tests/EndToEnd" "$TOOLS"
  step_suite "Transfers" "Bundles" "$ROOT/Tests/Transfers" "$TOOLS"
}

run_store_steps() {
  step "Stores on the local AWS" "Swift build" swift_tests_on_local_aws
  step_suite "Read me" "Bundles of the second domain" "$ROOT/Tests/ReadMe" "$TOOLS"
  step_suite "Terraform" "Bundles" "$ROOT/Tests/Terraform" "$TOOLS"
}

run_operator_steps() {
  step_suite "Operations" "Bundles" "$ROOT/Tests/Operations" "$TOOLS"
  step_suite "Procedures" "Bundles" "$ROOT/Tests/Procedures" "$TOOLS"
}

run_sandbox_steps() {
  step_suite "Sandbox" "Bundles of the second domain" "$ROOT/Tests/Sandbox" "$TOOLS"
  step_suite "Campaign" "Bundles" "$ROOT/Tests/Campaign" "$TOOLS"
}

run_other_steps() {
  step_suite "Artifacts" "Bundles" "$ROOT/Tests/Artifacts" "$TOOLS"
  step_suite "Bench" "Bundles" "$ROOT/Tests/Benchmarks" "$TOOLS"
  step_suite "Local AWS" "Tools" "$ROOT/Tests/LocalAWS/tests" "$LOCAL_AWS_TOOLS"
  step_suite "Second domain" "Bundles of the second domain" "$ROOT/Tests/Parcels/EndToEnd" "$TOOLS"
  step_suite "OpenAPI" "Bundles of the second domain" "$ROOT/Tests/OpenAPI" "$OPENAPI_TOOLS"
  step_suite "Second judge" "Bundles" "$ROOT/Tests/SecondJudge" "$TOOLS"
  step_suite "Console" "Bundles" "$ROOT/Tests/Console" "$CONSOLE_TOOLS"
  step "Fuzz targets" "Tools" build_fuzz_targets
  step "Fuzzing" "Fuzz targets" fuzz_all_targets
  step_suite "Fuzz targets against Python" "Fuzz targets" "$ROOT/Tests/Fuzzing" "$TOOLS"
}

TOOLS="" LOCAL_AWS_TOOLS="" OPENAPI_TOOLS="" CONSOLE_TOOLS=""

prepare_tools() {
  require_development_packages
  require_packages "${BUNDLE_PACKAGES[@]}"
  require_terraform
  require_browser
  require_python
  prepare_environments
  use_tools
  LOCAL_AWS_TOOLS=$(local_aws_test_tools)
  OPENAPI_TOOLS=$(openapi_tools)
  CONSOLE_TOOLS=$(console_test_tools)
  ln -sfn "$(checkov_tools)/bin/checkov" "$BUILD/bin/checkov"
  fetch_conformance_data
}

# Two at a time, the largest ones first: each keeps a processor busy.
prepare_environments() {
  local first second
  (test_tools && local_aws_tools && console_tools) >/dev/null &
  first=$!
  (checkov_tools && openapi_tools && console_test_tools && local_aws_test_tools) >/dev/null &
  second=$!
  wait "$first"
  wait "$second"
}

build_swift_tests() {
  lock_build
  (cd "$ROOT" && swift build --build-tests 2>&1 | tee "$LOGS/swift-build.log")
  unlock_build
}

swift_tests() {
  local report="$STEP_RESULTS/swift.xml" log="$STEP_RESULTS/swift.log" status=0
  # The transport's tests set a proxy for themselves.
  (cd "$ROOT" && env -u NO_PROXY -u no_proxy swift test --skip-build --xunit-output "$report" \
    --skip "$LOCAL_AWS_TESTS" 2>&1 | tee "$log") || status=$?
  keep_swift_report "$report"
  return "$status"
}

# The tests of what speaks to AWS itself. One after the other: some bring 64 writers of their own.
LOCAL_AWS_TESTS='^(DynamoDBTests|EventBridgeTests|EventStoreTests|ReadModelTests|ProjectingTests\.LocalProjectionTests)[./]'

swift_tests_on_local_aws() {
  local report="$STEP_RESULTS/swift.xml" log="$STEP_RESULTS/swift.log" status=0
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
  [ -f "$own" ] || fail "swift test left no report" "See ${1%.xml}.log"
  mv "$own" "$1"
}

validate_terraform() {
  export TF_DATA_DIR="$BUILD/terraform/validate"
  (cd "$ROOT/terraform" && terraform init -backend=false -no-color >"$LOGS/terraform-init.log" 2>&1) || {
    tail -n 20 "$LOGS/terraform-init.log" >&2
    fail "terraform init failed" "Without a network name a folder with the provider: TF_PROVIDER_MIRROR=/path"
  }
  (cd "$ROOT/terraform" && terraform validate -no-color)
}

# step_suite NAME NEEDS FOLDER ENVIRONMENT: a folder of pytest modules. One without a test fails.
step_suite() { step "$1" "$2" run_suite "$3" "$4"; }

run_suite() {
  (cd "$ROOT" && "$2/bin/python" -B -m pytest -p no:cacheprovider --rootdir="$1" --junitxml="$STEP_RESULTS/pytest.xml" \
    --durations=5 -ra -v "$1" </dev/null)
}

judge_requests() {
  (cd "$ROOT/Tests/ThirdJudge" && "$TOOLS/bin/python" -B -m judge "$LOCAL_AWS_RECORD_REQUESTS")
}
