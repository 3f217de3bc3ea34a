#!/bin/bash
# docs/formats.md names every field of every file of a run, and every file.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
cd "$work" || exit 1
doc=$root/docs/formats.md

start "$FIDELIO" serve --port 0 --quiet --fail at=3:500 || exit 1
printf '{{persona}}\n{{marker}}\n' >mine.txt
expect "a run with a failure, two models and a prompt of the user's own" 0 "" run "$root/personas/delivery-callback.md" "$root/personas/support-account-en.md" --model leaky --model hasty \
    --base-url "http://127.0.0.1:$port/v1" --temperature 0.5 --top-p 0.9 --max-tokens 300 --price-in 1 --price-out 2 --prompt mine.txt --out run
expect "a run with a model that calls, whose tokens are told apart" 0 "understudy \(caller\): tokens in|understudy（拨打方）" run "$root/personas/support-account-en.md" --model understudy --caller understudy --max-turns 2 --out called
cp called/run.json run/run-called.json

# documented NAME JQ FILE: the keys that the filter gives stand in the document between backquotes.
documented() {
    jq -r "$2" "run/$3" | sort -u >keys
    while read -r key; do grep -qE "\`([a-z_]+\.)?$key\`" "$doc" || echo "$key"; done <keys >missing
    if [ -s keys ] && [ ! -s missing ]; then ok "$1: $(wc -l <keys) fields"; else fail "$1: fields that docs/formats.md does not name" missing; fi
}
deep='[paths | map(select(type == "string"))[]] | unique[]'
documented "run.json" "del(.scenarios[].text) | $deep" run.json
documented "run.json with a caller" "$deep" run-called.json
documented "tape.jsonl" "del(.endpoint.parameters) | $deep" tape.jsonl
documented "transcripts.jsonl" "$deep" transcripts.jsonl
documented "costs.jsonl" "$deep" costs.jsonl
check "costs by conversation add up to the run's" jq -es '.[0].exchanges as $run | .[1:] | length > 1 and (map(.prompt_tokens) | add) == $run.prompt_tokens and (map(.completion_tokens) | add) == $run.completion_tokens and ((map(.cost) | add) - $run.cost | fabs) < 0.000001' run/run.json run/costs.jsonl
documented "scores.jsonl" "del(.dimensions) | $deep" scores.jsonl
documented "summary.json" "$deep" summary.json
documented "reviews.jsonl" '.properties | keys[]' "../$(realpath --relative-to="$work" "$root/docs/schemas/review.schema.json")"
jq -r 'select(.ended_by != "error") | [.id, (.messages | map(select(.role == "assistant")) | length)] | @tsv' run/transcripts.jsonl | head -n 1 >held
sed -n '/^### Labels/,/^### s/p' "$doc" | grep '^{"id"' | jq -c --arg id "$(cut -f 1 held)" --argjson n "$(cut -f 2 held)" '.id = $id | .labels.replies = [range($n) | ["hesitation"]]' >labels.jsonl
expect "the example of labels is read" 0 "signal hesitation" agree run --labels labels.jsonl
check "all that it holds" bash -c "grep -q '^ending correct' out && grep -q '^verdict' out && grep -q '^question tests-promises' out"
# Labels hold what people said, or agreed with by leaving it: not the scorer's own verdict on the whole.
said() { # AUTHOR ACTION MORE...: a word on the first two calls that failed
    jq -c --arg a "$1" --arg c "$2" "select(.verdict == \"fail\") | {schema: \"fidelio.review/1\", action: \$c, author: \$a, time: \"2026-01-01T00:00:00Z\", transcript: .id, transcript_hash: .hashes.transcript} + $3" \
        run/scores.jsonl | head -n 2
}
said A agree '{rule: "never-ai-leak"}' >run/reviews.jsonl
check "no verdict of a person, no label of one" bash -c '"$0" review run --labels --quiet | jq -es "length == 2 and all(.labels | has(\"replies\") and has(\"end\") and (has(\"faithful\") | not))"' "$FIDELIO"
said A verdict '{accepted: true}' >>run/reviews.jsonl
check "a verdict is one" bash -c '"$0" review run --labels --quiet | jq -es "all(.labels.faithful)"' "$FIDELIO"
{ said B verdict '{accepted: false}' && said A overrule '{rule: "ending-correct", reason: "it was over"}'; } >>run/reviews.jsonl
check "two that differ are none, and an overruled ending is no label" bash -c '"$0" review run --labels --quiet | jq -es "all(.labels | has(\"replies\") and (has(\"faithful\") or has(\"end\") | not))"' "$FIDELIO"
rm run/reviews.jsonl
"$FIDELIO" report run --format csv | tr -d '\r' >run.csv
head -n 1 run.csv | jq -R 'split(",") | map({(.): 0}) | add' >run/csv.keys
documented "CSV" "keys[]" csv.keys
check "a row of the CSV says by which prompt and caller" test "$(grep -c ',mine,script,$' run.csv)" -eq "$(wc -l <run/transcripts.jsonl)"
"$FIDELIO" report run --format sqlite >run.db
sqlite3 run.db "SELECT json_group_object(m.name || ' ' || p.name, 0) FROM sqlite_master m, pragma_table_info(m.name) p WHERE m.type = 'table'" >run/tables.keys
while read -r table column; do grep -E "^\| \`$table\`" "$doc" | grep -q "\`$column\`" || echo "$table.$column"; done < <(jq -r 'keys[]' run/tables.keys) >missing
check "each column of the database stands at its table: $(cat missing)" bash -c '[ "$(jq length run/tables.keys)" -ge 30 ] && [ ! -s missing ]'
"$FIDELIO" check "$root/personas" --format json --quiet >run/check.json
documented "check --format json" "$deep" check.json
rm run/csv.keys run/tables.keys run/check.json
for file in run/*; do
    name=$(basename "$file")
    [ "$name" = run-called.json ] && continue
    check "$name is named" grep -q "\`$name\`" "$doc"
done

# Without scripts the page opens on the first call that failed.
"$FIDELIO" report run --format html >page.html
worst=$(jq -r 'select(.verdict == "fail").id' run/scores.jsonl | head -n 1)
check "one call stands open in the page without scripts" test "$(grep -c '<details open>' page.html)" -eq 1
check "it is the first that failed" grep -qF "<details open><summary>$worst <span class=\"fail\">" page.html

# An annotation stands on a line of a file of the repository, also when the rule comes from no document.
"$FIDELIO" report run --format github >annotations
check "annotations stand on lines" grep -q '^::error file=.*\.md,line=[1-9]' annotations
check_not() { if "${@:2}"; then fail "$1" annotations; else ok "$1"; fi; }
check_not "no annotation is without a line of a document" grep -qE 'file=core|line=0' annotations
"$FIDELIO" report run --format junit >junit.xml
check_not "a failure says what was asked, not only the count" grep -qE ':[0-9]+: [a-z-]+: [0-9]+ ' junit.xml
check_not "a rule of no document has no line 0" grep -qE 'core:0|line=0' junit.xml
finish
