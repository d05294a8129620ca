# shellcheck shell=bash
# Finds Terraform, and a copy of the provider on this machine where there is one.

# Validations of variables refer to other variables, which came with this version.
TERRAFORM_MINIMUM=1.9

require_terraform() {
  local version
  have terraform || fail "terraform is not on the PATH" \
    "Terraform $TERRAFORM_MINIMUM or newer is needed: https://developer.hashicorp.com/terraform/install"
  # The configuration of the caller may name a file that is not there; asking for the version needs none.
  version=$(TF_CLI_CONFIG_FILE=/dev/null terraform version 2>/dev/null | sed -n '1s/^Terraform v//p')
  if ! printf '%s\n%s\n' "$TERRAFORM_MINIMUM" "${version:-0}" | sort --check=quiet --version-sort; then
    fail "Terraform $TERRAFORM_MINIMUM or newer is needed, this is ${version:-unknown}" \
      "https://developer.hashicorp.com/terraform/install"
  fi
  configure_terraform
}

# Terraform's own calls use the caller's configuration file if it exists. Otherwise, with a copy of the provider at
# hand, they use one of ours that names it; otherwise Terraform asks the registry.
configure_terraform() {
  local mirror
  export CHECKPOINT_DISABLE=1 TF_IN_AUTOMATION=1 TF_INPUT=0
  if [ -n "${TF_CLI_CONFIG_FILE:-}" ] && [ -f "$TF_CLI_CONFIG_FILE" ]; then return 0; fi
  unset TF_CLI_CONFIG_FILE
  if [ -f "$HOME/.terraformrc" ]; then return 0; fi
  mirror=$(provider_mirror)
  mkdir -p "$BUILD/terraform/plugin-cache"
  {
    printf 'plugin_cache_dir = "%s"\n' "$BUILD/terraform/plugin-cache"
    if [ -n "$mirror" ]; then
      printf 'provider_installation {\n  filesystem_mirror {\n    path    = "%s"\n' "$mirror"
      printf '    include = ["registry.terraform.io/hashicorp/*"]\n  }\n'
      printf '  direct {\n    exclude = ["registry.terraform.io/hashicorp/*"]\n  }\n}\n'
    fi
  } >"$BUILD/terraform/terraform.rc"
  export TF_CLI_CONFIG_FILE="$BUILD/terraform/terraform.rc"
  # The lock file is not kept in the repository, so a provider in the cache cannot be checked against it.
  export TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE=1
  note "terraform: provider from ${mirror:-registry.terraform.io}"
}

# A folder that is laid out as registry.terraform.io/hashicorp/aws, in the places where people put one.
provider_mirror() {
  local place found
  for place in "${TF_PROVIDER_MIRROR:-}" "$HOME/.terraform.d/plugins" "${XDG_DATA_HOME:-$HOME/.local/share}/terraform/plugins" \
    /usr/local/share/terraform/plugins /usr/share/terraform/plugins /usr/local/share /opt; do
    if [ -z "$place" ] || [ ! -d "$place" ]; then continue; fi
    found=$(find "$place" -maxdepth 4 -path '*/registry.terraform.io/hashicorp/aws' -print -quit 2>/dev/null || true)
    if [ -n "$found" ]; then
      printf '%s\n' "${found%/registry.terraform.io/hashicorp/aws}"
      return 0
    fi
  done
}
