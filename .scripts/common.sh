# shellcheck shell=bash
# Sourced first by build.sh: where things are, how progress and failures look, and a clean environment.

export LC_ALL=C.UTF-8
umask 022

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
BUILD="$ROOT/.build"
DIST="$ROOT/dist"
LOGS="$BUILD/logs"
# shellcheck disable=SC2034 # read by the topics
FUNCTIONS=(command projection query)
export ROOT BUILD DIST

# Progress goes to stderr: `eval "$(./build.sh local start)"` reads stdout.
say() { printf '==> %s\n' "$*" >&2; }

note() { printf '    %s\n' "$*" >&2; }

# fail WHAT [WHAT TO DO NEXT]...
fail() {
  printf 'build.sh: error: %s\n' "$1" >&2
  shift
  local line
  for line in "$@"; do printf '  %s\n' "$line" >&2; done
  exit 1
}

# logged NAME COMMAND...: runs a long command with its output in a file, shown only if it fails.
logged() {
  local name=$1 log="$LOGS/$1.log" started=$SECONDS
  shift
  mkdir -p "$LOGS"
  if "$@" >"$log" 2>&1 </dev/null; then
    note "$name: done in $((SECONDS - started)) s"
    return 0
  fi
  tail -n 40 "$log" >&2
  fail "$name failed" "The last lines are above, the whole output is in $log"
}

# One build at a time in one checkout; a second one waits.
lock_build() {
  mkdir -p "$BUILD"
  exec 9>"$BUILD/build.lock"
  if ! flock --nonblock 9; then
    say "Waiting for another build.sh in this checkout"
    flock 9
  fi
}

unlock_build() { exec 9>&-; }

# digest TEXT...: a short key for caches.
digest() { printf '%s\n' "$@" | sha256sum | cut -c1-16; }

have() { command -v "$1" >/dev/null 2>&1; }

# What a developer's shell or a CI image may carry and a call to the local AWS must not see.
HOSTILE_VARIABLES=(
  AWS_PROFILE AWS_DEFAULT_PROFILE AWS_CA_BUNDLE AWS_SESSION_TOKEN AWS_SECURITY_TOKEN AWS_ROLE_ARN
  AWS_ROLE_SESSION_NAME AWS_WEB_IDENTITY_TOKEN_FILE AWS_CONTAINER_CREDENTIALS_FULL_URI
  AWS_CONTAINER_CREDENTIALS_RELATIVE_URI AWS_ENDPOINT_URL AWS_IGNORE_CONFIGURED_ENDPOINT_URLS AWS_USE_FIPS_ENDPOINT
  AWS_USE_DUALSTACK_ENDPOINT AWS_DEFAULT_OUTPUT AWS_RETRY_MODE AWS_MAX_ATTEMPTS AWS_CLI_AUTO_PROMPT
  AWS_LAMBDA_RUNTIME_API http_proxy HTTP_PROXY all_proxy ALL_PROXY
)

# hostile_variables: the list above and every per-service endpoint that is set.
hostile_variables() {
  printf '%s\n' "${HOSTILE_VARIABLES[@]}"
  compgen -e AWS_ENDPOINT_URL_ || true
}

clear_hostile_environment() {
  local name
  while read -r name; do unset "$name"; done < <(hostile_variables; compgen -e TF_VAR_; compgen -e TF_CLI_ARGS)
  export AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null
  export AWS_EC2_METADATA_DISABLED=true AWS_PAGER=''
  export NO_PROXY="127.0.0.1,localhost${NO_PROXY:+,$NO_PROXY}"
  export no_proxy=$NO_PROXY
}
