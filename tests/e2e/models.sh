#!/bin/bash
# models.yaml: endpoints by name, with their parameters, limits and prices.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
cd "$work" || exit 1
persona=$root/personas/delivery-callback.md
start "$FIDELIO" serve --port 0 --quiet || exit 1
cat >models.yaml <<END
models:
  - name: streamed
    model: faithful
    base_url: http://127.0.0.1:$port/v1
    stream: true
    parameters: {temperature: 0.3, max_tokens: 200, top_k: 5}
    price: {input: 1000, output: 2000, currency: CNY}
  - name: claude-like
    wire: anthropic
    model: faithful
    base_url: http://127.0.0.1:$port/v1
  - name: responses-like
    wire: responses
    model: faithful
    base_url: http://127.0.0.1:$port/v1
END
expect "three wires at one server" 0 "3 done" run "$persona" --models models.yaml --model streamed --model claude-like --model responses-like --out run
check "the parameters are recorded" jq -e '.models[0] | .temperature == 0.3 and .max_tokens == 200 and .parameters.top_k == 5' run/run.json
check "all three play the same persona to its end" jq -es 'length == 3 and all(.ended_by == "persona")' run/transcripts.jsonl
check "the wire stands on the tape" grep -q '"wire":"anthropic-messages"' run/tape.jsonl
expect "a price in the file is enough for a budget" 3 "budget" run "$persona" --models models.yaml --model streamed --repeats 20 --in-flight 1 --max-cost 3 --out run-budget
expect "an address beside the file's is refused" 2 "leave --base-url out" run "$persona" --models models.yaml --model streamed --base-url http://127.0.0.1:1/v1
sed -i 's/stream: true/steam: true/' models.yaml
expect "a mistake is named with its place" 2 "models.yaml:5:5: .*stream" run "$persona" --models models.yaml --model streamed
expect "a file that is not there" 2 "nothere.yaml" run "$persona" --models nothere.yaml --model streamed
finish
