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
    price: {input: 1000, cached_input: 100, output: 2000, currency: CNY}
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
check "what each model took is told" grep -q "streamed: conversations 1, .* cost .* CNY" err
check "by conversation too" jq -es 'length == 3 and .[0].cost > 0 and .[0].currency == "CNY"' run/costs.jsonl
check "the parameters are recorded" jq -e '.models[0] | .temperature == 0.3 and .max_tokens == 200 and .parameters.top_k == 5' run/run.json
check "all three play the same persona to its end" jq -es 'length == 3 and all(.ended_by == "persona")' run/transcripts.jsonl
check "the wire stands on the tape" grep -q '"wire":"anthropic-messages"' run/tape.jsonl
expect "what it may cost is told before" 0 "calls, .* tokens out, cost [0-9.]+ CNY; nothing was asked" run "$persona" --models models.yaml --model streamed --dry-run
expect "a price in the file is enough for a budget" 3 "budget" run "$persona" --models models.yaml --model streamed --repeats 20 --in-flight 1 --max-cost 3 --out run-budget
expect "an address beside the file's is refused" 2 "leave --base-url out" run "$persona" --models models.yaml --model streamed --base-url http://127.0.0.1:1/v1
expect "a mistyped name is not asked at the public address" 2 "stremed does not stand in models.yaml, which has .*streamed, " run "$persona" --models models.yaml --model stremed
expect "an address makes a name of its own right" 0 "nothing was asked" run "$persona" --models models.yaml --model other --base-url http://127.0.0.1:1/v1 --dry-run
# Each kind of docs/models.md, as its example stands there, spoken to a server on loopback that says what it was sent.
awk '/^```yaml$/{on=1;next} /^```$/{on=0} on' "$root/docs/models.md" >examples.yaml
names=$(sed -nE 's/^  - name: ([^ ]+).*/\1/p' examples.yaml)
check "the guide has its eight kinds" test "$(wc -w <<<"$names")" -ge 8
sed -E "s,base_url: [^ ]+,base_url: http://127.0.0.1:$port/v1," examples.yaml >local.yaml
export OPENAI_API_KEY=k DEEPSEEK_API_KEY=k DASHSCOPE_API_KEY=k AZURE_OPENAI_API_KEY=k ANTHROPIC_API_KEY=k PROJECT=p
for name in $names; do
    expect "the guide's example $name is read" 0 "nothing was asked" run "$persona" --models examples.yaml --model "$name" --dry-run
done
unset OPENAI_API_KEY
for name in vllm ollama llama-cpp deepseek dashscope claude; do
    sed -E "s/model: .*/model: faithful/" local.yaml >plain.yaml
    expect "$name: a call over its wire" 0 "1 done" run "$persona" --models plain.yaml --model "$name" --out "run-$name"
done
expect "a key that is not set is named" 2 "OPENAI_API_KEY" run "$persona" --models local.yaml --model gpt-responses --out run-unset

# Limits: ten requests a second, of which a second's worth may come at once.
cat >slow.yaml <<END
models:
  - {name: faithful, base_url: "http://127.0.0.1:$port/v1", limits: {in_flight: 1, requests_per_minute: 600}}
END
begin=$(date +%s%N)
expect "limits are kept" 0 "2 done" run "$persona" --models slow.yaml --model faithful --repeats 2 --out run-slow
took=$((($(date +%s%N) - begin) / 1000000))
sent=$(jq .exchanges.sent run-slow/run.json)
check "there were more than a burst" test "$sent" -gt 13
check "$sent requests took at least $(((sent - 11) * 100)) ms: $took" test "$took" -ge $(((sent - 11) * 100))

expect "what is said on the command line wins" 0 "1 done" run "$persona" --models models.yaml --model streamed --temperature 0.9 --price-in 7 --out run-wins
check "in the record too" jq -e '.models[0] | .temperature == 0.9 and .price_in == 7 and .price_cached_in == 100 and .max_tokens == 200' run-wins/run.json
expect "the wire too" 0 "1 done" run "$persona" --models models.yaml --model claude-like --wire chat --out run-wire
check "as recorded" jq -e '.models[0].wire == "openai-chat"' run-wire/run.json

sed -i 's/top_k: 5/top_k: 5, seed: none/' models.yaml
expect "seed: none sends no seed, whatever the run's is" 0 "1 done" run "$persona" --models models.yaml --model streamed --seed 7 --out run-seedless
check "as the tape has it" jq -es '.[0].endpoint.parameters == {"temperature":0.3,"max_tokens":200,"top_k":5}' run-seedless/tape.jsonl
check "and the record" jq -e '(.models[0] | has("seed") | not) and .parameters.seed == 7' run-seedless/run.json

sed -i 's/stream: true/steam: true/' models.yaml
expect "a mistake is named with its place" 2 "models.yaml:5:5: .*stream" run "$persona" --models models.yaml --model streamed
expect "a file that is not there" 2 "nothere.yaml" run "$persona" --models nothere.yaml --model streamed
finish
