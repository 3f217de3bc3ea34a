#!/bin/bash
# The gate, as CI uses it: a run is blessed, the same model passes, a worse one and a softer yardstick do not.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
cd "$work" || exit 1
mkdir personas && cp "$root/personas/delivery-callback.md" "$root/personas/errand-late-medicine.md" personas/
start "$FIDELIO" serve --port 0 --quiet || exit 1
url="http://127.0.0.1:$port/v1"
# The server plays faithful@0.1 and the like by these names; to fidelio they are models like any other.
hold() { expect "$1" 0 "" run personas/ --model "$3" --base-url "$url" --repeats "${4:-8}" --out "$2" --quiet; }

hold "the run to be blessed" old faithful
expect "it is blessed" 0 "conversations 16, scenarios 2" bless old -o baseline.json
expect "the same model again is no regression" 0 "(No regression shown|Inconclusive)" compare baseline.json old
hold "a model that has become agreeable" worse agreeable@0.4
expect "is a regression" 1 "^Regressed" compare baseline.json worse
check "and the platitudes are named" grep -q '^! platitude-limit' out
echo 'Be {{persona}} and end with {{marker}}.' >plain.md
expect "another prompt" 0 "" run personas/ --model faithful --base-url "$url" --repeats 8 --prompt plain.md --out other --quiet
expect "is nothing to compare with: not passed, and not said to be worse" 1 "^Not passed\. No pair" compare baseline.json other
expect "in JSON too" 1 '"verdict": "regressed"' compare baseline.json worse --format json
for model in agreeable faithful; do
    expect "two calls of $model" 0 "" run personas/delivery-callback.md --model "$model" --base-url "$url" --repeats 2 --out "few-$model" --quiet
done
expect "of a large gain the pairs that would show it are told" 0 "^Inconclusive.*The gain of 0\.[0-9]+ is large, but n = 2 is few: .* would need about n = 5" compare few-agreeable few-faithful --lang en
expect "in Chinese too" 0 "n = 2 太少：要说明它并非偶然，约需 n = 5" compare few-agreeable few-faithful --lang zh
expect "in JSON again" 1 '"verdict": "regressed"' compare baseline.json worse --format json
check "with its pairs" jq -e '.pairs == 16 and .planned == 16 and .metrics[0].name == "fidelity"' out

# A deleted concern: the worked example of docs/ci.md.
line=$(grep -n '卸货的师傅老换人' personas/delivery-callback.md | cut -d: -f1)
sed -i "${line}d" personas/delivery-callback.md
hold "a concern is deleted from the document" edited faithful
expect "that turns the gate red at the old line" 1 "delivery-callback.md:$line: 卸货的师傅老换人.*the concern was removed" compare baseline.json edited
expect "it cannot be blessed without a reason" 2 "say why with --reason" bless edited -o baseline.json
cp baseline.json before.json
expect "with a reason it can" 0 "" bless edited -o baseline.json --reason "固定师傅已经上线"
check "and the reason is kept" grep -q '固定师傅已经上线' baseline.json
expect "then it is the new yardstick" 0 "" compare baseline.json edited
expect "the old yardstick still says what it said" 1 "the concern was removed" compare before.json edited

# A loosened rule: the derived rubric as a file, with one gate taken out.
expect "one document's run" 0 "" run personas/errand-late-medicine.md --model faithful --base-url "$url" --repeats 8 --out one --quiet
expect "is blessed" 0 "" bless one -o one.json
"$FIDELIO" show personas/errand-late-medicine.md --as rubric >full.yaml
awk '/- id: /{id = $3} id == "platitude-limit" && /gate: true/{sub("true", "false")} {print}' full.yaml >loose.yaml
expect "the derived rubric read back as a file changes nothing" 0 "" run personas/errand-late-medicine.md --model faithful --base-url "$url" --repeats 8 --out same --rubric full.yaml --quiet
expect "so the gate stays green" 0 "" compare one.json same
expect "a rubric file that takes a gate out" 0 "" run personas/errand-late-medicine.md --model faithful --base-url "$url" --repeats 8 --out loose --rubric loose.yaml --quiet
expect "turns it red, however well the run did" 1 "platitude-limit: it is no gate any more" compare one.json loose

