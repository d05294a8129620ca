# shellcheck shell=bash
# `./build.sh sandbox`: the whole system in an AWS account, with the caller's credentials: what the pages say is run there, and
# questions are asked that only AWS answers. Everything that is made has a suffix of its own, and is destroyed in the end.

SANDBOX="${SANDBOX_DIRECTORY:-$BUILD/sandbox}"
SANDBOX_CHECKOUT="$SANDBOX/checkout"
# Seconds that Terraform gets to finish what it is at.
SANDBOX_GRACE=600
SANDBOX_PROGRAM=()
SANDBOX_REGION="" SANDBOX_ACCOUNT="" SANDBOX_CALLER=""

run_sandbox() {
  sandbox_tools
  sandbox_caller
  case ${1:-} in
    '') sandbox_is_free ;;
    --destroy)
      [ -d "$SANDBOX_CHECKOUT" ] || fail "there is no sandbox to destroy"
      sandbox_watch
      return 0
      ;;
    *) fail "sandbox takes --destroy or nothing, not '$1'" "./build.sh help lists every command" ;;
  esac
  sandbox_ask
  renew_bundles
  renew_bundles parcels
  sandbox_prepare
  sandbox_watch
  sandbox_deploy
  say "Running what the pages say, and asking; the answers go to $SANDBOX/report.md"
  begin_process env "${SANDBOX_PROGRAM[@]}" run
  wait_for_process || fail "a step failed" "What it says is above; what was answered before is in $SANDBOX/report.md"
}

# Terraform and the CLI run as the caller's own, with nothing that would change what is deployed.
sandbox_tools() {
  local name
  require_terraform
  # The caller's own aws knows all of the caller's ways to sign in.
  if have aws; then TOOLS=$(test_tools); else use_tools; fi
  while read -r name; do unset "$name"; done < <(compgen -e TF_VAR_; compgen -e TF_CLI_ARGS)
  unset TF_DATA_DIR TF_WORKSPACE
  export AWS_PAGER=""
  SANDBOX_PROGRAM=("PYTHONPATH=$ROOT/Tests/Sandbox:$ROOT/Tests/EndToEnd:$ROOT/Tests/Operations:$ROOT/Tests/ReadMe"
    "$TOOLS/bin/python" -B -m sandbox "$SANDBOX")
}

sandbox_caller() {
  local found
  SANDBOX_REGION=${AWS_REGION:-${AWS_DEFAULT_REGION:-$(aws configure get region || true)}}
  [ -n "$SANDBOX_REGION" ] || fail "no region is set" "export AWS_REGION=eu-west-1, for instance, and try again"
  export AWS_REGION=$SANDBOX_REGION AWS_DEFAULT_REGION=$SANDBOX_REGION
  found=$(aws sts get-caller-identity --query '[Account, Arn]' --output text) ||
    fail "AWS takes no credentials of yours" \
      "Sign in (aws configure, aws sso login, or AWS_PROFILE=name), until this answers: aws sts get-caller-identity"
  read -r SANDBOX_ACCOUNT SANDBOX_CALLER <<<"$found"
}

sandbox_is_free() {
  [ ! -d "$SANDBOX_CHECKOUT" ] || fail "a sandbox of before is still there" "./build.sh sandbox --destroy takes it away"
}

sandbox_ask() {
  local answer=""
  cat >&2 <<QUESTION

  Account   $SANDBOX_ACCOUNT
  Caller    $SANDBOX_CALLER
  Region    $SANDBOX_REGION, and replicas in another one for some minutes

  This makes the system of terraform/ under a suffix of its own (functions, tables, queues, a bus with its archive, alarms, roles,
  logs), a second one for some minutes, restored tables, and two keys, which AWS keeps for up to 30 days after their deletion without
  charging for them. Whatever happens, all of it is destroyed in the end. It takes about two hours, for which your credentials
  should last, and costs about 1 USD.

QUESTION
  printf '  Type the account'\''s number to begin: ' >&2
  read -r answer || true
  printf '\n' >&2
  [ "$answer" = "$SANDBOX_ACCOUNT" ] || fail "nothing was made: that is not the account's number"
}

