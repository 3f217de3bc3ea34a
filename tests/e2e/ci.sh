#!/bin/bash
# The ready-made CI as it stands in the repository: the action's and the template's own commands, a hook, and the worked example of docs/ci.md.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
cd "$work" || exit 1
mkdir bin build personas && ln -s "$FIDELIO" bin/fidelio && ln -s "$FIDELIO" build/fidelio
PATH=$work/bin:$PATH
cp "$root/personas/delivery-callback.md" "$root/personas/errand-late-medicine.md" personas/
start "$FIDELIO" serve --port 0 --quiet || exit 1
url="http://127.0.0.1:$port/v1"

# The commands under `script:`, one a line.
awk '/^  script:/ {on = 1; next} /^  [a-z]/ {on = 0} on && /^    - / {printf "%s%s", n++ ? "\n" : "", substr($0, 7); next} on {sub(/^ +/, " "); printf "%s", $0} END {print ""}' "$root/ci/gitlab.yml" >gitlab.sh
check "the template holds its commands" test "$(grep -c '^fidelio\|^if' gitlab.sh)" -ge 7
more=(WIRE=) # further variables of a job
gitlab() { # NAME STATUS: a job in a fresh folder, which ends at the first command that fails
    rm -rf run junit.xml code-quality.json report.html
    env "${more[@]}" FIDELIO_PERSONAS=personas/ FIDELIO_MODEL=faithful FIDELIO_BASE_URL="$url" FIDELIO_REPEATS=4 FIDELIO_BASELINE=baseline.json LC_ALL=C.UTF-8 \
        bash -e gitlab.sh >out 2>err </dev/null
    local status=$?
    if [ "$status" -eq "$2" ]; then ok "$1"; else fail "$1 (status $status)" out err; fi
}
gitlab "GitLab: a first run without a baseline passes" 0
check "and says that nothing was gated" grep -q "no gate.*baseline.json" err
check "with a test report" grep -q '<testsuites' junit.xml
check "a code quality report" jq -e 'type == "array"' code-quality.json
check "and a page" grep -q '<!doctype html>' report.html
expect "it is blessed" 0 "" bless run -o baseline.json --quiet
gitlab "GitLab: the same again passes" 0

# The same for the action: the block below `run:` of the steps named.
step() { # NAME: the commands of that step
    awk -v name="$1" '$0 ~ "- name: " name "$" {on = 1} on && /^      run: \|/ {block = 1; next} block && /^        / {print substr($0, 9); next} block {exit} /^    - name:/ && $0 !~ name {on = 0}' "$root/action.yml"
}
step "Hold and score the conversations" >hold.sh
step "Did it get worse\\?" >compare.sh
check "the action holds its steps" test -s hold.sh -a -s compare.sh
action() { # NAME STATUS
    rm -rf temp && mkdir temp
    env "${more[@]}" GITHUB_ACTION_PATH="$work" RUNNER_TEMP="$work/temp" GITHUB_OUTPUT="$work/output" GITHUB_STEP_SUMMARY="$work/summary" PERSONAS=personas/ MODEL=faithful \
        BASE_URL="$url" KEY_ENV="" REPEATS=4 BASELINE=baseline.json INCONCLUSIVE=pass CONFIRM="${3:-0}" LC_ALL=C.UTF-8 \
        bash -e -o pipefail -c 'bash -e hold.sh && RUN=$(sed -n "s/^run=//p" "$GITHUB_OUTPUT" | tail -n 1) bash -e compare.sh' >out 2>err </dev/null
    local status=$?
    if [ "$status" -eq "$2" ]; then ok "$1"; else fail "$1 (status $status)" out err; fi
}
rm -f summary output
action "GitHub: the same again passes" 0 4
check "with a summary of the run and of the comparison" test "$(grep -c '^## fidelio' summary)" -eq 2
check "and the run's folder as output" grep -q "^run=$work/temp/fidelio-" output
check "a second use in one job has a folder of its own" env GITHUB_ACTION_PATH="$work" RUNNER_TEMP="$work/temp" GITHUB_OUTPUT="$work/output" GITHUB_STEP_SUMMARY="$work/summary2" \
    PERSONAS=personas/ MODEL=agreeable@0.1 BASE_URL="$url" KEY_ENV="" REPEATS=1 bash -e -o pipefail hold.sh
check "which it tells" test "$(sort -u output | wc -l)" -eq 2

