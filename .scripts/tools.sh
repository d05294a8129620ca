# shellcheck shell=bash
# Python tools in virtual environments of their own, each pinned by hash. An environment is made anew when its
# requirements or the Python that runs it change.

# environment NAME REQUIREMENTS...: makes it if need be and prints its folder.
environment() {
  local name=$1 folder="$BUILD/venv/$1" stamp
  shift
  require_python
  stamp=$(python3 --version; cat "$@")
  stamp=$(digest "$stamp")
  if [ "$(cat "$folder/.stamp" 2>/dev/null || true)" != "$stamp" ]; then
    say "Installing the $name tools"
    rm -rf "$folder"
    logged "venv-$name" python3 -m venv "$folder"
    logged "pip-$name" install_requirements "$folder" "$@"
    printf '%s\n' "$stamp" >"$folder/.stamp"
  fi
  printf '%s\n' "$folder"
}

install_requirements() {
  local folder=$1 requirements options=()
  shift
  for requirements in "$@"; do options+=(--requirement "$requirements"); done
  # Everything a requirement needs is listed with its hash, so nothing is resolved.
  env -u PYTHONPATH -u PYTHONHOME -u PIP_USER -u PIP_TARGET -u PIP_PREFIX -u PIP_REQUIRE_VIRTUALENV \
    "$folder/bin/python" -m pip install --disable-pip-version-check --no-input --require-hashes --no-deps "${options[@]}"
}

test_tools() { environment tools "$ROOT/Tests/Tools/requirements.txt"; }

checkov_tools() { environment checkov "$ROOT/Tests/Tools/requirements-checkov.txt"; }

openapi_tools() { environment openapi "$ROOT/Tests/Tools/requirements-openapi.txt"; }

console_tools() { environment console "$ROOT/.console/requirements.txt"; }

console_test_tools() { environment console-tests "$ROOT/Tests/Console/requirements.txt"; }

local_aws_test_tools() { environment local-aws-tests "$ROOT/Tests/LocalAWS/requirements-test.txt"; }

local_aws_tools() { environment local-aws "$ROOT/Tests/LocalAWS/requirements.txt"; }

# The tools that the README's blocks and the tests call by name: aws of the pinned version comes first.
use_tools() {
  local tools tool
  tools=$(test_tools)
  mkdir -p "$BUILD/bin"
  for tool in aws shellcheck pyflakes microburst moto_server; do ln -sfn "$tools/bin/$tool" "$BUILD/bin/$tool"; done
  export PATH="$BUILD/bin:$PATH"
  # shellcheck disable=SC2034 # read by test.sh and bench.sh
  TOOLS=$tools
}