# A copy of the configuration, so that nothing of the caller's terraform folder is touched.
sandbox_prepare() {
  local suffix
  suffix="sandbox-$(od -An -N2 -tx1 /dev/urandom | tr -d ' \n')"
  rm -rf "$SANDBOX"
  mkdir -p "$SANDBOX/logs" "$SANDBOX_CHECKOUT"
  (cd "$ROOT" && tar --create --exclude='.terraform*' --exclude='*.tfvars' --exclude='*.tfstate*' --exclude='*.tfvars.json' terraform) |
    tar --extract --directory "$SANDBOX_CHECKOUT"
  ln -s "$DIST" "$SANDBOX_CHECKOUT/dist"
  cp "$SANDBOX_CHECKOUT/terraform/terraform.tfvars.example" "$SANDBOX_CHECKOUT/terraform/terraform.tfvars"
  # Read after terraform.tfvars, which the page's own block makes once more.
  printf '{"aws_region": "%s", "resource_suffix": "%s", "architecture": "%s"}\n' "$SANDBOX_REGION" "$suffix" "$(cat "$DIST/architecture")" \
    >"$SANDBOX_CHECKOUT/terraform/sandbox.auto.tfvars.json"
  say "The sandbox is called $suffix"
}

# From here on all is destroyed, however this ends.
sandbox_watch() {
  trap sandbox_finish EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
}

sandbox_deploy() {
  say "Deploying (some minutes)"
  sandbox_terraform init -no-color -backend=false
  sandbox_terraform apply -no-color -auto-approve
}

# sandbox_terraform COMMAND...: fails with its last lines.
sandbox_terraform() {
  local log="$SANDBOX/logs/$1.log"
  begin_process terraform -chdir="$SANDBOX_CHECKOUT/terraform" "$@" >"$log" 2>&1
  if follow_terraform "$log"; then return 0; fi
  tail -n 30 "$log" >&2
  fail "terraform $1 failed" "The last lines are above, the whole output is in $log"
}

sandbox_finish() {
  local status=$?
  set +e
  trap '' INT TERM HUP
  end_process "$SANDBOX_GRACE"
  say "Destroying the sandbox"
  # What one part has removed may have been in the way of another one.
  if sandbox_destroy || sandbox_destroy; then
    rm -rf "$SANDBOX_CHECKOUT" "$SANDBOX/blocks"
    say "All of it is destroyed"
  else
    sandbox_tell_what_is_left
    status=1
  fi
  if [ -f "$SANDBOX/report.md" ]; then say "The report: $SANDBOX/report.md"; fi
  exit "$status"
}

# Goes on after a part that fails, so that as little as possible is left.
sandbox_destroy() {
  local workspace status=0
  sandbox_part withdraw || status=1
  if [ -d "$SANDBOX_CHECKOUT/terraform/.terraform" ]; then
    # Those first that stand beside the first one.
    for workspace in $(sandbox_workspaces) default; do
      (sandbox_destroy_workspace "$workspace") || status=1
    done
  fi
  sandbox_part sweep || status=1
  sandbox_part remains || status=1
  return "$status"
}

sandbox_workspaces() {
  find "$SANDBOX_CHECKOUT/terraform/terraform.tfstate.d" -mindepth 1 -maxdepth 1 -type d -printf '%f\n' 2>/dev/null || true
}

# A workspace keeps its variables in a file of its name.
sandbox_destroy_workspace() {
  local variables="$1.tfvars" options=()
  if [ -f "$SANDBOX_CHECKOUT/terraform/$variables" ]; then options=("-var-file=$variables"); fi
  note "workspace $1"
  terraform -chdir="$SANDBOX_CHECKOUT/terraform" workspace select -no-color "$1" >>"$SANDBOX/logs/workspaces.log" 2>&1
  sandbox_terraform destroy -no-color -auto-approve "${options[@]}"
}

sandbox_part() { env "${SANDBOX_PROGRAM[@]}" "$1" </dev/null; }

sandbox_tell_what_is_left() {
  printf '\nbuild.sh: error: the sandbox could not be destroyed. Still there:\n' >&2
  sandbox_part remains || true
  printf '  Try again: ./build.sh sandbox --destroy (its state is in %s)\n' "$SANDBOX_CHECKOUT/terraform" >&2
}
