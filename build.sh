#!/usr/bin/env bash
# Everything this repository can do, one command each: ./build.sh help
set -euo pipefail

scripts="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)/.scripts"
# shellcheck source=.scripts/common.sh
source "$scripts/common.sh"
for topic in "$scripts"/*.sh; do
  # shellcheck source=/dev/null
  [ "$topic" = "$scripts/common.sh" ] || source "$topic"
done

show_help() {
  cat <<'HELP'
./build.sh COMMAND

  build                    Make dist/{command,projection,query}.zip: static bootstraps for AWS Lambda; what
                           Terraform reads of the domain, dist/domain.json; its HTTP API, dist/openapi.json
  build DOMAIN             The same of another domain in this package: parcels-command and so on to dist/parcels
  demo                     Build, start a local AWS, deploy to it, send commands, query, replay the archive
  demo --keep              The same, and leave everything running to look around
  demo --stop              Stop and remove what demo --keep left
  console [OPTION]...      A page on this machine: accounts through time, and what is stuck, with your AWS credentials;
                           --profile, --region, --suffix; --operate to redrive, rebuild, republish and replay as well
  sandbox                  Deploy to AWS with your credentials (asks first, about 1 USD), run what the pages say, ask AWS
                           what only AWS knows, destroy all of it; the answers are in .build/sandbox/report.md
  sandbox --destroy        Destroy what a sandbox could not
  test                     Run every test and check (what CI runs)
  campaign                 Send ten thousand commands through every fault of the local AWS, and judge what came of them
  campaign --seed N        The same campaign again; --commands N and --accounts N change its size
  fuzz [TARGET] [SECONDS]  Feed what takes texts from outside with inputs that find new ways: all targets, or one, for ten
                           minutes each; what breaks something is below .build/fuzzing, with the command to repeat it
  sanitize [address|thread]
                           Run the unit tests under the address sanitizer, the thread sanitizer, or both in turn
  bench                    Measure the bundles on every path: CPU, calls, allocations, memory, start
  bench --against PATH     The same beside the bundles of another checkout
  bench --check            Fail where they are slower than Tests/Benchmarks/baseline.json says
  bench --peers            Beside the same command in Go and in Python with AWS's SDKs
  lint                     Check formatting: swift format, shellcheck, terraform fmt
  local start|stop|status  A local AWS; point a shell at it: eval "$(./build.sh local start)"
  clean                    Remove everything that was built
  help                     This list

What is missing is installed by apt-get. Everything made is below .build/ and dist/.
HELP
}

clean() {
  local_stop_all
  rm -rf "$BUILD" "$DIST"
}

main() {
  local command=${1:-help}
  if [ $# -gt 0 ]; then shift; fi
  case $command in
    build) build_bundles "$@" ;;
    demo) run_demo "$@" ;;
    console) run_console "$@" ;;
    sandbox) run_sandbox "$@" ;;
    test) run_tests ;;
    campaign) run_campaign "$@" ;;
    fuzz) run_fuzz "$@" ;;
    sanitize) run_sanitize "$@" ;;
    bench) run_bench "$@" ;;
    lint) run_lint ;;
    local) local_command "$@" ;;
    clean) clean ;;
    help | -h | --help) show_help ;;
    *)
      show_help >&2
      fail "there is no command '$command'"
      ;;
  esac
}

main "$@"
