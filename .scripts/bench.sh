# shellcheck shell=bash
# `./build.sh bench`: the bundles beside a floor program in one run. See Tests/Benchmarks/bench.py for the budgets.

run_bench() {
  require_python
  build_bundles
  clear_hostile_environment
  local folder="$BUILD/bench" product
  rm -rf "$folder" && mkdir -p "$folder"
  logged stub gcc -O2 -o "$folder/runtime_api_stub" "$ROOT/Tests/RuntimeAPIStub/runtime_api_stub.c"
  logged floor gcc -O2 -static -Wl,--gc-sections -o "$folder/floor" "$ROOT/Tests/Benchmarks/floor.c" \
    -L"$LIBCURL_DIRECTORY" -lcurl -lssl -lcrypto -lcares
  strip "$folder/floor"
  for product in "${FUNCTIONS[@]}"; do
    unzip -p "$DIST/$product.zip" bootstrap >"$folder/$product"
    chmod 755 "$folder/$product"
  done
  say "Measuring (some minutes; other work on the machine disturbs it)"
  python3 -B "$ROOT/Tests/Benchmarks/bench.py" "$folder/runtime_api_stub" "$folder" "$DIST" ||
    fail "a budget is exceeded, or a program did not answer" "See the rows marked OVER above"
}
