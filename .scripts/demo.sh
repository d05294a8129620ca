# shellcheck shell=bash
# `./build.sh demo`: the whole system on a local AWS of its own, with the real Terraform and the real aws CLI.
# Everything it makes is below .build/demo; everything it starts is stopped by process id, whatever happens.

DEMO="$BUILD/demo"
DEMO_ACCOUNT=account-123
DEMO_KEEP=false

run_demo() {
  case ${1:-} in
    '') ;;
    --keep) DEMO_KEEP=true ;;
    --stop)
      demo_own_local_aws
      local_stop
      rm -rf "$DEMO"
      return 0
      ;;
    *) fail "demo takes --keep or --stop, not '$1'" "./build.sh help lists every command" ;;
  esac
  local started=$SECONDS
  renew_bundles
  require_terraform
  use_tools
  demo_prepare
  demo_deploy
  demo_commands
  demo_journey
  demo_queries
  demo_replay
  demo_summary $((SECONDS - started))
}

# A local AWS of the demo's own, so that one that somebody works with is left alone.
demo_own_local_aws() {
  LOCAL_DIRECTORY="$DEMO/local"
  # shellcheck disable=SC2034 # read by local.sh
  LOCAL_PID_FILE="$LOCAL_DIRECTORY/local-aws.pid"
  # shellcheck disable=SC2034
  LOCAL_ENDPOINT_FILE="$LOCAL_DIRECTORY/local-aws.endpoint"
  LOCAL_LOG="$LOCAL_DIRECTORY/local-aws.log"
}

demo_prepare() {
  demo_own_local_aws
  if [ -n "$(local_pid)" ]; then local_stop; fi
  rm -rf "$DEMO" && mkdir -p "$DEMO/logs"
  trap demo_finish EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  clear_hostile_environment
  say "Starting a local AWS"
  use_local_aws
}

demo_finish() {
  local status=$?
  set +e
  trap '' INT TERM HUP
  end_process 3
  # A signal ends all of it, a failure does not: --keep is also for looking at one.
  if $DEMO_KEEP && [ "$status" -le 1 ]; then exit "$status"; fi
  local_stop
  if [ "$status" -eq 0 ]; then
    rm -rf "$DEMO"
  else
    printf 'The demo did not finish. Its logs are in %s; ./build.sh demo starts it anew.\n' "$DEMO" >&2
  fi
  exit "$status"
}

demo_deploy() {
  export TF_DATA_DIR="$DEMO/terraform"
  say "Deploying terraform/ with terraform.tfvars.example (about half a minute, most of it the provider's own polling)"
  demo_terraform init -no-color -backend=false
  demo_terraform apply -no-color -auto-approve -parallelism=30 \
    -var-file=terraform.tfvars.example -state="$DEMO/terraform.tfstate" -backup=-
  note "$(grep -E '^Apply complete' "$DEMO/logs/apply.log")"
}

# demo_terraform COMMAND...: fails with its last lines.
demo_terraform() {
  local log="$DEMO/logs/$1.log"
  begin_process terraform -chdir="$ROOT/terraform" "$@" >"$log" 2>&1
  if follow_terraform "$log"; then return 0; fi
  tail -n 30 "$log" >&2
  fail "terraform $1 failed" "The last lines are above, the whole output is in $log" \
    "After a change of terraform/ try: ./build.sh lint; of Swift code: ./build.sh build"
}

demo_output() { terraform -chdir="$ROOT/terraform" output -raw -state="$DEMO/terraform.tfstate" "$1"; }

# demo_invoke FUNCTION NAME: sends $DEMO/NAME.json with the aws CLI and prints the answer's status and body.
demo_invoke() {
  local failure
  failure=$(aws lambda invoke --function-name "$1" --payload "fileb://$DEMO/$2.json" \
    --query FunctionError --output text "$DEMO/$2.answer.json" 2>"$DEMO/logs/$2.log") ||
    demo_failed "aws lambda invoke --function-name $1" "$DEMO/logs/$2.log"
  [ "$failure" = None ] || demo_failed "$1 reported an error ($failure)" "$DEMO/$2.answer.json"
  demo_tool answer "$DEMO/$2.answer.json"
}

demo_tool() { "$TOOLS/bin/python" -B "$ROOT/.scripts/demo_tool.py" "$@"; }

# demo_failed WHAT FILE
demo_failed() {
  cat "$2" >&2
  fail "$1" "What was said is above. Look further in the local AWS's log, $LOCAL_LOG, or keep it running: ./build.sh demo --keep"
}

