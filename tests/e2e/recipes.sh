#!/bin/bash
# The shell recipes of docs/recipes.md run, and print something.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
cd "$work" || exit 1
mkdir bin && ln -s "$FIDELIO" bin/fidelio && export PATH=$work/bin:$PATH RUN=$work/run
expect "a run" 0 "" run "$root/personas/delivery-callback.md" --model understudy:leaky --model understudy:agreeable --repeats 2 --out run --quiet
awk '/^```sh$/{on=1;next} /^```$/{on=0} on' "$root/docs/recipes.md" >commands
check "there are recipes" test "$(wc -l <commands)" -ge 6
while read -r line <&3; do
    name=$(cut -c1-60 <<<"$line")
    if bash -c "$line" >out 2>err && { [ -s out ] || [[ $line == *" > "* ]]; }; then ok "$name"; else fail "$name" out err; fi
done 3<commands
check "the CSV begins with a byte order mark" test "$(head -c 3 run.csv | od -An -tx1 | tr -d ' ')" = efbbbf
finish
