#!/bin/bash
# Replay: offline the tape answers everything; what is not on it is named. Equal seeds give equal files.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
cd "$work" || exit 1
personas=("$root/personas/delivery-callback.md" "$root/personas/support-account-en.md")
args=(run "${personas[@]}" --model understudy:faithful --model understudy:leaky --repeats 3)

expect "a run" 0 "the run lies in" "${args[@]}"
run=$(ls runs)
mkdir kept && cp "runs/$run"/*.jsonl "runs/$run"/*.json kept/
expect "the same command again asks nothing" 0 "going on" "${args[@]}"
check "all came from the tape" jq -e '.exchanges | .sent == 0 and .asked == .from_tape and .asked > 0' "runs/$run/run.json"
for file in tape.jsonl transcripts.jsonl scores.jsonl summary.json; do check "$file is as it was" cmp "kept/$file" "runs/$run/$file"; done
rm "runs/$run/transcripts.jsonl" "runs/$run/scores.jsonl" "runs/$run/summary.json"
expect "offline the tape gives everything back" 0 "" "${args[@]}" --offline
for file in transcripts.jsonl scores.jsonl summary.json; do check "$file is back" cmp "kept/$file" "runs/$run/$file"; done

expect "another seed is another run" 0 "" "${args[@]}" --seed 2
[ "$(ls runs | wc -l)" -eq 2 ] && ok "in a folder of its own" || fail "in a folder of its own"
expect "the same run elsewhere" 0 "" "${args[@]}" --out elsewhere
for file in transcripts.jsonl scores.jsonl summary.json; do check "equal seeds, equal $file" cmp "kept/$file" "elsewhere/$file"; done
expect "the number in flight makes no difference" 0 "" "${args[@]}" --out one --in-flight 1 --threads 1
for file in transcripts.jsonl scores.jsonl; do check "$file, one at a time" cmp "kept/$file" "one/$file"; done

expect "a folder that holds another run is left alone" 2 "another run" "${args[@]}" --out elsewhere --seed 3
head -n 5 kept/tape.jsonl >elsewhere/tape.jsonl
expect "offline, what is not on the tape is named" 3 "delivery-callback" "${args[@]}" --out elsewhere --offline
check "nobody is told that the same command tries again" bash -c '! grep -qE "same command (tries|asks) again" err'
check "nor that leaving out --offline is enough, where only --ask-again helps" bash -c 'grep -q -- --ask-again err && ! grep -q "same command asks" err'
for file in transcripts.jsonl scores.jsonl summary.json; do check "what stood whole in $file is left as it was" cmp "kept/$file" "elsewhere/$file"; done
check "run.json still counts them" jq -e '.counts | .done == 12 and .planned == 12' elsewhere/run.json
check "which is said" grep -q "12 conversations stand whole in elsewhere" err
grep -v '"conversation":"delivery-callback/understudy:faithful/[123] ' kept/tape.jsonl | grep -v '"conversation":"delivery-callback/understudy:leaky/[123] ' >elsewhere/tape.jsonl
rm elsewhere/transcripts.jsonl
expect "the first half of a tape is lost, and the transcripts" 3 "12 planned, 6 done, 6 failed" "${args[@]}" --out elsewhere --offline
check "what the rest of it holds is given back" cmp <(grep '"ended_by":"[^e]' elsewhere/transcripts.jsonl) <(grep '"id":"support' kept/transcripts.jsonl)
cp kept/transcripts.jsonl elsewhere/
expect "a budget that is spent before all were held again leaves them too" 3 "conversations stand whole" "${args[@]}" --out elsewhere --price-in 1 --price-out 1 --max-cost 0.000001 --ask-again
check "whole" cmp kept/transcripts.jsonl elsewhere/transcripts.jsonl

# A tape that was lost, emptied, cut or edited: what stands whole in the files is not asked a second time unasked.
whole() { cp kept/*.jsonl kept/*.json elsewhere/; }
untouched() { for file in transcripts.jsonl scores.jsonl summary.json run.json; do check "$file is as it was" cmp "kept/$file" "elsewhere/$file"; done; }
edit() { jq -c "if .turn == 3 and (.conversation | startswith(\"support-account-en/understudy:leaky/2\")) then $1 else . end" kept/tape.jsonl >elsewhere/tape.jsonl; }
whole && rm elsewhere/tape.jsonl
expect "a lost tape: nothing is asked, what it would cost is told" 3 "--ask-again.*at most about [0-9]+ calls" "${args[@]}" --out elsewhere --lang en
check "not one request was sent" test ! -s elsewhere/tape.jsonl
untouched
whole && : >elsewhere/tape.jsonl
expect "an emptied tape, in Chinese" 3 "磁带上不再有这一轮的回复.*另一个版本" "${args[@]}" --out elsewhere --lang zh
untouched
whole && edit '.reply.content += "!"'
expect "an edited reply: the turn that the tape no longer has is named" 3 "support-account-en/understudy:leaky/2 persona, turn 4: a line was lost, one before it was edited, or another version" "${args[@]}" --out elsewhere --lang en
untouched
whole && edit '.messages[-1].content += "!"'
line=$(cmp kept/tape.jsonl elsewhere/tape.jsonl | sed 's/.*line //')
expect "an edited message: its line is named, and why" 3 "tape.jsonl:$line: this line .* was edited" "${args[@]}" --out elsewhere --lang en
check "nobody is told that asking again helps" bash -c 'grep -q "asking again is no help" err && ! grep -q "same command asks again" err'
untouched
whole && edit 'empty'
expect "who wants it asked anew says so" 0 "12 done" "${args[@]}" --out elsewhere --ask-again
check "and only what was lost was asked" jq -e '.exchanges.sent == 1' elsewhere/run.json
whole && head -c 100 kept/run.json >elsewhere/run.json
expect "a damaged run.json: what to do is told" 2 "run.json:.*move it away and give the run.s command again" "${args[@]}" --out elsewhere --lang en
rm elsewhere/run.json
expect "and that helps" 0 "12 done" "${args[@]}" --out elsewhere
check "without asking anything" jq -e '.exchanges.sent == 0' elsewhere/run.json
expect "offline without any tape" 2 "tape" "${args[@]}" --out fresh --offline
check "no folder is made for that" test ! -e fresh
sed '3s/.*/{not json/' kept/tape.jsonl >elsewhere/tape.jsonl
expect "a bad line within the tape is named" 2 "tape.jsonl:3" "${args[@]}" --out elsewhere

expect "shards: one" 0 "" "${args[@]}" --shard 1/2
expect "shards: two" 0 "" "${args[@]}" --shard 2/2
sort kept/transcripts.jsonl >all
grep -lE '"shards": 2' runs/*/run.json | while read -r file; do cat "${file%run.json}transcripts.jsonl"; done | sort >sharded
check "together they are the whole run" cmp all sharded

expect "score reads the run" 0 "" score "runs/$run" --format jsonl
check "and gives the same lines" cmp out kept/scores.jsonl
expect "with eight threads too" 0 "" score "runs/$run" --format jsonl --threads 8
check "the same lines" cmp out kept/scores.jsonl
expect "report prints the scoreboard" 0 "understudy:leaky" report "runs/$run"
expect "the plan, without asking" 0 "nothing was asked" "${args[@]}" --dry-run
[ "$(wc -l <out)" -eq 12 ] && ok "twelve conversations are planned" || fail "twelve conversations are planned" out
finish
