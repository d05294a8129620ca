# shellcheck shell=bash
# `./build.sh fuzz [TARGET] [SECONDS]`: libFuzzer on everything that takes texts from outside: Tests/Fuzzing/README.md.

FUZZING_SOURCE="$ROOT/Tests/Fuzzing"
FUZZ_BUILD="$BUILD/fuzzing"
FUZZ="$FUZZ_BUILD/debug/fuzz"
# For each target, where nothing else is said.
FUZZ_SECONDS=600

run_fuzz() {
  local targets=() target failed=()
  mapfile -t targets < <(fuzz_targets)
  if [ $# -gt 0 ] && [ "$1" != all ]; then
    [ -d "$FUZZING_SOURCE/Corpus/$1" ] || fail "there is no target '$1'" "Targets: all ${targets[*]}"
    targets=("$1")
  fi
  require_development_packages
  build_fuzz_targets
  for target in "${targets[@]}"; do
    fuzz_target "$target" "${2:-$FUZZ_SECONDS}" || failed+=("$target")
  done
  [ ${#failed[@]} -eq 0 ] || fail "something was found in: ${failed[*]}" "Each input, and the command that repeats it, is above"
}

# A target has a corpus of its name.
fuzz_targets() { (cd "$FUZZING_SOURCE/Corpus" && printf '%s\n' *); }

# With every check of a debug build: an optimized one takes three times as long to build. Only modules of this package are
# instrumented. swift build must know of libFuzzer, or it would want a main function.
build_fuzz_targets() {
  lock_build
  (cd "$ROOT" && logged fuzzing env FUZZING=1 swift build --product fuzz --scratch-path "$FUZZ_BUILD" \
    --sanitize fuzzer -Xswiftc -sanitize=fuzzer,address)
  unlock_build
}

# fuzz_target TARGET SECONDS [OPTION]...: what it has learnt stays below .build/fuzzing for the next run.
fuzz_target() {
  local target=$1 seconds=$2 folder="$FUZZ_BUILD/targets/$1" log="$FUZZ_BUILD/targets/$1/log" status=0 options=()
  shift 2
  mkdir -p "$folder/corpus" "$folder/findings"
  if [ -f "$FUZZING_SOURCE/$target.dict" ]; then options+=("-dict=$FUZZING_SOURCE/$target.dict"); fi
  fuzz "$target" "${options[@]}" -max_total_time="$seconds" -timeout=20 -print_final_stats=1 \
    -artifact_prefix="$folder/findings/" "$@" "$folder/corpus" "$FUZZING_SOURCE/Corpus/$target" >"$log" 2>&1 || status=$?
  if [ "$status" -ne 0 ]; then
    report_finding "$target" "$log"
    return 1
  fi
  if ! grep -q 'INITED cov: [1-9]' "$log"; then
    tail -n 5 "$log" >&2
    fail "$target was not instrumented" "Its log: $log"
  fi
  note "$target: $(sed -n 's/^#\([0-9]*\)\tDONE *\(cov: [0-9]* ft: [0-9]*\).*/\1 inputs, \2/p' "$log"), $(grep -o 'Seed: .*' "$log")"
}

# fuzz TARGET ARGUMENT...: Swift's own backtrace would take the crash from libFuzzer, and the leaks that LeakSanitizer
# looks for need ptrace, which containers may forbid; what a target keeps shows in the limit of its memory.
fuzz() {
  FUZZ_TARGET=$1 SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0 "$FUZZ" -detect_leaks=0 "${@:2}"
}

report_finding() {
  local target=$1 log=$2 input
  input=$(sed -n 's/.*Test unit written to //p' "$log")
  grep -a -m 3 'Fatal error\|ERROR: \|SUMMARY: ' "$log" >&2 || tail -n 20 "$log" >&2
  {
    printf '#!/bin/sh\n'
    printf 'FUZZ_TARGET=%q SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0 %q %q\n' "$target" "$FUZZ" "$input"
  } >"$FUZZ_BUILD/targets/$target/findings/repeat.sh"
  note "$target has found $input; again: sh $FUZZ_BUILD/targets/$target/findings/repeat.sh"
}

# A step of `./build.sh test`: what is committed, and a little more, always from the same seed.
fuzz_all_targets() {
  local target failed=()
  rm -rf "$FUZZ_BUILD/targets"
  while read -r target; do
    fuzz_target "$target" 5 -seed=1 || failed+=("$target")
  done < <(fuzz_targets)
  [ ${#failed[@]} -eq 0 ] || fail "something was found in: ${failed[*]}"
}
