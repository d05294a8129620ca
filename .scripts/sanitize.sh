# shellcheck shell=bash
# `./build.sh sanitize [address|thread]`: the unit tests under a sanitizer, which needs a build of its own.

run_sanitize() {
  local sanitizers=(address thread) sanitizer
  case ${1:-all} in
    all) ;;
    address | thread) sanitizers=("$1") ;;
    *) fail "there is no sanitizer '$1' here" "address or thread; without a name both" ;;
  esac
  clear_hostile_environment
  require_development_packages
  for sanitizer in "${sanitizers[@]}"; do sanitize_tests "$sanitizer"; done
}

# It measures memory, and a sanitizer keeps what is freed for a while, so as to see who uses it all the same.
MEASURES_MEMORY='TraceVariableTests/headersThatAllDifferTakeNoMemory'

# The tests that need a local AWS are left to ./build.sh test. Leaks are not looked for: LeakSanitizer needs ptrace, which
# containers may forbid, and Swift's runtime keeps its metadata for ever.
sanitize_tests() {
  local sanitizer=$1
  lock_build
  (cd "$ROOT" && logged "sanitize-$sanitizer" swift build --build-tests --scratch-path "$BUILD/$sanitizer" \
    --sanitize "$sanitizer")
  unlock_build
  say "Unit tests under the $sanitizer sanitizer"
  (cd "$ROOT" && env -u NO_PROXY -u no_proxy SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0 \
    TSAN_OPTIONS=halt_on_error=1 swift test --skip-build --scratch-path "$BUILD/$sanitizer" --sanitize "$sanitizer" \
    --skip "$LOCAL_AWS_TESTS" --skip "$MEASURES_MEMORY") || fail "the unit tests failed under the $sanitizer sanitizer"
}
