#!/bin/bash
# What `make demo` shows: the faithful understudy ranks above each flawed one for every persona, and each flaw is caught by its own rule.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
cd "$root" || exit 1

begin=$SECONDS
if FIDELIO=$FIDELIO tools/demo.sh --out "$work/run" >"$work/out" 2>"$work/err"; then ok "the demo runs"; else fail "the demo runs" "$work/out" "$work/err"; fi
[ $((SECONDS - begin)) -lt 60 ] && ok "in under a minute" || fail "in under a minute"
check "it says where the run lies" grep -q "the run lies in" "$work/err"
check "it says that the understudy is no language model" grep -qE "no language model|不是语言模型" "$work/out"
personas=$(find personas -name '*.md' | wc -l)
check "all personas x all temperaments" jq -e --argjson n "$personas" '.planned == $n * 12 and .errors == 0 and .not_held == 0' "$work/run/summary.json"

jq -r '.cells | group_by(.scenario)[] | (map(select(.model == "understudy:faithful"))[0]) as $f
    | .[] | select(.model != "understudy:faithful")
    | select(([.passed, .fidelity] < [$f.passed, $f.fidelity]) | not)
    | "\(.scenario): \(.model) \(.passed)/\(.conversations) \(.fidelity) is not below faithful \($f.passed)/\($f.conversations) \($f.fidelity)"' \
    "$work/run/summary.json" >"$work/above"
if [ ! -s "$work/above" ]; then ok "faithful ranks above every flawed temperament, for every persona"; else fail "faithful ranks above every flawed temperament, for every persona" "$work/above"; fi

# caught TEMPERAMENT JQ: in every persona's conversation with that temperament.
caught() {
    jq -r --arg model "understudy:$1" "select(.id | contains(\"/\" + \$model + \"/\")) | select(($2) | not) | .id" "$work/run/scores.jsonl" >"$work/missed"
    if [ ! -s "$work/missed" ]; then ok "$1 is caught by its own rule"; else fail "$1 is not caught by its own rule" "$work/missed"; fi
}
failed_rule() { echo "[.rules[] | select(.id == \"$1\") | .outcome] | any(. == \"fail\")"; }
caught agreeable "$(failed_rule never-platitude)"
caught leaky "$(failed_rule never-ai-leak)"
caught helper "$(failed_rule never-role-flip)"
caught narrator "$(failed_rule never-format-leak)"
caught parrot "$(failed_rule never-verbatim-copy)"
caught gusher "$(failed_rule never-over-disclosure)"
caught forgetful "$(failed_rule never-fact-error)"
caught foreign "$(failed_rule never-language-break)"
caught monotone "$(failed_rule repetition-limit)"
caught hasty '.ending.verdict == "premature"'
caught clinging '.ending.verdict == "missing" or .ending.verdict == "late"'
caught faithful '.verdict == "pass"'
finish
