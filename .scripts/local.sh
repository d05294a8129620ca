# shellcheck shell=bash
# `./build.sh local start|stop|status`: the local AWS as one process on a free port of 127.0.0.1.
# The launcher in Tests/LocalAWS writes its process id and address into its folder and removes them when it stops.

LOCAL_DIRECTORY="${LOCAL_AWS_DIRECTORY:-$BUILD/local}"
LOCAL_PID_FILE="$LOCAL_DIRECTORY/local-aws.pid"
LOCAL_ENDPOINT_FILE="$LOCAL_DIRECTORY/local-aws.endpoint"
LOCAL_LOG="$LOCAL_DIRECTORY/local-aws.log"
LOCAL_REGION=us-east-1

# The process id, if it is there and is the launcher and not a stranger that got the number later.
local_pid() {
  local pid
  pid=$(cat "$LOCAL_PID_FILE" 2>/dev/null || true)
  if [ -n "$pid" ] && grep -qa 'launch\.py' "/proc/$pid/cmdline" 2>/dev/null; then printf '%s\n' "$pid"; fi
}

local_healthy() {
  local endpoint
  endpoint=$(cat "$LOCAL_ENDPOINT_FILE" 2>/dev/null || true)
  [ -n "$endpoint" ] && curl --silent --fail --noproxy '*' --max-time 2 --output /dev/null "$endpoint/_ministack/health"
}

local_start() {
  require_packages curl
  if [ -n "$(local_pid)" ] && local_healthy; then
    say "The local AWS is already running on $(cat "$LOCAL_ENDPOINT_FILE")"
  else
    local_launch "$(local_aws_tools)"
  fi
  local_exports
}

local_launch() {
  local environment=$1 try
  mkdir -p "$LOCAL_DIRECTORY"
  rm -f "$LOCAL_PID_FILE" "$LOCAL_ENDPOINT_FILE"
  (
    clear_hostile_environment
    # A session of its own: it outlives this script, and nothing typed at the terminal reaches it.
    setsid --fork "$environment/bin/python" -B "$ROOT/Tests/LocalAWS/launch.py" --port "${LOCAL_AWS_PORT:-0}" \
      --directory "$LOCAL_DIRECTORY" >"$LOCAL_LOG" 2>&1 </dev/null 9>&-
  )
  for ((try = 0; try < 600; try++)); do
    if local_healthy; then
      say "The local AWS is ready on $(cat "$LOCAL_ENDPOINT_FILE") (process $(local_pid), log $LOCAL_LOG)"
      return 0
    fi
    sleep 0.2
  done
  tail -n 20 "$LOCAL_LOG" >&2
  local_stop
  fail "the local AWS did not become ready within 120 s" "Its last lines are above, all of them in $LOCAL_LOG"
}

local_stop() {
  local pid try
  pid=$(local_pid)
  if [ -z "$pid" ]; then
    say "The local AWS is not running"
    return 0
  fi
  # The launcher stops its function processes itself.
  kill -TERM "$pid" 2>/dev/null || true
  for ((try = 0; try < 600; try++)); do
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.1
  done
  if kill -0 "$pid" 2>/dev/null; then kill -KILL -- "-$pid" 2>/dev/null || kill -KILL "$pid" 2>/dev/null || true; fi
  rm -f "$LOCAL_PID_FILE" "$LOCAL_ENDPOINT_FILE"
  say "The local AWS has stopped"
}

# Every local AWS that runs from the build folder, the demo's and the tests' too.
local_stop_all() {
  local file
  while read -r file; do
    LOCAL_DIRECTORY=$(dirname "$file")
    LOCAL_PID_FILE=$file
    LOCAL_ENDPOINT_FILE="$LOCAL_DIRECTORY/local-aws.endpoint"
    local_stop
  done < <(find "$BUILD" -name local-aws.pid -type f 2>/dev/null)
}

local_status() {
  if [ -z "$(local_pid)" ]; then
    say "The local AWS is not running. Start it with: eval \"\$(./build.sh local start)\""
    return 3
  fi
  local_healthy || fail "the local AWS runs (process $(local_pid)) but does not answer" \
    "Restart it: ./build.sh local stop && ./build.sh local start" "Its log: $LOCAL_LOG"
  say "The local AWS is running on $(cat "$LOCAL_ENDPOINT_FILE") (process $(local_pid))"
  local_exports
}

# Text for eval: what aws, terraform and the tests need, and nothing left of what would lead them elsewhere.
local_exports() {
  printf 'unset %s\n' "$(hostile_variables | tr '\n' ' ')"
  printf 'export AWS_ENDPOINT_URL=%s\n' "$(cat "$LOCAL_ENDPOINT_FILE")"
  printf 'export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_REGION=%s AWS_DEFAULT_REGION=%s\n' \
    "$LOCAL_REGION" "$LOCAL_REGION"
  printf 'export AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null AWS_EC2_METADATA_DISABLED=true\n'
  printf 'export AWS_PAGER= NO_PROXY=127.0.0.1,localhost no_proxy=127.0.0.1,localhost\n'
  if ! have aws; then
    use_tools
    # shellcheck disable=SC2016 # for the shell that evaluates it
    printf 'export PATH=%q:$PATH\n' "$BUILD/bin"
  fi
}

# use_local_aws: starts it and points this process at it.
use_local_aws() {
  local exports
  exports=$(local_start)
  eval "$exports"
}

local_command() {
  case ${1:-} in
    start) local_start ;;
    stop) local_stop ;;
    status) local_status ;;
    *) fail "local takes start, stop or status, not '${1:-}'" "./build.sh help lists every command" ;;
  esac
}
