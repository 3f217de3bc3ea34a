#!/bin/bash
# The service rubrics: every rule that docs/systems.md names has a call in which it passes and one in which it fails.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
cd "$root" || exit 1

# walk NAME: the outcome of the rule that each call is named after.
walk() {
    local name=$1 calls=tests/data/systems/$1.jsonl rubric=rubrics/service/$1.yaml
    if ! fidelio 0 score --transcripts "$calls" --rubric "$rubric" --format jsonl; then
        fail "$name is scored" "$work/err"
        return
    fi
    jq -r '(.id | split("/")) as $id | ([.rules[] | select(.id == $id[0])][0]) as $rule
        | select($rule.outcome != $id[1]) | "\(.id): \($rule.outcome // "no such rule"): \($rule.why)"' "$work/out" >"$work/wrong"
    if [ -s "$work/wrong" ]; then fail "$name: rules decide as the calls are named" "$work/wrong"; else ok "$name: rules decide as the calls are named"; fi
    jq -r '.id' "$calls" | sort >"$work/have"
    sed -n "/^### .*$name.yaml/,/^#/p" docs/systems.md | grep '^| ' | grep -oE '`[a-z0-9-]+`' | tr -d '`' | sort -u >"$work/documented"
    sed 's,.*,&/fail\n&/pass,' "$work/documented" | sort >"$work/want"
    if [ -s "$work/want" ] && cmp -s "$work/want" "$work/have"; then ok "$name: each documented rule passes once and fails once"; else
        diff "$work/want" "$work/have" >"$work/diff"
        fail "$name: each documented rule passes once and fails once" "$work/diff"
    fi
    sed -nE 's/^  - \{id: ([a-z0-9-]+),.*/\1/p' "$rubric" | sort >"$work/rules"
    check "$name: each rule of the file is documented" cmp "$work/documented" "$work/rules"
    jq -e 'select(.id | endswith("/fail")) | (.id | split("/")[0]) as $id | .rules[] | select(.id == $id) | .attribution == "caller"' \
        "$work/out" >"$work/by" && ! grep -q false "$work/by" && ok "$name: what fails is the caller's doing" || fail "$name: what fails is the caller's doing" "$work/by"
}
for name in callback errand support aftersales; do walk "$name"; done

# Promises in running speech: dated ones, vague ones, and times that promise nothing.
fidelio 0 score --transcripts tests/data/systems/promises.jsonl --rubric rubrics/service/support.yaml --format jsonl
jq -r '(.id | split("/")[0]) as $kind | {"dated": "pass pass", "vague": "fail fail", "neither": "fail pass"}[$kind] as $want
    | ([.rules[] | select(.id == "follow-up-deadline" or .id == "never-vague") | .outcome] | join(" ")) as $got
    | select($got != $want) | "\(.id): \($got)"' "$work/out" >"$work/wrong"
if [ -s "$work/out" ] && [ ! -s "$work/wrong" ]; then ok "promises are told from vague words and from plain times"; else fail "promises are told from vague words and from plain times" "$work/wrong"; fi

