#!/bin/bash
# docs/scenarios.md: its document is read whole, and each name it lists opens the section it is listed for.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
cd "$work" || exit 1
doc=$root/docs/scenarios.md

awk '/^```markdown/ {inside = 1; next} /^```/ {inside = 0} inside' "$doc" >small.md
check "the small document has no error and no warning" sh -c "'$FIDELIO' check small.md --format json | jq -e '[.. | .severity? // empty | select(. != \"note\")] == []'"
"$FIDELIO" show small.md --as json >small.json
check "all of it is read" jq -e '(.caller.steps | length) == 2 and (.caller.qa | length) == 1 and
    ([.callee.concerns[].level] == ["primary", "secondary", "latent"]) and (.callee.examples.negative | length) == 1 and
    (.callee.end_conditions | length) == 2' small.json

# A document with one title of interest in it, and what must come out of it.
document() {
    local kind=$1 name=$2 caller=电话拨打方 callee=电话接听方 extra="" inner=""
    [ "$kind" = caller ] && caller=$name
    [ "$kind" = callee ] && callee=$name
    case $kind in
    task | profile | steps | qa | opening | closing) extra="### $name"$'\n'"- Q: 甲乙丙丁？"$'\n'"  - A: 戊己庚辛。" ;;
    primary | secondary | latent) inner="### 核心关切点"$'\n'"- **$name**："$'\n'"  - 甲乙丙丁" ;;
    negative | positive) inner="### 回复风格示例"$'\n'"- **$name**："$'\n'"  - 「甲乙丙丁。」" ;;
    examples) inner="### $name"$'\n'"- 反面："$'\n'"  - 「甲乙丙丁。」" ;;
    role) callee+=$'\n'"### $name"$'\n'"甲乙丙丁。" ;;
    background | concerns | behaviours | end_conditions) inner="### $name"$'\n'"- 甲乙丙丁" ;;
    esac
    printf '## %s\n### 分步流程\n1. 问好\n   - 您好。\n%s\n## %s\n### 背景\n- 子丑\n%s\n' "$caller" "$extra" "$callee" "$inner"
}

declare -A where=(
    [caller]='.caller.steps[0].utterances[0]' [callee]='.callee.background[0]' [role]='.callee.role' [task]='.caller.task'
    [profile]='.caller.profile' [steps]='.caller.steps' [qa]='.caller.qa[0].answer' [opening]='.caller.opening'
    [closing]='.caller.closing' [background]='.callee.background' [concerns]='.callee.concerns[0].text'
    [primary]='.callee.concerns[] | select(.level == "primary")' [secondary]='.callee.concerns[] | select(.level == "secondary")'
    [latent]='.callee.concerns[] | select(.level == "latent")' [behaviours]='.callee.behaviours' [examples]='.callee.examples.negative'
    [negative]='.callee.examples.negative' [positive]='.callee.examples.positive' [end_conditions]='.callee.end_conditions')

names=0 missed=""
while IFS='|' read -r _ sections _ _ list _; do
    mapfile -t kinds < <(grep -o '`[a-z_]*`' <<<"$sections" | tr -d '`')
    mapfile -t titles < <(sed 's/ · /\n/g' <<<"$list" | sed 's/^ *//; s/ *$//')
    for i in "${!titles[@]}"; do
        kind=${kinds[0]}
        [ "${#kinds[@]}" -gt 1 ] && kind=${kinds[i % ${#kinds[@]}]}
        document "$kind" "${titles[i]}" >one.md
        names=$((names + 1))
        "$FIDELIO" show one.md --as json 2>err |
            jq -e "[${where[$kind]}] | tostring | test(\"甲乙|戊己|您好|子丑\")" >/dev/null 2>&1 ||
            missed+="$kind: ${titles[i]}"$'\n'
    done
done < <(sed -n '/^## Sections/,/^## Front/p' "$doc" | grep '^| `')
printf '%s' "$missed" >missed.txt
check "$names names listed, each opens its section" sh -c '[ '"$names"' -gt 50 ] && ! grep . missed.txt'
finish
