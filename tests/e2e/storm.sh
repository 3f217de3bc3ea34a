#!/bin/bash
# Two thousand conversations against a server that fails a fifth of the requests in mixed ways, killed again and again: every conversation is
# done or honestly failed, and nothing that was answered and recorded is asked again. CONVERSATIONS=N (a multiple of 10), KILLS=N for others.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
cd "$work" || exit 1
conversations=${CONVERSATIONS:-2000} kills=${KILLS:-6} in_flight=100
start "$FIDELIO" serve --port 0 --quiet --fail every=21:500,every=23:429,every=29:reset,every=31:cut,every=37:junk,every=41:503 || exit 1
documents=("$root"/personas/*.md)
args=(run "${documents[@]:0:10}" --model faithful --base-url "http://127.0.0.1:$port/v1" --repeats $((conversations / 10)) --in-flight "$in_flight"
    --max-turns 3 --retries 8 --no-preflight --quiet --out storm)
killed=0
for i in $(seq "$kills"); do
    answered=$(stat_of answered)
    "$FIDELIO" "${args[@]}" >/dev/null 2>&1 </dev/null &
    victim=$!
    for _ in $(seq 400); do # until it has asked something new, and at another moment each time
        [ "$(stat_of answered)" -ge $((answered + i * 97)) ] && break
        sleep 0.02
    done
    kill -9 "$victim" 2>/dev/null && killed=$((killed + 1))
    wait "$victim" 2>/dev/null
done
if [ "$killed" -eq "$kills" ]; then ok "killed $killed times in the middle"; else fail "only $killed of $kills kills hit the run"; fi
"$FIDELIO" "${args[@]}" >out 2>err </dev/null
status=$?
if [ "$status" -eq 0 ] || [ "$status" -eq 3 ]; then ok "then it comes to its end (status $status)"; else fail "then it comes to its end (status $status)" err; fi
check "planned = done + failed" jq -e --argjson n "$conversations" '.counts | .planned == $n and .done + .failed == $n and .skipped == 0' storm/run.json
check "nearly all are done" jq -e '.counts | .failed * 100 < .planned' storm/run.json
check "those that failed say why" jq -es 'map(select(.ended_by == "error")) | all(.error | length > 0)' storm/transcripts.jsonl
check "each is scored" test "$(wc -l <storm/scores.jsonl)" -eq "$conversations"
lost=$(stat_of failed) requests=$(stat_of requests)
if [ $((lost * 6)) -gt "$requests" ]; then ok "$lost of $requests requests failed"; else fail "only $lost of $requests requests failed"; fi
# What was in flight when the run was killed may have been answered for nothing; what was recorded may not be asked again.
twice=$(($(stat_of answered) - $(stat_of unique)))
if [ "$twice" -le $((kills * in_flight)) ]; then ok "$twice answers were lost in $kills kills, no more than were in flight"; else fail "$twice answers were paid twice"; fi
check "no exchange is on the tape twice" test "$(jq -r 'select(.reply) | .key' storm/tape.jsonl | sort | uniq -d | wc -l)" -eq 0
answered=$(stat_of answered) not_done=$(jq .counts.failed storm/run.json)
expect "asked once more, it asks again for nothing that is done" 0 "" "${args[@]}"
check "not one request more than for what had failed" test "$(stat_of answered)" -le $((answered + 3 * not_done))
finish
