# shellcheck shell=bash
# `./build.sh bench [OPTION]...`: the bundles on every path, beside a floor program in one run: Tests/Benchmarks/README.md.

# What the Go peer imports is Debian's: it is built without a network.
GO_PACKAGES=(golang-go golang-github-aws-aws-sdk-go-v2-dev)

run_bench() {
  local folder="$BUILD/bench" benchmarks="$ROOT/Tests/Benchmarks" option peers options=()
  require_python
  build_bundles
  clear_hostile_environment
  mkdir -p "$folder"
  build_floor "$folder/floor"
  for option in "$@"; do
    if [ "$option" = --peers ]; then
      build_go_peer "$folder/peer-go"
      peers="$(environment bench-peers "$benchmarks/peers/python/requirements.txt")/bin/python"
      options+=(--peers "$folder/peer-go" "$peers")
    else
      # The bench runs in another folder.
      if [ -d "$option" ]; then option=$(cd "$option" && pwd -P); fi
      options+=("$option")
    fi
  done
  (cd "$benchmarks" && python3 -B -m bench --folder "$folder" "${options[@]}") ||
    fail "a program did not answer as it should, or a figure is over the committed one" "See the lines above"
}

# build_floor PROGRAM: linked exactly as the bundles are.
build_floor() {
  logged floor gcc -O2 -static -Wl,--gc-sections -o "$1" "$ROOT/Tests/Benchmarks/floor.c" \
    -L"$LIBCURL_DIRECTORY" -lcurl -lssl -lcrypto -lcares
  strip "$1"
}

build_go_peer() {
  require_packages "${GO_PACKAGES[@]}"
  (cd "$ROOT/Tests/Benchmarks/peers/go" && logged peer-go env GO111MODULE=off GOFLAGS= GOPATH=/usr/share/gocode \
    GOCACHE="$BUILD/go" CGO_ENABLED=0 go build -ldflags '-s -w' -o "$1" .)
}
