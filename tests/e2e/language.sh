#!/bin/bash
# The language is for who reads along: what is kept, and what machines read, is the same in every locale.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
cd "$work" || exit 1
personas=$root/personas

# Two runs of one command, with English and with Chinese messages. Times are all that may differ.
timeless() { sed -E 's/"(started_ms|wall_ms|latency_ms)": ?[0-9]+/"\1":0/g; s/"(started_at|ended_at|at)": ?"[0-9TZ:-]+"/"\1":""/g' "$1"; }
alike() { # NAME A B: the folders hold the same files with the same bytes
    if ! diff <(cd "$2" && ls) <(cd "$3" && ls) >different; then
        fail "$1" different
        return
    fi
    for file in "$2"/*; do
        if ! diff <(timeless "$file") <(timeless "$3/${file##*/}") >different; then
            cut -c 1-300 different >begin
            fail "$1: ${file##*/}" begin
            return
        fi
    done
    ok "$1"
}
both() { # STATUS ARGUMENT...: once in each language, into en and zh
    local status=$1
    shift
    rm -rf en zh
    fidelio "$status" "$@" --in-flight 1 --out en && mv err err.en &&
        fidelio "$status" "$@" --in-flight 1 --out zh --lang zh && mv err err.zh || fail "fidelio $*" out err
    if grep -q '[a-z]: ' err.en && ! LC_ALL=C grep -q $'[\xe4-\xe9]' err.en && LC_ALL=C grep -q $'[\xe4-\xe9]' err.zh; then
        ok "what is said along the way differs: $2"
    else
        fail "what is said along the way differs: $2" err.en err.zh
    fi
}

cat >slow.yaml <<'Y'
signals:
  backtracker: {pattern: '^(\w+\s?)*(\w+\s?)*(\w+\s?)*\d$'}
rules:
  - id: never-backtracker
    never: backtracker
Y
demo=("$personas/delivery-callback.md" "$personas/support-account-en.md" "$personas/errand-privacy-hant.md")
both 0 run "${demo[@]}" --model understudy --model understudy:leaky --rubric slow.yaml
alike "a run's folder is the same in both languages" en zh
check "and a finder's error is among what it keeps" jq -es 'any(.[].rules[]; .id == "never-backtracker" and .outcome == "error")' en/scores.jsonl

for plan in from=1:junk from=1:500 from=1:reset from=1:401; do
    start "$FIDELIO" serve --port 0 --quiet --fail "$plan" || continue
    both 3 run "${demo[0]}" --model faithful --base-url "http://127.0.0.1:$port/v1" --retries 0 --no-preflight
    alike "$plan: the reason of a failed request is kept in one language" en zh
    check "$plan: and told in Chinese" grep -qE '状态码|断开' err.zh
    check "$plan: in the report too" grep -qE '状态码|断开' out
    kill "$pid"
done

# Machines read ids and places, whatever the language of the messages.
flawed=$root/tests/data/scenarios/blank-and-unknown.md
strip='del(.findings[].message)'
for format in json sarif; do
    fidelio 1 check "$flawed" --format "$format" --lang en && mv out en.json && fidelio 1 check "$flawed" --format "$format" --lang zh && mv out zh.json
    [ "$format" = sarif ] && strip='del(.runs[].results[].message, .runs[].tool.driver.rules[].shortDescription)'
    check "check --format $format: same findings in both languages" cmp <(jq "$strip" en.json) <(jq "$strip" zh.json)
    if cmp -s en.json zh.json; then fail "check --format $format: the messages follow the language"; else ok "check --format $format: the messages follow the language"; fi
done

# A locale alone (no --lang) changes no result: a report follows its scenario, and only text its reader where scenarios differ.
fidelio 0 run "${demo[@]}" --model understudy:leaky --out kept
for format in junit csv html markdown; do
    for locale in C.UTF-8 zh_CN.UTF-8; do env LC_ALL=$locale "$FIDELIO" report kept --format "$format" >"$locale.$format" 2>err; done
    if [ -s C.UTF-8.$format ]; then check "report --format $format: the same in every locale" cmp "C.UTF-8.$format" "zh_CN.UTF-8.$format"; else fail "report --format $format" err; fi
done
check "text on scenarios of both languages is in the reader's" bash -c 'LC_ALL=C.UTF-8 "$0" report kept | grep -q "fidelity \[95" && LC_ALL=zh_CN.UTF-8 "$0" report kept | grep -q "忠实度"' "$FIDELIO"
for locale in C.UTF-8 zh_CN.UTF-8; do env LC_ALL=$locale "$FIDELIO" score kept --format jsonl >"$locale.jsonl" 2>err; done
check "score --format jsonl: the same in every locale" cmp C.UTF-8.jsonl zh_CN.UTF-8.jsonl
finish
