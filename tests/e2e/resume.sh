#!/bin/bash
# A run that is killed at random moments: the same command completes it, nothing that was answered is asked again, and the files are those of
# an undisturbed run. KILLS=N for another number of moments. Nothing here depends on how busy the machine is: a kill that comes too late is
# tried again earlier, and where a run must still be going on its server takes long to answer.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
cd "$work" || exit 1
kills=${KILLS:-50}
personas=("$root/personas/delivery-callback.md" "$root/personas/support-account-en.md")

run_args() { args=(run "${personas[@]}" --model faithful --base-url "http://127.0.0.1:$port/v1" --repeats 2 --in-flight 3 --out "$1"); }

start "$FIDELIO" serve --port 0 --quiet --latency 2 || exit 1
run_args calm
begin=$(date +%s%N)
expect "an undisturbed run" 0 "" "${args[@]}"
whole=$((($(date +%s%N) - begin) / 1000000))
calm_unique=$(curl -s "http://127.0.0.1:$port/understudy/stats" | jq .unique)
kill "$pid"

RANDOM=20261121
differing=0 asked_twice=0 not_completed=0 killed=0 tries=0
while [ "$killed" -lt "$kills" ] && [ "$tries" -lt $((kills * 3)) ]; do
    i=$((tries += 1))
    start "$FIDELIO" serve --port 0 --quiet --latency 2 || exit 1
    run_args "run$i"
    "$FIDELIO" "${args[@]}" >/dev/null 2>&1 </dev/null &
    victim=$!
    moment=$((RANDOM % whole))
    sleep "$((moment / 1000)).$(printf %03d $((moment % 1000)))"
    kill -9 "$victim" 2>/dev/null
    wait "$victim" 2>/dev/null
    if [ ! -e "run$i/summary.json" ]; then
        killed=$((killed + 1))
    elif [ "$whole" -gt 20 ]; then
        whole=$((whole * 4 / 5)) # the machine is quicker by now
    fi
    fidelio 0 "${args[@]}" || { not_completed=$((not_completed + 1)) && cp err "kept-err"; }
    for file in transcripts.jsonl scores.jsonl summary.json; do
        sed "s/run$i/calm/g" "run$i/$file" | cmp -s - "calm/$file" || differing=$((differing + 1))
    done
    # What was in flight when the run was killed may be asked again; what was on the tape may not.
    curl -s "http://127.0.0.1:$port/understudy/stats" >stats.json
    jq -e --argjson calm "$calm_unique" '.unique == $calm and .requests - .unique <= 3' stats.json >/dev/null ||
        { asked_twice=$((asked_twice + 1)) && cp stats.json kept-stats; }
    kill "$pid"
    rm -rf "run$i"
done
if [ "$not_completed" -eq 0 ]; then ok "each of $tries runs was completed by the same command ($killed killed in the middle)"; else fail "$not_completed of $tries runs were not completed" kept-err; fi
if [ "$differing" -eq 0 ]; then ok "their files equal the undisturbed run's"; else fail "$differing files differ from the undisturbed run's"; fi
if [ "$asked_twice" -eq 0 ]; then ok "no completed exchange was asked again"; else fail "completed exchanges were asked again in $asked_twice runs" kept-stats; fi
if [ "$killed" -eq "$kills" ]; then ok "$kills kills hit a run"; else fail "only $killed of $tries kills hit a run: they come too late"; fi

# SIGINT: what is in flight ends, the rest waits for the next time.
free_port
start "$FIDELIO" serve --port "$free" --quiet --latency 400 || exit 1
run_args gentle
"$FIDELIO" "${args[@]}" >out 2>err </dev/null &
victim=$!
await holds gentle/tape.jsonl 4
kill -INT "$victim"
wait "$victim"
if [ $? -eq 3 ] && grep -q "interrupted" err; then ok "an interrupted run says so and exits with 3"; else fail "an interrupted run says so and exits with 3" err; fi
check "its counts add up" jq -e '.counts | .planned == .done + .failed + .skipped and .done < .planned' gentle/run.json
kill "$pid"
wait "$pid" 2>/dev/null
start "$FIDELIO" serve --port "$free" --quiet || exit 1
expect "the same command completes it" 0 "" "${args[@]}"
check "with the undisturbed run's transcripts" cmp gentle/transcripts.jsonl calm/transcripts.jsonl
kill "$pid"

# Two processes at one run: the second is turned away.
start "$FIDELIO" serve --port 0 --quiet --latency 1000 || exit 1
run_args twice
"$FIDELIO" "${args[@]}" >/dev/null 2>&1 </dev/null &
first=$!
await holds twice/tape.jsonl 1
expect "another process at the same run is turned away" 2 "another fidelio" "${args[@]}"
kill "$first" 2>/dev/null
wait "$first" 2>/dev/null
kill "$pid"

# A tape that ends in half a line.
printf '{"schema":"fidelio.tape/1","key":"00' >>calm/tape.jsonl
start "$FIDELIO" serve --port 0 --quiet || exit 1
old_port=$(jq -r '.models[0].base_url' calm/run.json | sed 's/.*:\([0-9]*\).*/\1/')
args=(run "${personas[@]}" --model faithful --base-url "http://127.0.0.1:$old_port/v1" --repeats 2 --in-flight 3 --out calm --offline)
cp -r calm torn
expect "half a line at the tape's end is cut off, the run replays" 0 "" "${args[@]}"
check "the same transcripts again" cmp torn/transcripts.jsonl calm/transcripts.jsonl
kill "$pid"
finish
