# shellcheck shell=bash
# A long command in a session of its own and waited for, so that a signal to this script is handled at once, and can end
# all of it.

# The command that runs, by its process group.
PROCESS=""

# begin_process COMMAND...: its output goes where the caller's redirection leads.
begin_process() {
  setsid "$@" </dev/null 9>&- &
  PROCESS=$!
}

# end_process SECONDS: asks all of it to end, and waits so long until it is killed. Terraform is interrupted, and alone:
# its plugins finish what they are at, and it writes down what they have made.
end_process() {
  local try
  if [ -z "$PROCESS" ]; then return 0; fi
  process_members '!~' | xargs --no-run-if-empty kill -TERM 2>/dev/null || true
  process_members '~' | xargs --no-run-if-empty kill -INT 2>/dev/null || true
  for ((try = 0; try < $1 * 10; try++)); do
    kill -0 -- "-$PROCESS" 2>/dev/null || break
    sleep 0.1
  done
  kill -KILL -- "-$PROCESS" 2>/dev/null || true
  PROCESS=""
}

# process_members ~|!~: the processes that are Terraform, and its plugins but where it is interrupted; or all others.
process_members() {
  local pattern='^\(terraform'
  if [ "$1" = '~' ]; then pattern='^\(terraform\)$'; fi
  cat /proc/[0-9]*/stat 2>/dev/null | awk -v group="$PROCESS" "\$5 == group && \$2 $1 /$pattern/ { print \$1 }"
}

# wait_for_process: its exit status.
wait_for_process() {
  local status=0
  wait "$PROCESS" || status=$?
  PROCESS=""
  return "$status"
}

# follow_terraform LOG: shows how far the Terraform that runs has come, and gives its exit status.
follow_terraform() {
  local log=$1 shown=0 made total
  while kill -0 "$PROCESS" 2>/dev/null; do
    made=$(grep -cE '(Creation|Destruction) complete' "$log" || true)
    total=$(sed -nE 's/^Plan: 0 to add, .* ([0-9]+) to destroy.*/\1/p; s/^Plan: ([1-9][0-9]*) to add.*/\1/p' "$log")
    if [ "$made" -ge $((shown + 10)) ]; then
      note "$made of ${total:-?} resources"
      shown=$made
    fi
    sleep 0.3
  done
  wait_for_process
}