# Another wire, a file of models, a budget.
ran() { jq -e "$1" "$(sed -n 's/^run=//p' output | tail -n 1)/run.json"; }
more=(WIRE=anthropic PRICE_IN=1 PRICE_CACHED_IN=0.1 PRICE_OUT=2 MAX_COST=1000)
action "GitHub: over another wire, with a budget" 0
check "the wire is the one that was asked for" ran '.models[0] | .wire == "anthropic-messages" and .price_in == 1 and .price_cached_in == 0.1 and .price_out == 2'
printf 'models:\n  - {name: faithful, base_url: "%s", wire: openai-responses, headers: {X-Team: t}, price: {input: 1, output: 2}}\n' "$url" >models.yaml
good=$url url=
more=(MODELS=models.yaml MAX_COST=1000)
action "GitHub: by a file of models, without an address" 0 4
check "which names the wire and the prices" ran '.models[0] | .wire == "openai-responses" and .price_out == 2'
more=(MODELS=models.yaml MAX_COST=0.000001)
action "GitHub: a budget that is spent ends the job with 3" 3
check "and the run says why" grep -q "budget is spent" err
more=(FIDELIO_MODELS=models.yaml FIDELIO_MAX_COST=1000 FIDELIO_CONFIRM=2)
gitlab "GitLab: by a file of models, without an address" 0
check "which names wire and prices there too" jq -e '.models[0] | .wire == "openai-responses" and .price_in == 1' run/run.json
more=(FIDELIO_MODELS=models.yaml FIDELIO_MAX_COST=0.000001)
gitlab "GitLab: a budget that is spent ends the job with 3" 3
more=(FIDELIO_WIRE=anthropic FIDELIO_PRICE_IN=1 FIDELIO_PRICE_CACHED_IN=0.1 FIDELIO_PRICE_OUT=2 FIDELIO_MAX_COST=1000)
url=$good
gitlab "GitLab: over another wire" 0
check "the wire there is the one that was asked for" jq -e '.models[0] | .wire == "anthropic-messages" and .price_cached_in == 0.1 and .price_out == 2' run/run.json
more=(WIRE=)
check "each input of the action is used" bash -c 'for name in $(sed -n "/^inputs:/,/^outputs:/s/^  \([a-z-]*\):$/\1/p" "$0"); do grep -qF "\${{ inputs.$name }}" "$0" || grep -qF "inputs.$name !=" "$0" || exit 1; done' "$root/action.yml"

# An endpoint that is not there: the job ends as the run did, with its reports.
good=$url url=http://127.0.0.1:1/v1
rm -f summary output
action "GitHub: a run that could not be held ends the job with its own status" 3
check "with its summary" grep -q '^## fidelio' summary
check "and its folder" grep -q "^run=" output
gitlab "GitLab: so does the template" 3
check "with a test report of errors" grep -q '<error' junit.xml
url=$good

# The worked example: a concern is deleted, CI turns red at that line.
line=$(grep -n '卸货的师傅老换人' personas/delivery-callback.md | cut -d: -f1)
sed -i "${line}d" personas/delivery-callback.md
action "GitHub: an edited persona turns the job red" 1
check "with an annotation on the edited line" grep -q "^::error file=personas/delivery-callback.md,line=$line,title=softer yardstick::卸货的师傅老换人" out
check "and a word in the summary" grep -q 'The yardstick became softer' summary
gitlab "GitLab: and the template" 1
check "at the edited line" jq -e --argjson line "$line" 'any(.location.path == "personas/delivery-callback.md" and .location.lines.begin == $line and .severity == "critical")' code-quality.json
check "the test report is still there" grep -q '<testsuites' junit.xml

# The hook before a commit: its own command and pattern.
entry=$(sed -n 's/^  entry: //p' "$root/.pre-commit-hooks.yaml")
files=$(sed -n 's/^  files: //p' "$root/.pre-commit-hooks.yaml")
exclude=$(sed -n 's/^  exclude: //p' "$root/.pre-commit-hooks.yaml")
printf '# nothing\n' >personas/broken.md
echo notes >personas/README.md
hooked() { find personas -type f | grep -E "$files" | grep -vE "$exclude"; }
check "the hook looks at documents" test "$(hooked | wc -l)" -eq 3
# shellcheck disable=SC2046,SC2086 # the hook's own words and files
if command $entry $(hooked) >out 2>err; then fail "a broken document stops the commit" out err; else ok "a broken document stops the commit"; fi
check "and is named" grep -q 'personas/broken.md' err
rm personas/broken.md
# shellcheck disable=SC2046,SC2086
if command $entry $(hooked) >out 2>err; then ok "sound documents may be committed"; else fail "sound documents may be committed" out err; fi
finish
