# shellcheck shell=bash
# `./build.sh lint`: formatting and static checks of everything in the tree, none of which changes a file.

run_lint() {
  require_swift
  require_terraform
  use_tools
  lint_swift
  lint_shell
  lint_python
  lint_terraform
}

lint_swift() {
  say "swift format lint"
  (cd "$ROOT" && swift format lint --strict --parallel --recursive Package.swift Sources Tests) ||
    fail "some Swift files are not formatted" "Repair them: swift format --in-place --recursive Package.swift Sources Tests"
}

lint_shell() {
  local scripts=()
  say "shellcheck"
  mapfile -t scripts < <(cd "$ROOT" && {
    printf '%s\n' build.sh .ci/run
    find .scripts Tests terraform -name '*.sh' -type f -not -path '*/.*/*/.*'
  })
  (cd "$ROOT" && shellcheck --external-sources --severity=style "${scripts[@]}") ||
    fail "shellcheck found faults" "Each is explained at https://www.shellcheck.net/wiki/ under its number"
}

lint_python() {
  say "pyflakes"
  (cd "$ROOT" && pyflakes .scripts .console Tests) ||
    fail "pyflakes found faults" "Each line above names its file and line; an undefined name would fail only when a test comes to it"
}

lint_terraform() {
  say "terraform fmt"
  (cd "$ROOT/terraform" && terraform fmt -check -recursive -diff) ||
    fail "some Terraform files are not formatted" "Repair them: terraform fmt -recursive terraform"
}
