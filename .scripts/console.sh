# shellcheck shell=bash
# `./build.sh console [OPTION]...`: a page on 127.0.0.1 that shows a deployment, with the caller's own AWS credentials.

CONSOLE="$ROOT/.console"

run_console() {
  local tools
  tools=$(console_tools)
  # In the place of this shell: a signal reaches it, and its status is this one's.
  exec env "PYTHONPATH=$CONSOLE" "$tools/bin/python" -B -m console "$@"
}
