#!/bin/bash
# Signals: an orderly stop with a word; what is waited for is said; whole conversations are never worsened.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
cd "$work" || exit 1
persona=$root/personas/delivery-callback.md

start "$FIDELIO" serve --port 0 --quiet --latency 600000 || exit 1 # it takes requests and does not answer
args=(run "$persona" --model faithful --base-url "http://127.0.0.1:$port/v1" --repeats 3 --out hung --retries 0)

requests=0

# interrupted LANG OPTION...: the run at the server that hangs, and SIGINT when it has asked.
interrupted() {
    local lang=$1
    shift
    rm -rf hung
    LC_ALL=C.UTF-8 "$FIDELIO" "${args[@]}" --lang "$lang" "$@" >out 2>err </dev/null &
    victim=$!
    await has_got $((requests += 1))
    kill -INT "$victim"
}
interrupted en --timeout 5
wait "$victim"
[ $? -eq 3 ] && ok "a hanging server is waited for until its time is up, and the status is 3" || fail "a hanging server is waited for until its time is up, and the status is 3" err
check "how long at most, and what Ctrl-C does then, was said" grep -q "stopping: requests in flight: 1; .* 5 s at most (--timeout); Ctrl-C again" err
check "that it was interrupted too" grep -q "interrupted: the same command" err
interrupted zh --timeout 600 --quiet
if said err "正在停止：.*最多 600 秒"; then ok "in Chinese and when quiet too"; else fail "in Chinese and when quiet too" err; fi
kill -INT "$victim"
wait "$victim"
[ $? -eq 3 ] && ok "the second one does not wait for ten minutes" || fail "the second one does not wait for ten minutes" err
interrupted en --timeout 600
said err stopping
kill -HUP "$victim"
wait "$victim"
[ $? -eq 3 ] && ok "nor does a terminal that is closed then" || fail "nor does a terminal that is closed then" err
rm -rf hung
(trap '' HUP && exec "$FIDELIO" "${args[@]}" --timeout 2 >out 2>err </dev/null) &
victim=$!
await has_got $((requests += 1))
kill -HUP "$victim"
wait "$victim"
check "under nohup a run goes on" bash -c '! grep -q interrupted err'
kill "$pid"

# A run that is whole, its tape gone, and an interruption: the files stay.
expect "a run" 0 "" run "$persona" --model understudy --repeats 3 --out whole --quiet
cp -r whole kept
rm whole/tape.jsonl
"$FIDELIO" run "$persona" --model understudy --latency 600000 --repeats 3 --out whole --ask-again >out 2>err </dev/null &
victim=$!
await test -e whole/tape.jsonl # its loop is there, and asks next
kill -TERM "$victim"
said err stopping && kill -TERM "$victim"
wait "$victim"
[ $? -eq 3 ] && ok "a whole run whose tape is gone, begun again and interrupted: status 3" || fail "a whole run whose tape is gone, begun again and interrupted: status 3" err
for file in transcripts.jsonl scores.jsonl summary.json costs.jsonl run.json report.html; do check "$file is as it was" cmp "kept/$file" "whole/$file"; done
check "which is said" grep -q "3 conversations stand whole in whole" err
finish
