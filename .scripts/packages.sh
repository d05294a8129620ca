# shellcheck shell=bash
# What the operating system must provide. Installs only what is missing, and only by apt-get.

# Always needed: Swift's own link needs the C development files, the rest is what the targets link.
DEVELOPMENT_PACKAGES=(libcurl4-openssl-dev libssl-dev ca-certificates)
# For the static bundles: archives of what they contain, and the tools that unpack, compile and pack.
# shellcheck disable=SC2034 # read by bundles.sh and test.sh
BUNDLE_PACKAGES=(libc-ares-dev dpkg-dev gcc make binutils zip unzip curl openssl)
# For the tests of the console's page: Debian's own browser, without a window, and letters to write with.
BROWSER_PACKAGES=(chromium-headless-shell fonts-dejavu-core)

run_as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif have sudo; then
    sudo "$@"
  else
    return 127
  fi
}

is_installed() {
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null || true)" = installed ]
}

# require_packages NAME...
require_packages() {
  local missing=() package
  have dpkg-query || fail "this system has no dpkg" \
    "build.sh works on Debian 12 or newer and Ubuntu 24.04 or newer." \
    "Elsewhere install the equivalents of: $*"
  for package in "$@"; do is_installed "$package" || missing+=("$package"); done
  if [ ${#missing[@]} -eq 0 ]; then return 0; fi
  say "Installing ${missing[*]}"
  install_packages "${missing[@]}" || fail "could not install ${missing[*]}" \
    "Run as an administrator: apt-get update && apt-get install ${missing[*]}"
}

install_packages() {
  local options=(-y -q --no-install-recommends -o DPkg::Lock::Timeout=300)
  export DEBIAN_FRONTEND=noninteractive
  run_as_root env DEBIAN_FRONTEND=noninteractive apt-get "${options[@]}" install "$@" </dev/null >&2 && return 0
  say "Refreshing the package lists"
  run_as_root apt-get -q update </dev/null >&2 || return 1
  run_as_root env DEBIAN_FRONTEND=noninteractive apt-get "${options[@]}" install "$@" </dev/null >&2
}

# Ubuntu has no such package: there CHROMIUM names a browser.
require_browser() {
  if [ -n "${CHROMIUM:-}" ]; then
    have "$CHROMIUM" || fail "CHROMIUM names no program: $CHROMIUM"
  else
    require_packages "${BROWSER_PACKAGES[@]}"
  fi
}

require_swift() {
  have swift || fail "swift is not on the PATH" "Install Swift 6.1 or newer: https://www.swift.org/install/linux/"
  local version
  version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)
  case $version in
    6.* | [7-9].*) ;;
    *) fail "Swift 6.1 or newer is needed, this is ${version:-unknown}" "https://www.swift.org/install/linux/" ;;
  esac
}

require_development_packages() {
  require_swift
  require_packages "${DEVELOPMENT_PACKAGES[@]}"
}

# What the pinned tools ask for.
PYTHON_MINIMUM=3.11

require_python() {
  if ! have python3 || ! python3 -c 'import ensurepip, venv' 2>/dev/null; then require_packages python3 python3-venv; fi
  if ! python3 -c "import sys; sys.exit(sys.version_info < (${PYTHON_MINIMUM/./, }))"; then
    fail "Python $PYTHON_MINIMUM or newer is needed, this is $(python3 --version)" "Put a newer python3 before it on the PATH"
  fi
}
