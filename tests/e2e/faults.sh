#!/bin/bash
# Endpoints that are not there, refuse, break or talk nonsense: the run says why, exits with 3 and keeps what it has.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
cd "$work" || exit 1
persona=$root/personas/delivery-callback.md

# at FAULT: a served understudy that answers so; sets $port.
at() { start "$FIDELIO" serve --port 0 --quiet --fail "$1"; }

# fault NAME PLAN PATTERN: one conversation against a server that always answers wrongly.
fault() {
    at "$2" || return
    expect "$1: said, and exit status 3" 3 "$3" run "$persona" --model faithful --base-url "http://127.0.0.1:$port/v1" --out "run-$1" --retries 0
    if jq -e '.counts.planned == 1 and .counts.failed == 1' "run-$1/run.json" >/dev/null && jq -e '.ended_by == "error"' "run-$1/transcripts.jsonl" >/dev/null &&
        jq -e '.verdict == "error"' "run-$1/scores.jsonl" >/dev/null; then
        ok "$1: recorded as an error, never as a failed persona"
    else
        fail "$1: recorded as an error, never as a failed persona" "run-$1/run.json" "run-$1/transcripts.jsonl"
    fi
    kill "$pid"
}

fault 401 from=1:401 "401"
fault 404 from=1:404 "404"
fault 500 from=1:500 "500"
fault html from=1:html "HTML|JSON"
fault junk from=1:junk "JSON"
fault no-choices from=1:nochoices "choices"
fault reset from=1:reset "reset|broke|closed|connection"
fault cut from=1:cut "broke|closed|connection|whole|body"
expect "nobody listens" 3 "refused|connect" run "$persona" --model m --base-url http://127.0.0.1:1/v1 --out run-refused --retries 0
expect "an address that is none" 2 "URL|url|address" run "$persona" --model m --base-url "ht tp://x" --out run-url --retries 0

at at=2:null || exit 1
expect "one reply without a text is silence, no error" 0 "1 done" run "$persona" --model faithful --base-url "http://127.0.0.1:$port/v1" --out run-null
if jq -e '[.messages[] | select(.role == "assistant") | .content] | map(select(. == "")) | length == 1' run-null/transcripts.jsonl >/dev/null; then
    ok "the silence is in the transcript"
else
    fail "the silence is in the transcript" run-null/transcripts.jsonl
fi
kill "$pid"
fault never-a-word from=1:null "never said a word.*--max-tokens"
check "never-a-word: it is on the tape, so nobody is told that the same command asks again" bash -c '! grep -q "asks again" err'

# Trouble that passes: the run gets through, and its files are those of a run without trouble.
at every=4:500 || exit 1
expect "every fourth request fails: tried again" 0 "" run "$persona" --model faithful --base-url "http://127.0.0.1:$port/v1" --out run-again --repeats 2 --retries 9
kill "$pid"
at at=1000000:500 || exit 1
expect "the same without trouble" 0 "" run "$persona" --model faithful --base-url "http://127.0.0.1:$port/v1" --out run-calm --repeats 2
kill "$pid"
check "and the same transcripts" cmp run-again/transcripts.jsonl run-calm/transcripts.jsonl
check "and the same scores" cmp run-again/scores.jsonl run-calm/scores.jsonl

# Some conversations fail: the others are written, and the same command asks only for what is missing.
at until=2:500 || exit 1
args=(run "$persona" --model faithful --base-url "http://127.0.0.1:$port/v1" --out run-some --repeats 4 --in-flight 2 --retries 0)
expect "some conversations fail: exit status 3" 3 "asks again" "${args[@]}"
check "planned = done + failed + skipped" jq -e '.counts | .planned == .done + .failed + .skipped and .failed > 0 and .done > 0' run-some/run.json
expect "the same command completes the run" 0 "" "${args[@]}"
check "now all are done" jq -e '.counts | .planned == 4 and .done == 4' run-some/run.json
kill "$pid"

# A disk that fills up in the middle (a limit on file size stands in for it): the tape keeps what it has.
args=(run "$persona" --model understudy --repeats 5 --out full)
(ulimit -f 20 && trap '' XFSZ && "$FIDELIO" "${args[@]}" >out 2>err </dev/null)
if [ $? -eq 3 ] && grep -q "tape.jsonl: error: cannot write" err; then ok "a full disk: said, and exit status 3"; else fail "a full disk: said, and exit status 3" err; fi
expect "with room again the same command completes the run" 0 "" "${args[@]}"
check "nothing that was answered was asked again" jq -e '.exchanges.from_tape > 0' full/run.json
expect "a run that never was short of room" 0 "" run "$persona" --model understudy --repeats 5 --out roomy
check "has the same transcripts" cmp full/transcripts.jsonl roomy/transcripts.jsonl

