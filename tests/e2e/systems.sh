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
for name in errand support aftersales; do walk "$name"; done
finish