printf 'threshold: 0.1\n' >low.yaml
expect "a rubric file that asks for less fidelity" 0 "" run personas/errand-late-medicine.md --model faithful --base-url "$url" --repeats 8 --out low --rubric low.yaml --quiet
expect "turns it red too, and says of which document" 1 "^  personas/errand-late-medicine.md: threshold: the fidelity to reach was lowered" compare one.json low

# What the document forbids: without the example the next baseline would forbid less.
cp personas/errand-late-medicine.md kept.md
line=$(awk '/反面/ {on = 1; next} on && /“/ {print NR; exit}' personas/errand-late-medicine.md)
sed -i "${line}d" personas/errand-late-medicine.md
expect "a negative example is deleted" 0 "" run personas/errand-late-medicine.md --model faithful --base-url "$url" --repeats 8 --out allowed --quiet
expect "that turns the gate red at the old line" 1 "errand-late-medicine.md:$line: .*the negative example was removed" compare one.json allowed
expect "in JSON by its kind" 1 '"negative_example_removed"' compare one.json allowed --format json
cp kept.md personas/errand-late-medicine.md
sed -i -e 's/$/  /' -e 's/，/,/g' personas/errand-late-medicine.md
expect "blanks and another width of commas" 0 "" run personas/errand-late-medicine.md --model faithful --base-url "$url" --repeats 8 --out width --quiet
expect "soften nothing" 0 "(No regression shown|Inconclusive)" compare one.json width
cp kept.md personas/errand-late-medicine.md

# What the table marks is explained beside it, and a p too small to be written is no nought.
hold "a leaky player" leaks leaky
expect "rings" 1 "rings at p below 0.04 \\(primary\\) or adjusted p below 0.0075" compare baseline.json leaks --lang en
check "no p is nought" bash -c '! grep -E "^[!] " out | grep -q " 0\.0000"'

# A truncated run.
cp -r edited short && head -n 5 edited/transcripts.jsonl >short/transcripts.jsonl
expect "a truncated run fails the gate" 1 "truncated" compare baseline.json short
cp -r edited nothing && jq -c '.messages = [] | .ended_by = "error"' edited/transcripts.jsonl >nothing/transcripts.jsonl
check "no p is made of nothing that was compared" bash -c "'$FIDELIO' compare baseline.json nothing --lang zh 2>&1 | grep -qE '忠实度 +0 .* –  +– +主指标'"
expect "and cannot be blessed" 2 "not complete" bless short -o other.json
expect "a run without one of the documents" 0 "" run personas/errand-late-medicine.md --model faithful --base-url "$url" --repeats 8 --out few --quiet
expect "fails: a cell was lost, and is named" 1 "Cells .*: 1 \\(delivery-callback × script\\)" compare baseline.json few
expect "a run with one document more" 0 "" compare few edited --lang en
check "is not a truncated one, and what is more is told" bash -c '! grep -q truncated out && grep -q "without a partner (before, after): 0, 8" out'
cp -r edited two && jq -c '., (.model = "other" | .id |= sub("faithful"; "other"))' edited/transcripts.jsonl >two/transcripts.jsonl
expect "of several models each by its name" 1 "script × faithful; .*script × other" compare two few
expect "the means are those of the cells that both sides hold" 1 "" compare baseline.json few --format json
check "so that before + difference = after" jq -e '.lost_cells == 1 and (.metrics[0] | ((.after - .before - .difference) | fabs) < 1e-9)' out

# A baseline that cannot be trusted fails closed.
sed 's/"planned": 16/"planned": 8/' baseline.json >forged.json
expect "an edited baseline is refused" 2 "hash does not fit" compare forged.json edited
head -c 1000 baseline.json >torn.json
expect "a truncated one too" 2 "torn.json" compare torn.json edited
echo '{"schema":"fidelio.baseline/9","content":{}}' >newer.json
expect "and one of another version" 2 "schema" compare newer.json edited
expect "a missing one is the user's mistake" 2 "missing.json" compare missing.json edited
expect "the understudy cannot be blessed by its own name" 0 "" run personas/errand-late-medicine.md --model understudy --out stand-in --quiet
expect "not even with a reason" 2 "no language model" bless stand-in -o x.json --reason because
finish
