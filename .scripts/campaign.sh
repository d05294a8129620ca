# shellcheck shell=bash
# `./build.sh campaign [--seed N] [--commands N] [--accounts N]`: ten thousand commands through every fault that the local AWS
# knows, and a judge that shares nothing with the product: Tests/Campaign/README.md.

run_campaign() {
  clear_hostile_environment
  require_development_packages
  require_terraform
  use_tools
  local_aws_tools >/dev/null
  renew_bundles
  (cd "$ROOT/Tests/Campaign" && "$TOOLS/bin/python" -B -m campaign "$@") ||
    fail "the campaign has failed" "What is wrong, and the command that runs it again, is above; the evidence is in $BUILD/campaign"
}
