#!/bin/bash
# The shell recipes of docs/recipes.md run, and print something; its Python too, where pandas is there (PYTHON: an interpreter that has it).
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
cd "$work" || exit 1
mkdir bin && ln -s "$FIDELIO" bin/fidelio && export PATH=$work/bin:$PATH RUN=$work/run
expect "a run" 0 "" run "$root/personas/delivery-callback.md" --model understudy:leaky --model understudy:agreeable --repeats 2 --out run --quiet
# Models are called so: what cuts ids at slashes is found by it.
sed -i 's,understudy:leaky,Org/leaky-7B,g' run/transcripts.jsonl run/scores.jsonl
awk '/^```sh$/{on=1;next} /^```$/{on=0} on' "$root/docs/recipes.md" >commands
check "there are recipes" test "$(wc -l <commands)" -ge 6
while read -r line <&3; do
    name=$(cut -c1-60 <<<"$line")
    if bash -c "$line" >out 2>err && { [[ $line != *model* ]] || grep -qE "Org/leaky-7B|understudy:leaky" out; } && { [ -s out ] || [[ $line == *" > "* ]]; }; then ok "$name"; else fail "$name" out err; fi
done 3<commands
check "the CSV begins with a byte order mark" test "$(head -c 3 run.csv | od -An -tx1 | tr -d ' ')" = efbbbf
awk '/^```python$/{on=1;next} /^```$/{on=0} on' "$root/docs/recipes.md" | sed "s,runs/ID,run,g" >recipe.py
if "${PYTHON:-python3}" -c 'import pandas' 2>/dev/null; then
    check "the pandas recipe runs" bash -c "'${PYTHON:-python3}' -W error::FutureWarning recipe.py >out"
    check "it tells models and rules" bash -c "grep -q '^Org/leaky-7B ' out && grep -qE '^Org/leaky-7B +never-ai-leak +2' out"
else
    echo "skip the pandas recipe: pandas is not installed here"
fi
finish