# demo_try FUNCTION NAME WANTED SAYING: an invocation whose status the demo knows beforehand.
demo_try() {
  local answer
  answer=$(demo_invoke "$1" "$2")
  note "$4"
  note "  $answer"
  case $answer in
    "$3 "*) ;;
    *) fail "the answer should have had status $3" "The command was $DEMO/$2.json, the answer is in $DEMO/$2.answer.json" ;;
  esac
}

demo_commands() {
  local command name
  command=$(demo_output command_handler_function_name)
  say "Sending commands: aws lambda invoke --function-name $command --payload fileb://..."
  demo_output test_command_payload >"$DEMO/open.json"
  demo_output test_transaction_payload >"$DEMO/deposit.json"
  for name in withdrawal:-30.25:tx-790 overdraft:-500:tx-791; do
    IFS=: read -r name amount transaction <<<"$name"
    printf '{"aggregateId":"%s","eventType":"TransactionProcessed","eventData":{"transactionId":"%s","amount":%s,"type":"withdrawal","timestamp":"2024-01-15T11:00:00Z"}}' \
      "$DEMO_ACCOUNT" "$transaction" "$amount" >"$DEMO/$name.json"
  done
  cp "$DEMO/deposit.json" "$DEMO/again.json"
  demo_try "$command" open 200 "open the account"
  demo_try "$command" deposit 200 "deposit 100.50"
  demo_try "$command" withdrawal 200 "withdraw 30.25"
  demo_try "$command" again 200 "the deposit once more: answered, not done again"
  demo_try "$command" overdraft 422 "withdraw 500: a business rule says no"
}

# demo_until WHAT SECONDS WANTED COMMAND...: polls until the command prints at least the wanted number.
demo_until() {
  local what=$1 end=$((SECONDS + $2)) wanted=$3 found
  shift 3
  while true; do
    found=$("$@")
    if [ "${found:-0}" -ge "$wanted" ] 2>/dev/null; then break; fi
    [ "$SECONDS" -lt "$end" ] || fail "$what: $found instead of $wanted" \
      "./build.sh demo --keep leaves it running, for a look at the functions' logs; the local AWS's log: $LOCAL_LOG"
    sleep 0.5
  done
  note "$what: $found"
}

demo_stored() {
  aws dynamodb query --table-name "$EVENT_STORE" --consistent-read --select COUNT --query Count --output text \
    --key-condition-expression 'AggregateId = :id' --expression-attribute-values "{\":id\":{\"S\":\"$DEMO_ACCOUNT\"}}"
}

demo_archived() { aws events describe-archive --archive-name "$ARCHIVE" --query EventCount --output text; }

demo_version() {
  aws dynamodb get-item --table-name "$READ_MODEL" --consistent-read --query 'Item.Version.N' --output text \
    --key "{\"AccountId\":{\"S\":\"$DEMO_ACCOUNT\"},\"ProjectionType\":{\"S\":\"AccountSummary\"}}"
}

# How many replayed events the projection has had, by its own count: the queue hands it several at a time.
demo_replays() {
  aws cloudwatch get-metric-statistics --namespace EventSourcing --metric-name ReplayedEvents --period 3600 --statistics Sum \
    --dimensions "Name=function,Value=$PROJECTION" --start-time "$(($(date +%s) - 3600))" \
    --end-time "$(($(date +%s) + 60))" --query 'to_number(sum(Datapoints[].Sum))' --output text | cut -d . -f 1
}

demo_journey() {
  EVENT_STORE=$(demo_output event_store_table_name)
  READ_MODEL=$(demo_output read_model_table_name)
  ARCHIVE=$(demo_output event_archive_name)
  PROJECTION=$(demo_output projection_handler_function_name)
  say "Following the events: event store -> stream -> bus -> archive, queue -> read model"
  demo_until "events in the event store" 10 3 demo_stored
  demo_until "events in the archive of the bus" 60 3 demo_archived
  demo_until "version of the account in the read model" 60 3 demo_version
}

