#!/bin/sh
# Nothing that decides anything is read before it is set: the program's main ways under Valgrind, which sees what the
# sanitizers of the other stages do not.
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=verdict.sh
. tests/arch/verdict.sh
program=${FIDELIO:-build/fidelio}
scratch=$(mktemp -d)
server=
trap 'kill $server 2>/dev/null; rm -rf "$scratch"' EXIT

# clean STATUS NAME ARGUMENT...: the program ends with STATUS and Valgrind has nothing to say of our own functions. (What
# PCRE2 compiles reads whole words beyond a text's end, and has no names.)
clean() {
    status=$1 name=$2
    shift 2
    valgrind --quiet --leak-check=no "$program" "$@" >"$scratch/out" 2>"$scratch/err" </dev/null
    [ $? -eq "$status" ] && ! grep -qE '^==.*\([a-z0-9_]+\.c:[0-9]+\)' "$scratch/err"
    verdict $? "$name"
    grep "^==.*(.*\.c:" "$scratch/err" | head -n 20
}

"$program" serve --port 0 >"$scratch/url" 2>/dev/null &
server=$!
tries=0
until [ -s "$scratch/url" ] || [ $tries -eq 100 ]; do
    sleep 0.1
    tries=$((tries + 1))
done
run=$scratch/run
clean 0 "run: in Chinese and English, over HTTP, a player of each kind" run personas/delivery-callback.md personas/support-account-en.md \
    --model faithful --model agreeable --model gusher --model clinging --base-url "$(cat "$scratch/url")" --repeats 2 --out "$run"
clean 0 "score: what was recorded" score --transcripts "$run/transcripts.jsonl" --scenario personas/delivery-callback.md \
    --scenario personas/support-account-en.md --format jsonl
clean 0 "report: as a page" report "$run" --format html
clean 0 "check: every persona" check personas
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
