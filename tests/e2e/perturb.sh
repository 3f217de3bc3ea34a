#!/bin/bash
# Disturbed calls: seeded, recorded as what they are, a run of their own and a row of their own beside undisturbed calls.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
cd "$work" || exit 1
personas=("$root/personas/delivery-callback.md" "$root/personas/support-account-en.md")
args=(run "${personas[@]}" --model understudy --repeats 12)
kinds() { jq -r '.messages[].move.kind // empty | select(startswith("perturb:"))' "$1" | sort | uniq -c | sort -rn; }

expect "a calm run" 0 "" "${args[@]}" --out calm
expect "a run with every disturbance" 0 "script\+all" "${args[@]}" --perturb all --out all --lang en
cp out shown
kinds all/transcripts.jsonl >seen
check "each of the seven came" test "$(wc -l <seen)" -eq 7
kinds calm/transcripts.jsonl >unseen
check "and none in the calm run" test ! -s unseen
check "never twice in one call" jq -es 'all(.[]; [.messages[].move.kind // empty | select(startswith("perturb:"))] | length == (unique | length))' all/transcripts.jsonl
check "injections speak to the model" jq -es '[.[].messages[] | select(.move.kind? == "perturb:injection") | .content] | length > 0 and all(. != "")' all/transcripts.jsonl
check "the list is recorded" jq -e '.parameters.perturb == "all"' all/run.json
check "the summary has it as a caller of its own" jq -e '.cells | length == 2 and all(.caller == "script+all")' all/summary.json
check "and a row a kind, over the calls in which it came" bash -c '
    jq -r ".perturbations[] | [.conversations, \"perturb:\" + .perturbation] | @tsv" all/summary.json | sort >rows &&
    sed -E "s/^ *([0-9]+) /\1\t/" seen | sort | cmp - rows'
check "each call is passed, failed or in error there too" jq -e '.perturbations | all(.conversations == .passed + .failed + .errors)' all/summary.json
check "the terminal shows them" grep -q "small talk · understudy" shown
check "so does the page" grep -q "calls with injected instruction" all/report.html
expect "and the job's summary" 0 "calls with noise" report all --format markdown --lang en
expect "in Chinese" 0 "杂音 · understudy" report all --lang zh
check "a calm run has no such rows" jq -e 'has("perturbations") | not' calm/summary.json
check "the calm run is not touched" jq -e '(.cells | all(.caller == "script"))' calm/summary.json
check "its parameters neither" jq -e '.parameters | has("perturb") | not' calm/run.json
check "it is another plan" test "$(jq -r .plan_hash all/run.json)" != "$(jq -r .plan_hash calm/run.json)"
expect "so a folder of calm calls is left alone" 2 "another run" "${args[@]}" --perturb all --out calm

expect "the same again" 0 "" "${args[@]}" --perturb all --out again
check "gives the same calls" cmp all/transcripts.jsonl again/transcripts.jsonl
expect "another seed" 0 "" "${args[@]}" --perturb all --seed 2 --out other
check "gives others" bash -c '! cmp -s all/transcripts.jsonl other/transcripts.jsonl'
expect "a list, with dashes and spaces" 0 "" "${args[@]}" --perturb "noise, small-talk" --out some
check "only what was asked for came" jq -es '[.[].messages[].move.kind // empty | select(startswith("perturb:"))] | unique == ["perturb:noise", "perturb:small_talk"]' some/transcripts.jsonl
check "and is how the caller is called" jq -e '.cells | all(.caller == "script+noise+small_talk")' some/summary.json
expect "offline they come from the tape" 0 "" "${args[@]}" --perturb "noise,small_talk" --out some --offline
expect "score reads them" 0 "" score all --format jsonl
check "and agrees with the run" cmp out all/scores.jsonl

expect "a word that is none" 2 "earthquake.*injection" "${args[@]}" --perturb noise,earthquake --out no
expect "an empty list" 2 "not empty" "${args[@]}" --perturb "" --out no
expect "a model as caller is not disturbed" 2 "scripted caller" "${args[@]}" --perturb noise --caller understudy --out no
check "no folder is made for that" test ! -e no
finish