# The examples of docs/systems.md, in order: each `$ ` line is run in a folder that looks like the repository, and the lines below it
# must stand in what it says.
mkdir "$work/examples" && cd "$work/examples" || exit 1
ln -s "$root/personas" "$root/rubrics" "$root/tests" .
sed -n '/^```console$/,/^```$/{/^```/d;p}' "$root/docs/systems.md" >"$work/console"
command=
while IFS= read -r line <&8; do
    if [ "${line#\$ }" != "$line" ]; then
        command=${line#\$ fidelio }
        # shellcheck disable=SC2086
        "$FIDELIO" $command >"$work/out" 2>"$work/err" </dev/null
        status=$?
        if [ "$status" -eq 0 ]; then ok "fidelio $command"; else fail "fidelio $command (status $status)" "$work/err"; fi
    elif cat "$work/out" "$work/err" | grep -qF -- "$line"; then
        ok "it says: $line"
    else
        fail "it does not say: $line" "$work/out" "$work/err"
    fi
done 8<"$work/console"
check "the examples were found" test -n "$command"
sed -n '/^```yaml$/,/^```$/{/^```/d;p}' "$root/docs/systems.md" >"$work/shown"
cat "$root"/tests/data/systems/{experiment,script}/fidelio.yaml | grep -v '^#' >"$work/real"
check "the experiments shown are those that are run" cmp "$work/shown" "$work/real"

# An exam is valid only with a persona that keeps its gates; then it is an error, never a failure of the caller.
leaky=$(find runs -name scores.jsonl -path '*' -exec jq -r 'select(.valid == false) | .id' {} + | head -n 1)
check "an exam that is not valid says so in its score" test -n "$leaky"
check "and its verdict is error, without a score" jq -e 'select(.valid == false) | .verdict == "error" and .fidelity == null' "$(grep -l '"valid":false' runs/*/scores.jsonl | head -n 1)"
mkdir elsewhere && cp personas/errand-broken-goods.md elsewhere/
(cd elsewhere && "$FIDELIO" show errand-broken-goods.md --as rubric --rubric rubrics/service/errand.yaml >"$work/out" 2>"$work/err")
check "the program carries the rubrics within itself, for any folder" grep -q "unsatisfied-to-supervisor" "$work/out"
expect "an exam without a rubric of the caller is refused" 2 "needs a rubric that examines the caller" \
    run personas/errand-broken-goods.md --model understudy --subject caller
printf 'scenarios: [personas/]\nmodels: [understudy]\nrepeat: 3\n' >bad.yaml
expect "an unknown key of an experiment has its place" 2 '^bad.yaml:3:1: error: unknown key "repeat"; did you mean "repeats"' run bad.yaml
printf 'scenarios: [personas/delivery-callback.md]\nmodels: [understudy:leaky]\ngates: {pass_rate: 0.5}\n' >gate.yaml
expect "a gate that does not hold ends with status 1" 1 'passed 0/1, at least 0.5' run gate.yaml --lang en --out gated
printf 'scenarios: [personas/delivery-callback.md]\nmodels: [understudy]\ngates: {pass_rate: 0.5, fidelity: 0.5}\n' >gate.yaml
expect "one that holds ends with 0" 0 '' run gate.yaml --lang en --out held
fidelio 0 run personas/ --mystery 12 --seed 9 --model understudy --dry-run && cp "$work/out" "$work/first"
fidelio 0 run personas/ --mystery 12 --seed 9 --model understudy --dry-run && check "the same seed draws the same calls" cmp "$work/first" "$work/out"
fidelio 0 run personas/ --mystery 12 --seed 10 --model understudy --dry-run
if cmp -s "$work/first" "$work/out"; then fail "another seed draws others" "$work/out"; else ok "another seed draws others"; fi
expect "a difference that is not shown names no winner" 0 "No winner shown" compare runs/wordings --by caller --alpha 0.001 --lang en
expect "slices as data" 0 "" compare runs/wordings --by caller --slice urgency --format json
check "hold a contest each" jq -e '.schema == "fidelio.contests/1" and [.slices[].value] == ["normal", "critical"] and (.slices[0].contest.arms | length == 2)' "$work/out"
expect "a slice by a tag that no document has is said" 2 "none of the documents has the tag" compare runs/wordings --by caller --slice colour
expect "a slice in which nothing can be compared is named" 2 "urgency: normal: there is nothing to compare by model" compare runs/wordings --by model --slice urgency --lang en
expect "a slice of what is not compared within a run is refused" 2 "needs --by" compare runs/wordings runs/wordings --slice urgency

# By its own count the scripted caller errs in at most two of a hundred turns.
expect "all scenarios, several repeats" 0 "" run personas/ --model understudy --repeats 5 --out runs/natural --quiet
check "at most two faults in a hundred caller turns" jq -es '[.[].messages[] | select(.role == "user") | .move.fault] | length > 300 and (map(select(. != null)) | length) * 50 <= length' runs/natural/transcripts.jsonl

# Our own scripts follow our own procedures.
for system in callback errand support aftersales; do
    rm -rf runs/own
    personas=(personas/"$system"*.md)
    [ "$system" = callback ] && personas=(personas/delivery-callback.md personas/cloud-maintenance.md)
    expect "the scripted callers of $system are examined" 0 "" run "${personas[@]}" --model understudy --repeats 4 --subject caller \
        --rubric "rubrics/service/$system.yaml" --out runs/own --quiet
    jq -r '.id as $id | .rules[] | select(.outcome != "pass" and .outcome != "n/a") | "\($id) \(.id) \(.outcome)"' runs/own/scores.jsonl >missed
    if [ -s missed ]; then fail "they pass every rule that is due" missed; else ok "they pass every rule that is due"; fi
    if [ "$system" = support ]; then
        check "refunds and guidance are among what is due" jq -es '[.[].rules[] | select(.outcome == "pass") | .id] as $passed
            | all("refund-amount-named", "refund-path-named", "guidance-in-steps"; . as $id | $passed | index($id) != null)' runs/own/scores.jsonl
    fi
    check "and answer alike, call after call" jq -e '.consistency | .questions > 0 and .score == 1' runs/own/summary.json
done
narrow() { COLUMNS=$1 script -qec "'$FIDELIO' report runs/own --lang zh --color never" "$work/shown" </dev/null | grep -a "拨打方第" | wc -c; }
check "a narrow terminal gets shorter quotes of an exam" test "$(narrow 40)" -lt "$(narrow 100)"
expect "differing answers are counted" 0 "" score --transcripts tests/data/systems/two-answers.jsonl --rubric rubrics/service/support.yaml --subject caller --lang zh
check "in Chinese too" grep -q "答得一样的 0 个，不止一通问到的问题共 1 个" "$work/out"

# Wordings of the scripted caller.
check "run.json holds both scripts" jq -e '.callers[0] == {"name": "as-written"} and (.callers[1].scripts[0].text | contains("您再等等"))' runs/scripts/run.json
check "the persona is sent the same prompt by both" jq -es '[.[].messages[] | select(.role == "system") | .content] | unique | length == 1' runs/scripts/tape.jsonl
check "each speaks its own words" jq -es '[.[] | select(.caller == "curt") | .messages[].content | contains("您再等等")] | any' runs/scripts/transcripts.jsonl
check "and only those" jq -es '[.[] | select(.caller == "as-written") | .messages[].content | contains("您再等等")] | any | not' runs/scripts/transcripts.jsonl
cp -r runs/scripts runs/replayed
expect "the same experiment replays" 0 "8 passed, 8 failed" run tests/data/systems/script/fidelio.yaml --out runs/replayed --offline --lang en
check "to the same bytes" cmp runs/scripts/transcripts.jsonl runs/replayed/transcripts.jsonl
mkdir wordings && cp tests/data/systems/script/curt.md wordings/errand-broken-goods.md
printf 'scenarios: [personas/errand-broken-goods.md, personas/errand-late-medicine.md]\ncallers: [{name: curt, script: wordings}]\nmodels: [understudy]\n' >two.yaml
expect "a scenario without its wording is said" 2 "no wording here for the scenario 'errand-late-medicine'" run two.yaml
sed -i 's/script: wordings/script: wordings\/errand-broken-goods.md/' two.yaml
expect "so is one wording for two scenarios" 2 "one wording for several scenarios" run two.yaml
printf 'scenarios: [personas/errand-broken-goods.md]\ncallers: [{name: curt, script: wordings}]\nmodels: [understudy]\n' >one.yaml
expect "a folder holds them by the scenario's id" 0 "" run one.yaml --out runs/one --quiet
check "a single caller with a wording is in the record" jq -e '.callers[0].scripts | length == 1' runs/one/run.json
sed -n '/^## 电话接听方/,$p' personas/errand-broken-goods.md >callee.md
printf 'scenarios: [callee.md]\ncallers: [{name: curt, script: tests/data/systems/script/curt.md}]\nmodels: [understudy]\n' >callee.yaml
expect "a persona without a caller half can be called by one" 0 "" run callee.yaml --out runs/callee --quiet
check "in its words" grep -q "您再等等" runs/callee/transcripts.jsonl
printf 'scenarios: [personas/errand-broken-goods.md]\ncallers: [{name: x, script: personas/support-account-en.md}]\nmodels: [understudy]\n' >other.yaml
expect "a wording in another language is refused" 2 "in another language" run other.yaml
printf 'words\n' >none.md
sed -i 's,personas/support-account-en.md,none.md,' other.yaml
expect "so is one without a caller half" 2 "no caller half" run other.yaml
declare -A scripts=([own]=personas/errand-broken-goods.md [curt]=tests/data/systems/script/curt.md)
for wording in own curt; do
    printf 'scenarios: [personas/errand-broken-goods.md]\ncallers: [{name: x, script: %s}]\nmodels: [understudy]\nrubrics: [rubrics/service/errand.yaml]\nrepeats: 6\n' \
        "${scripts[$wording]}" >"$wording.yaml"
    expect "a caller by the same name with the $wording wording" 0 "" run $wording.yaml --out runs/$wording-x --quiet
done
expect "a second look reads the wordings back from the runs" 1 "n = 7 pairs" compare runs/own-x runs/curt-x --confirm 1 --lang en
check "and speaks them" grep -q "您再等等" runs/curt-x/confirm/transcripts.jsonl
expect "nothing to compare is said" 2 "nothing to compare by prompt: all conversations that were held" compare runs/wordings --by prompt
cp -r runs/wordings runs/broken && jq -c '.ended_by = "error"' runs/wordings/transcripts.jsonl >runs/broken/transcripts.jsonl
expect "nor that a run that was broken off had one caller only" 2 "no conversation was held to its end" compare runs/broken --by caller --lang en
for system in delivery cloud errand support aftersales; do
    expect "the personas cover the system $system" 0 "system: $system" report runs/all --by system
done
for format in text json markdown html; do
    expect "sliced as $format" 0 "segment: quality" report runs/all --by segment --format "$format"
done
expect "sliced as csv" 0 "" report runs/all --by segment --format csv
check "each row ends with the tag" awk -F , 'NR == 1 { bad = $NF !~ /^segment/ } NR > 1 { bad = bad || $NF !~ /^(price|quality|experience)/ } END { exit bad || NR < 11 }' "$work/out"
expect "a tag that no document has is said" 2 "none of the documents has the tag" report runs/all --by colour
finish
