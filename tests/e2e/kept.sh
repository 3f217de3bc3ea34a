#!/bin/bash
# A run keeps the rubric files that it was scored by: it is scored and reported again without them.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
cd "$work" || exit 1
cat >own.yaml <<'END'
signals:
  thanks: {phrases: [谢谢, thank you]}
rules:
  - {id: own-rule, never: thanks, weight: 3}
END
args=(run "$root/personas/delivery-callback.md" --model understudy:leaky --repeats 2 --rubric own.yaml --out run)
expect "a run with a rubric file" 0 "" "${args[@]}"
check "its rule is scored" grep -q own-rule run/scores.jsonl
check "run.json holds its text" bash -c 'jq -j ".rubrics[0].text" run/run.json | cmp - own.yaml'
mv own.yaml away.yaml
expect "score without the file" 0 "" score run --format jsonl
check "gives the same lines" cmp out run/scores.jsonl
expect "report without it" 0 "understudy:leaky" report run
expect "compare without it" 0 "" compare run run
echo "no: yaml: here" >own.yaml
expect "a changed file does not matter either" 0 "" score run --format jsonl
check "still the same lines" cmp out run/scores.jsonl
expect "unless it is asked for" 2 "own.yaml:1" score run --rubric own.yaml
cp run/run.json whole.json
jq '.rubrics = ["own.yaml"]' whole.json >run/run.json
expect "an earlier run names the file alone: it is read" 2 "own.yaml:1" score run
rm own.yaml
expect "and missed" 2 "own.yaml" score run
finish
