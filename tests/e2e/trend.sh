#!/bin/bash
# Trends: a model that drifts is noticed, a steady one is not, and the model's change of fingerprint is marked.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
cd "$work" || exit 1
start "$FIDELIO" serve --port 0 --quiet || exit 1
url="http://127.0.0.1:$port/v1"
# One model by name whose behaviour changes: the name is put into the kept files afterwards.
hold() { # FOLDER MODEL SEED
    expect "a run of $2" 0 "" run "$root/personas/delivery-callback.md" --model "$2" --base-url "$url" --repeats 6 --seed "$3" --out "runs/$1" --quiet
    sed -i "s/\"$2\"/\"m\"/g" "runs/$1/run.json" "runs/$1/summary.json"
}
hold 1 faithful 1
hold 2 faithful 2
hold 3 agreeable 3
hold 4 agreeable 4
expect "the trend is printed without a policy" 0 "delivery-callback x m" report runs --trend
check "with a point for every run" test "$(grep -c 'n = 6' out)" -eq 4
expect "a pass rate under its bound for two runs raises an alert" 1 "ALERT delivery-callback x m: pass_rate<0.5 for 2" report runs --trend --alert 'pass_rate<0.5 for 2'
expect "but not for three" 0 "" report runs --trend --alert 'pass_rate<0.5 for 3'
expect "in Chinese" 1 "^警报：delivery-callback x m，pass_rate<0.5 for 2（现在 0\.[0-9]+）" report runs --trend --alert 'pass_rate<0.5 for 2' --lang zh
expect "platitudes over the average of the last three runs raise one" 1 "ALERT" report runs --trend --alert 'platitude>+20% of 3'
expect "more runs than there are raise none" 0 "" report runs --trend --alert 'platitude>+20% of 9'
expect "a rule that cannot be read is the user's mistake" 2 "not understood" report runs --trend --alert 'niceness>3'
expect "an alert without a trend would never ring" 2 "give --trend too" report runs/1 --alert 'pass_rate<0.5'
expect "a trend has no format of another report" 2 "without --format" report runs --trend --format json
expect "a folder without runs too" 2 "no finished run" report "$root/personas" --trend
sed -i 's/"system_fingerprint": "[^"]*"/"system_fingerprint": "new weights"/' runs/3/run.json
expect "a changed fingerprint is marked" 0 "fingerprint changed: new weights" report runs --trend

# A run whose endpoint was away is no run of zeros.
expect "a run that nobody answered" 3 "" run "$root/personas/delivery-callback.md" --model m --base-url http://127.0.0.1:9/v1 --retries 0 --no-preflight --repeats 2 --out runs/5 --quiet
expect "is shown without numbers" 0 "n = 0/2 +– +– +– +– +– +–" report runs --trend
expect "fires no alert" 0 "" report runs --trend --alert 'pass_rate<0.5' --alert 'fidelity<0.9 for 2'
hold 6 agreeable 6
expect "and is no run of those counted" 1 "ALERT.*pass_rate<0.5 for 3" report runs --trend --alert 'pass_rate<0.5 for 3'
expect "the board shows no 0/0 either" 0 "–" report runs/5 --lang en
expect "a summary does not call them held" 0 "^## fidelio: 0/2 " report runs/5 --format markdown
check "nor judged" grep -qE '\| – \| – \| – \| 0 \| 2 \|$' out
check_not() { if "${@:2}"; then fail "$1" out; else ok "$1"; fi; }
expect "the board again" 0 "" report runs/5
check_not "nowhere" grep -q '0/0' out

# Prompts that a run compares are no runs one after the other.
printf '{{persona}} one {{marker}}\n' >one.txt && printf '{{persona}} two {{marker}}\n' >two.txt
expect "a run with two prompts" 0 "" run "$root/personas/delivery-callback.md" --model agreeable --base-url "$url" --prompt one.txt --prompt two.txt --out wordings/1 --quiet
expect "each has a series of its own" 0 "delivery-callback x agreeable · two" report wordings --trend
check "of one point" test "$(grep -c 'n = 1 ' out) $(grep -c ' x ' out)" = "2 2"
expect "and none has done badly for two runs" 0 "" report wordings --trend --alert 'pass_rate<1.1 for 2'
finish
