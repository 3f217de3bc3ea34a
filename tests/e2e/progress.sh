#!/bin/bash
# How a run says how it goes, and how it is stopped: once, gently; twice, at once; nothing that was answered is lost.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
cd "$work" || exit 1
personas=("$root/personas/delivery-callback.md" "$root/personas/support-account-en.md")

# on_terminal COMMAND...: under a terminal of ${columns:-120} columns; what it shows is in $work/shown.
on_terminal() {
    printf 'stty cols %s;' "${columns:-120}" >"$work/command"
    printf ' unset COLUMNS;' >>"$work/command"
    printf ' %q' "$@" >>"$work/command"
    script -qec "bash $work/command" shown >/dev/null 2>&1 </dev/null
}
columns=200 # room for all of it, however long a run takes on a busy machine
on_terminal "$FIDELIO" run "${personas[@]}" --model understudy --repeats 8 --latency 150 --in-flight 4 --price-in 1 --price-out 2 --lang en --out tty
tr '\r' '\n' <shown >lines
for what in "█" "[0-9]+ of 16 done" "4 in flight" "s left" "tokens in" "cost 0\.[0-9]+" "replies/s" "[▁▂▃▄▅▆▇█] [0-9]+\.[0-9][0-9]s"; do
    check "a terminal shows: $what" grep -qE -- "$what" lines
done
check "no line is wider than the terminal" bash -c '! grep -a "in flight" lines | sed "s/\x1b\[K//" | grep -qE ".{201}"'
check "the run is done" jq -e '.counts.done == 16' tty/run.json
for columns in 120 40 20 8; do
    rm -rf narrow
    on_terminal "$FIDELIO" run "${personas[0]}" --model understudy --repeats 4 --latency 60 --in-flight 2 --lang zh --out narrow
    sed 's/\r/\n/g; s/\x1b\[K//g' shown | grep -aE "░|[0-9] / 4 已完成" >lines
    check "no line of progress wraps at $columns columns" test "$(LC_ALL=C.UTF-8 wc -L <lines)" -lt $columns
    [ "$columns" -eq 8 ] || check "there is one at $columns columns" test -s lines
done
unset columns
on_terminal "$FIDELIO" run "${personas[@]}" --model understudy --latency 150 --quiet --out quiet
check "quiet shows nothing of it" bash -c '! grep -q "in flight" shown'

expect "a short run has no lines of progress" 0 "" run "${personas[0]}" --model understudy --out short
check "none at all" bash -c '! grep -q "in flight" err'
expect "a longer one has, every few seconds" 0 "" run "${personas[@]}" --model understudy --repeats 2 --latency 450 --in-flight 2 --lang en --out long
check "a plain line: $(grep -m 1 'in flight' err)" grep -qE "^fidelio: [0-9]+ of 4 done · 2 in flight · .*tokens in" err
check "without control characters" bash -c '! grep -q "$(printf "\033")" err'
expect "quiet: nothing" 0 "" run "${personas[@]}" --model understudy --repeats 2 --latency 450 --in-flight 2 --quiet --out long2
check "at all" test ! -s err

# A server that wants fewer requests: who waits is told why.
free_port
start "$FIDELIO" serve --port "$free" --quiet --latency 200 --fail every=3:429 || exit 1
expect "a run at a server that wants fewer requests" 0 "" run "${personas[@]}" --model faithful --base-url "http://127.0.0.1:$port/v1" --repeats 2 --in-flight 2 --retries 9 --lang en --out slowed
check "says so in its progress: $(grep -m 1 'rate limits' err)" grep -qE "in flight · [0-9]+ retried · [0-9]+ rate limits · " err

# Stopped against a slow server. The run without a stop, to compare with:
free_port
start "$FIDELIO" serve --port "$free" --quiet --latency 300 || exit 1
args=(run "${personas[@]}" --model faithful --base-url "http://127.0.0.1:$port/v1" --repeats 2 --in-flight 4 --lang en)
expect "an undisturbed run" 0 "" "${args[@]}" --out calm
had=$(stat_of requests)
"$FIDELIO" "${args[@]}" --out once >out 2>err </dev/null &
victim=$!
await holds once/tape.jsonl 4
before=$(wc -l <once/tape.jsonl)
await has_got $((had + before + 1)) # one is under way
kill -INT "$victim"
wait "$victim"
status=$?
check "once: status 3" test "$status" -eq 3
check "it says that it stops, and how to stop at once" grep -q "Ctrl-C again" err
check "and how to go on" grep -q "the same command goes on" err
check "by the command itself, which a shell runs as it stands" test "$(eval "printf '%s|' $(tail -n 1 err)")" = "$(printf '%s|' "$FIDELIO" "${args[@]}" --out once)"
after=$(wc -l <once/tape.jsonl)
check "what was in flight was waited for and recorded: $before, then $after lines" test "$after" -ge $((before + 1))
check "everything is written" test -s once/transcripts.jsonl -a -s once/summary.json -a -s once/report.html
check "the counts add up" jq -e '.counts | .planned == .done + .failed + .skipped and .done < .planned' once/run.json
expect "the same command completes it" 0 "going on" "${args[@]}" --out once
check "asking nothing twice" jq -e --argjson n "$after" '.exchanges.from_tape == $n' once/run.json
check "with the same transcripts" cmp once/transcripts.jsonl calm/transcripts.jsonl
kill "$pid"

# So slow that a second interrupt must not wait for an answer.
start "$FIDELIO" serve --port "$free" --quiet --latency 300 || exit 1
"$FIDELIO" "${args[@]}" --out twice >out 2>err </dev/null &
victim=$!
await holds twice/tape.jsonl 4
kill "$pid" # from here on a server that never answers
wait "$pid" 2>/dev/null
start "$FIDELIO" serve --port "$free" --quiet --latency 60000 || exit 1
await has_got 1
kept=$(wc -l <twice/tape.jsonl)
kill -INT "$victim"
said err "Ctrl-C again"
check "once: it waits" kill -0 "$victim"
begin=$(date +%s%N)
kill -INT "$victim"
wait "$victim"
status=$?
took=$((($(date +%s%N) - begin) / 1000000))
check "twice: status 3" test "$status" -eq 3
check "at once: $took ms" test "$took" -lt 10000
check "nothing that was answered is lost" test "$(grep -c '"kind":"reply"' twice/tape.jsonl)" -ge 4 -a "$(wc -l <twice/tape.jsonl)" -ge "$kept"
check "everything is written" test -s twice/transcripts.jsonl -a -s twice/summary.json
kill "$pid"
wait "$pid" 2>/dev/null
start "$FIDELIO" serve --port "$free" --quiet || exit 1
expect "the same command completes it too" 0 "going on" "${args[@]}" --out twice
check "with the same transcripts" cmp twice/transcripts.jsonl calm/transcripts.jsonl
finish
