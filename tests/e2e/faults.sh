#!/bin/bash
# Endpoints that are not there, refuse, break or talk nonsense: the run says why, exits with 3 and keeps what it has.
. "$(dirname "$0")/lib.sh"
cd "$work" || exit 1
persona=$root/personas/delivery-callback.md

# fault KIND PATTERN: one conversation against a server that answers wrongly.
fault() {
    start "$HELPERS/fault_server" "$1" || return
    expect "$1: said, and exit status 3" 3 "$2" run "$persona" --model m --base-url "http://127.0.0.1:$port/v1" --out "run-$1" --max-turns 3 --retries 0
    if jq -e '.counts.planned == 1 and .counts.failed == 1' "run-$1/run.json" >/dev/null && jq -e '.ended_by == "error"' "run-$1/transcripts.jsonl" >/dev/null &&
        jq -e '.verdict == "error"' "run-$1/scores.jsonl" >/dev/null; then
        ok "$1: recorded as an error, never as a failed persona"
    else
        fail "$1: recorded as an error, never as a failed persona" "run-$1/run.json" "run-$1/transcripts.jsonl"
    fi
    kill "$pid" 2>/dev/null
}

fault 401 "401"
fault 404 "404"
fault 500 "500"
fault html "HTML|JSON"
fault text "JSON"
fault no-choices "choices"
fault reset "reset|broke|closed|connection"
fault cut "broke|closed|connection|whole"
expect "nobody listens" 3 "refused|connect" run "$persona" --model m --base-url http://127.0.0.1:1/v1 --out run-refused --retries 0
expect "an address that is none" 3 "URL|url|address" run "$persona" --model m --base-url "ht tp://x" --out run-url --retries 0

start "$HELPERS/fault_server" null || exit 1
expect "content null is silence, no error" 0 "" run "$persona" --model m --base-url "http://127.0.0.1:$port/v1" --out run-null --max-turns 3
if jq -e '[.messages[] | select(.role == "assistant") | .content] | all(. == "")' run-null/transcripts.jsonl >/dev/null; then
    ok "the silence is in the transcript"
else
    fail "the silence is in the transcript" run-null/transcripts.jsonl
fi

mkdir locked && chmod 500 locked
if [ "$(id -u)" -ne 0 ]; then
    expect "a folder that cannot be written" 2 "locked" run "$persona" --model understudy --out locked/run
else
    expect "a folder that cannot be written" 2 "proc" run "$persona" --model understudy --out /proc/fidelio/run
fi
expect "a file where the folder should be" 2 "" run "$persona" --model understudy --out "$persona"
finish