demo_queries() {
  local query name
  query=$(demo_output query_handler_function_name)
  say "Asking: aws lambda invoke --function-name $query --payload fileb://..."
  printf '{"queryType":"getAccountSummary","accountId":"%s"}' "$DEMO_ACCOUNT" >"$DEMO/summary.json"
  printf '{"queryType":"getAuditTrail","accountId":"%s","limit":2}' "$DEMO_ACCOUNT" >"$DEMO/audit.json"
  printf '{"queryType":"reconstructState","aggregateId":"%s","upToSequence":2}' "$DEMO_ACCOUNT" >"$DEMO/past.json"
  printf '{"queryType":"getEventsByType","eventType":"TransactionProcessed"}' >"$DEMO/type.json"
  printf '{"queryType":"verifyIntegrity","aggregateId":"%s"}' "$DEMO_ACCOUNT" >"$DEMO/integrity.json"
  demo_try "$query" summary 200 "the account, from the read model"
  demo_try "$query" audit 200 "its audit trail, two at a time"
  demo_try "$query" past 200 "the account as it was after its second event"
  demo_try "$query" type 200 "all transactions, newest first"
  demo_try "$query" integrity 200 "whether anybody has changed an event, by the hash chain"
  DEMO_BALANCE=$(demo_tool field "$DEMO/summary.answer.json" Balance)
  [ "$(demo_tool field "$DEMO/integrity.answer.json" valid)" = True ] ||
    demo_failed "the hash chain does not hold" "$DEMO/integrity.answer.json"
}

# demo_read_model FILE: every item of the account, in a form that can be compared.
demo_read_model() {
  aws dynamodb query --table-name "$READ_MODEL" --consistent-read --output json \
    --key-condition-expression 'AccountId = :id' --expression-attribute-values "{\":id\":{\"S\":\"$DEMO_ACCOUNT\"}}" \
    >"$DEMO/items.json"
  demo_tool items "$DEMO/items.json" >"$1"
}

demo_replay() {
  local before events replay
  events=$(demo_archived)
  before=$(demo_replays)
  demo_read_model "$DEMO/before.txt"
  say "Replaying the archive, with the command of the Terraform output replay_command"
  demo_output replay_command >"$DEMO/replay.sh"
  bash "$DEMO/replay.sh" >"$DEMO/logs/replay.log" 2>&1 || demo_failed "the replay was refused" "$DEMO/logs/replay.log"
  replay=$(aws events list-replays --query 'Replays[0].ReplayName' --output text)
  demo_until "events handed to the projection once more" 60 "$events" demo_replayed "$before"
  note "replay $replay: $(aws events describe-replay --replay-name "$replay" --query State --output text)"
  demo_read_model "$DEMO/after.txt"
  if ! diff -u "$DEMO/before.txt" "$DEMO/after.txt" >"$DEMO/logs/difference.log"; then
    demo_failed "the replay changed the read model" "$DEMO/logs/difference.log"
  fi
}

demo_replayed() { printf '%s\n' "$(($(demo_replays) - $1))"; }

demo_summary() {
  local stored
  stored=$(demo_stored)
  say "Done in $1 s"
  cat <<SUMMARY

  What happened    Terraform deployed $(grep -c 'Creation complete' "$DEMO/logs/apply.log") resources to a local AWS; five commands were sent:
                   three were appended, one was a duplicate, one was refused by a business rule
  Balance          $DEMO_BALANCE (100.50 deposited, 30.25 withdrawn), from the read model
  Event store      $stored events; the hash chain from the first to the last holds
  Archive          $(demo_archived) events
  Read model       $(wc -l <"$DEMO/before.txt") items before the replay, $(wc -l <"$DEMO/after.txt") after it: the same, attribute by attribute

SUMMARY
  if $DEMO_KEEP; then demo_kept; else demo_next; fi
}

demo_next() {
  cat <<'NEXT'
  How to go on     ./build.sh demo --keep   leaves it running, for calls of your own
                   ./build.sh test          runs every test
                   README.md                deploys it to AWS

NEXT
}

demo_kept() {
  {
    local_exports
    # shellcheck disable=SC2016 # for the shell that reads the file
    printf 'export TF_DATA_DIR=%q PATH=%q:$PATH\n' "$TF_DATA_DIR" "$BUILD/bin"
  } >"$DEMO/environment"
  cat <<KEPT
  How to go on     source ${DEMO#"$ROOT"/}/environment      points this shell at the local AWS
                   ./build.sh console                      then shows $DEMO_ACCOUNT through time, and what waits, in a browser
                   aws dynamodb scan --table-name $EVENT_STORE
                   aws logs filter-log-events --log-group-name /aws/lambda/$PROJECTION --query 'events[].message'
                   ./build.sh demo --stop   ends it

KEPT
}
