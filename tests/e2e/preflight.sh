#!/bin/bash
# An endpoint that is set up wrongly is met by one request, not by as many as may be in flight, and what is wrong is said.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
cd "$work" || exit 1
persona=$root/personas/delivery-callback.md
at() { start "$FIDELIO" serve --port 0 --quiet --latency 20 --fail "$1"; }
# wrong NAME SENT PATTERN ARGUMENT...: the run ends with status 3, says the pattern, and has sent so many requests.
wrong() {
    local name=$1 sent=$2 pattern=$3
    shift 3
    expect "$name: said, and exit status 3" 3 "$pattern" run "$persona" --repeats 8 --in-flight 8 --lang en --out "run-$name" "$@"
    check "$name: $sent sent" jq -e --argjson n "$sent" '.exchanges.sent == $n' "run-$name/run.json"
    check "$name: the rest was not begun" jq -e '.counts | .done == 0 and .skipped >= 6 and .planned == .failed + .skipped' "run-$name/run.json"
    check "$name: what to do is said" grep -q "set it right and give the same command again" err
}
at from=1:401 || exit 1
wrong no-key 1 "wants a key.*none was sent: --api-key-env" --model faithful --base-url "http://127.0.0.1:$port/v1"
BAD_KEY=sk-of-nobody wrong key 1 "refused the key.*--api-key-env" --model faithful --base-url "http://127.0.0.1:$port/v1" --api-key-env BAD_KEY
expect "without the preflight several meet it" 3 "wants a key" run "$persona" --repeats 8 --in-flight 8 --no-preflight --model faithful --base-url "http://127.0.0.1:$port/v1" --out run-all
check "eight were sent" jq -e '.exchanges.sent == 8' run-all/run.json
kill "$pid"
at at=1000000:500 || exit 1
wrong model 1 "does not know the model or the path.*look at --model" --model faithfull --base-url "http://127.0.0.1:$port/v1"
# What was mistyped and never answered is no reason to keep the folder from the right command.
right=(run "$persona" --repeats 8 --lang en --model faithful --base-url "http://127.0.0.1:$port/v1")
expect "a wrong model: put right, the command has the folder" 0 "never answered: this one takes its place" "${right[@]}" --out run-model
check "a wrong model: all were held, by the model that is meant" jq -es 'length == 8 and all(.model == "faithful")' run-model/transcripts.jsonl
expect "a wrong model: the same command goes on" 0 "going on with the run" "${right[@]}" --out run-model
expect "once it was answered another command is refused" 2 "another run" "${right[@]}" --seed 2 --out run-model
wrong path 1 "does not know the model or the path.*--base-url" --model faithful --base-url "http://127.0.0.1:$port/wrong"
wrong version 1 "most base URLs end in /v1" --model faithful --base-url "http://127.0.0.1:$port"
# How a plain server takes a handshake differs from one to the next: it answers something, or breaks it off.
wrong scheme 1 "does not speak TLS.*begins with http://|TLS handshake; is it an http:// address" --model faithful --base-url "https://127.0.0.1:$port/v1"
wrong one-of-two 2 "does not know the model" --model faithful --model no-such --base-url "http://127.0.0.1:$port/v1"
begin=$SECONDS
wrong unreachable 1 "cannot be reached.*is the server running" --model m --base-url http://127.0.0.1:1/v1
check "at once, not after all retries" test $((SECONDS - begin)) -le 3
args=(run "$persona" --model faithful --base-url "http://127.0.0.1:$port/v1" --repeats 8)
expect "when all is well nothing is asked twice" 0 "8 done" "${args[@]}" --out run-fine
check "each request is part of a conversation" jq -es '(.[0].exchanges.sent) == ([.[1:][].messages[] | select(.role == "assistant")] | length)' run-fine/run.json run-fine/transcripts.jsonl
expect "and the calls are those of a run without it" 0 "" "${args[@]}" --no-preflight --out run-without
check "to the byte" cmp run-fine/transcripts.jsonl run-without/transcripts.jsonl
kill "$pid"
# A server that answers, but not with this wire.
at from=1:html || exit 1
wrong page 1 "HTML page instead of JSON" --model faithful --base-url "http://127.0.0.1:$port/v1" --retries 0
kill "$pid"
# What passes is no mistake of set-up: the rest goes on.
at until=1:500 || exit 1
expect "a failure inside the server stops nothing" 3 "7 done, 1 failed" run "$persona" --model faithful --base-url "http://127.0.0.1:$port/v1" --repeats 8 --retries 0 --lang en --out run-passing
check "and may be asked again" grep -q "the same command asks again" err
kill "$pid"
# A request that the server will not have: the same one is no better tomorrow.
at from=1:422 || exit 1
wrong parameter 1 "rejected the request" --model faithful --base-url "http://127.0.0.1:$port/v1"
expect "a rejected request" 3 "rejected the request" run "$persona" --model faithful --base-url "http://127.0.0.1:$port/v1" --no-preflight --lang en --out run-rejected
check "asking it again is not advised" grep -q "asking again is no help" err
check "nor is the same command" sh -c "! grep -q \"same command\" err"
finish
