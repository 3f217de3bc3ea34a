#!/bin/bash
# The gate's second look: more repeats, laid down beforehand, and one verdict on both looks together.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
cd "$work" || exit 1
mkdir personas && cp "$root/personas/delivery-callback.md" "$root/personas/errand-late-medicine.md" personas/
start "$FIDELIO" serve --port 0 --quiet || exit 1
url="http://127.0.0.1:$port/v1"
server=$pid
hold() { expect "$1" 0 "" run personas/ --model "$3" --base-url "$url" --repeats 4 --out "$2" --quiet; }
verdict() { jq -e "$1" out; }

hold "a run to be blessed" old faithful
expect "it is blessed" 0 "" bless old -o baseline.json --quiet
hold "a worse model" worse agreeable@0.3
expect "regresses, and the second look says so too" 1 "^Regressed" compare baseline.json worse --confirm 4 --lang en
check "with the first look beside it" grep -q '^First look (n = 8)' out
check "of a baseline only the new side was asked" test ! -e old/confirm -a "$(wc -l <worse/confirm/transcripts.jsonl)" -eq 8
check "repeats go on where the run ended" jq -es 'map(.repeat) | unique == [5,6,7,8]' worse/confirm/transcripts.jsonl
expect "as JSON, asking nobody twice" 1 "" compare baseline.json worse --confirm 4 --format json --offline
check "the sides differ in size, so nothing is paired" verdict '.paired == false and .planned == 16 and .first_look.repeats_added == 4 and .first_look.primary.n == 8 and .metrics[0].n == 16'
expect "a third look is refused" 2 "second look already, with --confirm 4" compare baseline.json worse --confirm 6
expect "without --confirm the first look stands alone" 1 "" compare baseline.json worse --format json
check "and says nothing of a second" verdict 'has("first_look") | not'

# Two runs: both sides hold more, and stay paired.
expect "two runs are both extended" 1 "" compare old worse --confirm 4 --format json
check "and stay paired" verdict '.paired and .pairs == 16'
check "links lead to the look that held the conversation" bash -c "'$FIDELIO' compare old worse --confirm 4 --quiet | grep -q 'worse/confirm/report.html#'"
check "where it can be read" grep -q '<!doctype html>' worse/confirm/report.html

# Nothing differs: few pairs leave room, more of them settle it.
hold "the same model again" same faithful
rm -rf old/confirm # a run has one second look, whatever it is held against
for option in "--models m.yaml" "--max-cost 1" "--in-flight 2" --offline; do
    # shellcheck disable=SC2086 # an option and its value
    expect "without a second look $option is refused" 2 "give --confirm N too" compare old same $option --lang en
done
expect "within one run there is no second look" 2 "confirm is for two runs" compare old --by model --confirm 4 --lang en
expect "few pairs that do not differ are inconclusive" 0 "^Inconclusive.*leave room for a drop of up to" compare old same --lang en
expect "offline a second look that was never held is said to have no tape" 2 "no tape to replay offline" compare old same --confirm 4 --offline
check "no smallest drop of 0.000 is claimed" bash -c "! grep -q '0\.000\.' out"
expect "the policy may want more" 1 "" compare old same --inconclusive fail
expect "a second look settles it" 0 "^No regression shown" compare old same --confirm 28 --inconclusive fail --lang en

# An alarm by bad luck is withdrawn: the first repeats of a good model are put in for by those of a bad one.
hold "a model that is sometimes agreeable" before agreeable@0.1
hold "a good one" after faithful
hold "and a bad one" bad agreeable
sed 's/agreeable/faithful/g' bad/transcripts.jsonl >after/transcripts.jsonl
expect "unlucky repeats raise an alarm" 1 "^Regressed" compare before after
expect "that the second look withdraws" 0 "^(No regression shown|Inconclusive)" compare before after --confirm 16 --lang en
check "and the first look stays visible" grep -q '^First look (n = 8): Regressed' out
expect "in Chinese too" 0 "第一次看（n = 8）：变差了" compare before after --confirm 16 --offline --lang zh

# A second look that stands whole is not asked anew, and written over, because its tape was lost.
cp -r after/confirm look && mv after/confirm/tape.jsonl tape
expect "a second look whose tape was lost is left as it is" 3 "stand whole in its files.*put the tape back" compare before after --confirm 16 --lang en
for file in transcripts.jsonl scores.jsonl run.json report.html; do check "its $file is as it was" cmp "look/$file" "after/confirm/$file"; done
mv tape after/confirm/tape.jsonl
expect "with its tape it counts again" 0 "" compare before after --confirm 16 --offline

hold "another run" late agreeable@0.3

# What no further conversation could change is not looked at again.
sed -i '/卸货的师傅老换人/d' personas/delivery-callback.md
hold "a concern is deleted" edited faithful
expect "a softer yardstick needs no second look" 1 "the concern was removed" compare baseline.json edited --confirm 4 --lang en
check "and none was held" test ! -e edited/confirm
expect "the mystery shopper's calls" 0 "" run personas/errand-late-medicine.md --model agreeable --base-url "$url" --mystery 8 --out drawn --quiet
expect "cannot be repeated" 2 "were drawn" compare drawn drawn --confirm 4

# Nobody answers any more.
kill "$server"
wait "$server" 2>/dev/null
expect "a second look that cannot be held is the infrastructure's fault" 3 "" compare baseline.json late --confirm 2 --quiet
finish
