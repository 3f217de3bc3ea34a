#!/bin/bash
# The shards of a run put together are the run that was not divided; what does not belong together is refused.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
cd "$work" || exit 1
cp "$root/personas/delivery-callback.md" "$root/personas/support-account-en.md" .
args=(run delivery-callback.md support-account-en.md --model understudy:faithful --model understudy:leaky --repeats 5)
expect "the whole run" 0 "" "${args[@]}" --out whole
for k in 1 2 3; do expect "shard $k" 0 "" "${args[@]}" --shard "$k/3" --out "part$k"; done
expect "merge" 0 "20 planned, 20 done, 0 failed, 0 not begun" merge part3 part1 part2 -o merged --lang en
for file in transcripts.jsonl scores.jsonl summary.json; do check "$file is the whole run's" cmp merged/$file whole/$file; done
for member in id plan_hash planned counts parameters models scenarios rubrics prompts served schema; do
    check "run.json: $member too" test "$(jq -cS ".$member" merged/run.json)" = "$(jq -cS ".$member" whole/run.json)"
done
check "the exchanges add up" jq -es '.[0].exchanges.asked == ([.[1:][].exchanges.asked] | add)' merged/run.json part1/run.json part2/run.json part3/run.json
check "the tape holds every line" cmp <(sort merged/tape.jsonl) <(sort part1/tape.jsonl part2/tape.jsonl part3/tape.jsonl)
check "reports are there" test -s merged/report.html -a -s merged/junit.xml
expect "score reads it" 0 "" score merged --format jsonl
check "and gives the same lines" cmp out merged/scores.jsonl
expect "the whole command goes on with it, asking nothing" 0 "going on" "${args[@]}" --out merged
check "all came from the tape" jq -e '.exchanges | .sent == 0 and .asked == .from_tape' merged/run.json
check "and it is still the whole run" cmp merged/transcripts.jsonl whole/transcripts.jsonl

expect "a shard is missing" 2 "shard 2/3 is missing" merge part1 part3 -o no
expect "a shard twice" 2 "shard 1/3, and so is" merge part1 part1 part2 part3 -o no
cp -r part1 copy
expect "a copy of it too" 2 "shard 1/3, and so is" merge part1 copy part2 -o no
expect "a run that is no shard" 2 "no shard" merge whole part1 -o no
expect "a folder that is no run" 2 "no such run folder" merge part1 nowhere -o no
expect "one that holds a run already" 2 "there is a run already" merge part1 part2 part3 -o whole
expect "no folder named" 2 "--out" merge part1 part2 part3
expect "one run alone" 2 "at least 2 of RUN" merge part1 -o no
expect "another seed's shard" 0 "" "${args[@]}" --seed 2 --shard 2/3 --out seed2
expect "is refused" 2 "no shard of the same run" merge part1 seed2 part3 -o no
echo "- 又及：门口有狗。" >>delivery-callback.md
expect "another document's shard" 0 "" "${args[@]}" --shard 2/3 --out changed
expect "is refused by name" 2 "its document 'delivery-callback' is another" merge part1 changed part3 -o no
jq '.schema = "fidelio.run/0"' part2/run.json >copy/run.json
expect "another version's too" 2 "another version" merge part1 copy part3 -o no
jq 'del(.counts)' part2/run.json >copy/run.json
expect "and one that has not ended" 2 "has not ended" merge part1 copy part3 -o no
check "no folder was made for any of it" test ! -e no
finish
