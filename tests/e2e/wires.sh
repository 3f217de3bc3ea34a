#!/bin/bash
# The same conversation over every wire, whole and streamed: what is said does not depend on how it is carried.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
cd "$work" || exit 1
persona=$root/personas/support-account-en.md

start "$FIDELIO" serve --port 0 --quiet || exit 1
spoken() { jq -c '[.messages[] | [.role, .content]], .ended_by' "$1/transcripts.jsonl"; }
for wire in chat responses anthropic; do
    for stream in "" --stream; do
        name=$wire${stream#-}
        # shellcheck disable=SC2086
        expect "a run over $name" 0 "" run "$persona" --model faithful --base-url "http://127.0.0.1:$port/v1" --wire "$wire" $stream --max-tokens 400 --out "$name"
        spoken "$name" >"$name.txt"
        [ "$name" = chat ] || check "$name says what chat says" cmp "$name.txt" chat.txt
        check "$name: the server's name for the model is kept" jq -e '.served[0].name == "understudy:faithful"' "$name/run.json"
        check "$name: by which reports know who played" jq -e '.cells | all(.understudy)' "$name/summary.json"
    done
done
expect "the built-in one is not asked at an address, which is told" 0 "nothing is asked at --base-url" run "$persona" --model understudy --base-url "http://127.0.0.1:$port/v1" --out built-in
check "and only where nobody is" bash -c '"$0" run "$1" --model understudy --model faithful --base-url "$2" --out both 2>&1 | { ! grep -q "nothing is asked"; }' "$FIDELIO" "$persona" "http://127.0.0.1:$port/v1"
expect "the understudy served as a caller" 0 "" run "$persona" --model faithful --caller leaky --base-url "http://127.0.0.1:$port/v1" --out caller
check "is called so" jq -e '.caller == "leaky (understudy)"' caller/transcripts.jsonl
check "something was said" test -s chat.txt
kill "$pid"
expect "a streamed run replays offline" 0 "" run "$persona" --model faithful --base-url "http://127.0.0.1:$port/v1" --wire chat --stream --max-tokens 400 --out chat-stream --offline
spoken chat-stream >again.txt
check "word for word" cmp again.txt chat.txt
expect "and with the mark of the understudy" 0 "faithful \*" report chat-stream --lang en
expect "which stands in every format that has boards" 0 "understudy(<[^>]*>)?: no language model" report chat-stream --format html --lang en
expect "it is said where it is blessed under another name" 0 "played by the understudy" bless chat-stream -o baseline.json --lang en
finish
