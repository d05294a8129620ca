# shellcheck shell=bash
# `./build.sh bench [OPTION]...`: the bundles on every path, beside a floor program: Tests/Benchmarks/README.md.

# What the Go peer imports is Debian's: it is built without a network.
GO_PACKAGES=(golang-go golang-github-aws-aws-sdk-go-v2-dev)
BENCHMARKS="$ROOT/Tests/Benchmarks"

run_bench() {
  local folder="$BUILD/bench" options=()
  require_python
  require_development_packages
  require_packages "${BUNDLE_PACKAGES[@]}"
  renew_bundles
  build_openssl
  build_libcurl
  clear_hostile_environment
  mkdir -p "$folder"
  exec 8>"$folder/lock"
  flock --nonblock 8 || fail "another bench runs in this checkout" "Two at once would measure each other"
  build_floor "$folder/floor"
  build_echo "$folder/echo"
  bench_options "$folder" "$@"
  (cd "$BENCHMARKS" && python3 -B -m bench --folder "$folder" "${options[@]}") ||
    fail "the bench has failed: an option, an answer that is wrong, or a figure over the committed one" "See the lines above"
}

# bench_options FOLDER [OPTION]...: sets `options`. The bench runs in another folder and knows the peers as programs.
bench_options() {
  local folder=$1 python
  shift
  while [ $# -gt 0 ]; do
    case $1 in
      --peers)
        build_go_peer "$folder/peer-go"
        python="$(environment bench-peers "$BENCHMARKS/peers/python/requirements.txt")/bin/python"
        options+=(--peers "$folder/peer-go" "$python")
        ;;
      --against)
        [ -d "${2:-}" ] || fail "--against needs the folder of another checkout, or one with its zips"
        options+=(--against "$(cd "$2" && pwd -P)")
        shift
        ;;
      *) options+=("$1") ;;
    esac
    shift
  done
}

# build_floor PROGRAM: on the same archives of libcurl and OpenSSL as the bundles.
build_floor() {
  logged floor gcc -O2 -static -Wl,--gc-sections -o "$1" "$BENCHMARKS/floor.c" \
    -L"$LIBCURL_DIRECTORY" -L"$OPENSSL_DIRECTORY/lib" -lcurl -lssl -lcrypto -lcares
  strip "$1"
}

# The runtime loop with a handler that does nothing, linked as the bundles are, beside them.
build_echo() {
  local options
  build_certificates
  build_start_files
  mapfile -t options < <(static_link_options)
  lock_build
  (cd "$ROOT" && logged bench-echo env BENCHMARKS=1 swift build --scratch-path "$STATIC_SCRATCH" --configuration release \
    -debug-info-format none --product echo "${options[@]}")
  unlock_build
  strip -o "$1" "$STATIC_SCRATCH/release/echo"
}

build_go_peer() {
  require_packages "${GO_PACKAGES[@]}"
  (cd "$BENCHMARKS/peers/go" && logged peer-go env GO111MODULE=off GOFLAGS='' GOPATH=/usr/share/gocode \
    GOCACHE="$BUILD/go" CGO_ENABLED=0 go build -ldflags '-s -w' -o "$1" .)
}