# A budget that ends in the middle: what was answered stays, with more of it the same command goes on.
args=(run "$persona" --model understudy --repeats 5 --in-flight 1 --price-in 1 --price-out 2 --out dear)
expect "a budget without prices" 2 "price" run "$persona" --model understudy --max-cost 1
for price in --price-in --price-out; do
    expect "a budget with $price alone" 2 "price of tokens (sent|received) is not known" run "$persona" --model m --base-url http://127.0.0.1:1/v1 --max-cost 1 "$price" 2 --out one-price
    check "nothing was begun" test ! -e one-price
done
expect "a cost of one price alone is said to leave something out" 0 "tokens received is not known: they count as nothing" run "$persona" --model understudy --price-in 2 --dry-run
printf 'models:\n  - {name: a, base_url: "http://127.0.0.1:1/v1", price: {input: 1, output: 0, currency: CNY}}\n  - {name: b, base_url: "http://127.0.0.1:1/v1", price: {input: 1, output: 2, currency: USD}}\n  - {name: c, base_url: "http://127.0.0.1:1/v1"}\n' >priced.yaml
expect "nothing is a price when it is said" 0 "2 conversations|conversations: 2" run "$persona" --models priced.yaml --model a --model understudy --max-cost 1 --dry-run
expect "one limit is none over two currencies" 2 "two currencies" run "$persona" --models priced.yaml --model a --model b --max-cost 1 --dry-run
expect "one model without a price is enough to refuse" 2 "of c the price" run "$persona" --models priced.yaml --model a --model c --max-cost 1 --dry-run
expect "a budget of nothing is no leave to spend all" 2 "max-cost" "${args[@]}" --max-cost 0
expect "nor is no time" 2 "max-time" "${args[@]}" --max-time 0
expect "nor a moment too short to be counted" 2 "max-time" "${args[@]}" --max-time 0.0001
printf 'models: [understudy]\nscenarios: [%s]\nlimits: {max_cost: 0}\n' "$persona" >nothing.yaml
expect "in an experiment's file neither" 2 "max_cost" run nothing.yaml
expect "a budget that is spent: said, and exit status 3" 3 "budget is spent" "${args[@]}" --max-cost 0.02
check "some were held, the rest was not begun" jq -e '.counts.done > 0 and .counts.skipped > 0 and .exchanges.cost >= 0.02' dear/run.json
check "what it cut short is no pass" jq -es 'map(select(.ending.ended_by == "budget")) | length > 0 and all(.verdict != "pass")' dear/scores.jsonl
check "the test report counts what it holds" bash -c 'junit=dear/junit.xml; for kind in failure error; do head -n 2 $junit | grep -q "${kind}s=\"$(grep -c "<$kind" $junit)\"" || exit 1; done'
expect "and the reason is told" 3 "× the cost limit was reached" "${args[@]}" --max-cost 0.02 --lang en
expect "a call that failed before it was cut" 0 "" run "$persona" --model understudy:agreeable --out failing
for cut in budget error; do
    jq -c --arg cut $cut '.ended_by = $cut' failing/transcripts.jsonl >cut.jsonl
    expect "is an error all the same ($cut)" 0 '"verdict":"error"' score --transcripts cut.jsonl --scenario "$persona" --format jsonl
    expect "not held, in a spreadsheet" 0 ',not held,,' score --transcripts cut.jsonl --scenario "$persona" --format csv
    expect "that is told of no rule of the document" 0 "" score --transcripts cut.jsonl --scenario "$persona" --format github
    check "nor of one at its top" test ! -s "$work/out"
    expect "nor in the case book" 0 "" score --transcripts cut.jsonl --scenario "$persona" --format cases
    check "whose worst calls were held" bash -c '! grep -q never-platitude "$0"' "$work/out"
    jq -c --arg cut $cut 'select(.repeat == 1) | .ended_by = $cut' roomy/transcripts.jsonl >cut.jsonl
    expect "and no exam that failed" 0 "^  not completed" score --transcripts cut.jsonl --scenario "$persona" --subject caller --rubric "$root/rubrics/service/callback.yaml" --lang en
    check "of which nothing is told as missed" bash -c '! grep -q "^  1/1  " "$0"' "$work/out"
done
expect "with more of it the run is completed" 0 "" "${args[@]}" --max-cost 10
check "with the same transcripts" cmp dear/transcripts.jsonl roomy/transcripts.jsonl

mkdir locked && chmod 500 locked
if [ "$(id -u)" -ne 0 ]; then
    expect "a folder that cannot be written" 2 "locked" run "$persona" --model understudy --out locked/run
else
    expect "a folder that cannot be written" 2 "proc" run "$persona" --model understudy --out /proc/fidelio/run
fi
expect "an operand that is empty" 2 "variable of the shell" run "" --model understudy --out empty
expect "a document that is given twice" 2 "given twice" run "$persona" "$persona" --model understudy --out twice
printf 'models:\n  - {name: m, base_url: "http://127.0.0.1:1/v1", headers: {X-Team: "${FIDELIO_NOT_SET}"}}\n' >headers.yaml
expect "a header's variable that is not set is the user's mistake" 2 "FIDELIO_NOT_SET, which a header" run "$persona" --models headers.yaml --model m --out headers
expect "a file where the folder should be" 2 "" run "$persona" --model understudy --out "$persona"
finish
