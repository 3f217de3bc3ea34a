#!/bin/bash
# Bad input: each gets a clear error and the right exit status, and nothing is lost.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
cd "$work" || exit 1
persona=$root/personas/delivery-callback.md

expect "no command: usage" 2 "Usage"
expect "an unknown command names the nearest" 2 "did you mean 'score'" scroe
expect "an unknown flag names the nearest" 2 "did you mean --repeats" run x.md --repeat 3
expect "a flag without its value" 2 "needs a value" run x.md --repeats
expect "a number out of range" 2 "from 1 to" run x.md --repeats 0
expect "a choice that is none" 2 "one of" show "$persona" --as picture
printf 'scenarios: [%s]\nmodels: [understudy]\n' "$persona" >fidelio.yaml
expect "sampling that no model obeys" 2 "--temperature is of the models that --model names" run fidelio.yaml --temperature 0.9 --dry-run
expect "sampling that a caller obeys" 0 "nothing was asked" run fidelio.yaml --caller understudy --max-tokens 99 --dry-run
rm fidelio.yaml
expect "an operand too many" 2 "does not know" show "$persona" "$persona"

expect "a document that is not there" 2 "nope.md: error: .*No such file" check nope.md
: >empty.md
expect "an empty document" 2 "empty.md" check empty.md
printf 'a\0b' >binary.md
expect "a binary document" 2 "binary.md" check binary.md
printf '## 电话接听方\n\n### 角色\n张\377强\n' >bad.md
expect "bytes that are not UTF-8, with the place" 2 "bad.md:4:2" check bad.md
head -c 52428800 /dev/zero | tr '\0' 'a' >big.md
expect "a file of 50 MB" 2 "big.md" check big.md
rm -f big.md
expect "a folder without documents" 2 "no scenario documents" check "$(mkdir -p hollow && echo hollow)"
mkdir -p tree/below && cp "$persona" tree/one.md && cp "$persona" tree/below/two.md && echo notes >tree/README.md
expect "of a folder the documents that lie in it directly are read" 0 "1 read" check tree
printf '## 电话拨打方\n\n### 角色\n\n李明\n' >half.md
expect "no callee half" 2 "half.md.*callee" check half.md
awk '/^## 电话接听方/ {callee = 1} callee && /^### 结束/ {skip = 1} !skip {print}' "$persona" >endless.md
awk '/^## 电话接听方/ {callee = 1} {print} callee && /^### 结束/ {print "\n- 月亮很圆"}' "$persona" >moon.md
expect "an end condition that shows in nothing is named" 0 "moon.md:[0-9]*:.*underived-condition" check moon.md
expect "no end conditions: still read, said, and an error of the document" 1 "no-end-conditions" check endless.md
expect "and still shown" 0 "" show endless.md
{ cat "$persona" && sed -n '/### 背景/,$p' "$persona"; } >twice.md
expect "sections that stand twice: still read" 0 "" show twice.md
expect "a rubric with a mistake, with the place" 2 "rubric.yaml:2:" show "$persona" --as rubric --rubric "$(printf 'id: x\nweigth: 3\n' >rubric.yaml && echo rubric.yaml)"

cat >mistaken.yaml <<'Y'
rules:
  - id: mine
    nevr: {signal: ai_leak}
Y
expect "a rubric's mistake is told before any model is asked" 2 "mistaken.yaml:3" run "$persona" --model understudy --rubric mistaken.yaml --out unasked
expect "and when the run is only rehearsed" 2 "mistaken.yaml:3" run "$persona" --model understudy --rubric mistaken.yaml --dry-run
expect "an exam without its rubric too" 2 "needs a rubric that examines the caller" run "$persona" --model understudy --subject caller --dry-run
check "and no run is begun" test ! -e unasked
expect "a temperament that there is not" 2 "did you mean understudy:leaky" run "$persona" --model understudy:leeky
expect "a key that is not set" 2 "OPENAI_API_KEY" run "$persona" --model some-model --out keyless
check "leaves no folder" test ! -e keyless
expect "no model" 2 "--model" run "$persona"

printf '{"messages":[{"role":"user","content":"您好"},{"role":"assistant","content":"嗯，是我。"}]}\n{not json\n' >broken.jsonl
if fidelio 2 score --transcripts broken.jsonl --format jsonl && grep -q 'broken.jsonl:2' err && [ "$(wc -l <out)" -eq 1 ]; then
    ok "a bad line is named, the good ones are scored"
else
    fail "a bad line is named, the good ones are scored" out err
fi
printf '{"messages":[{"role":"user","content":"您好"},{"role":"assistant","content":"嗯。"},{"role":"assistant","content":"您是？"}]}\n' >twice.jsonl
expect "a warning about a record that was read is no mistake" 0 "warning: .*twice in a row" score --transcripts twice.jsonl
expect "a suite of no model is named by its scenario alone" 0 'testsuite name="delivery-callback" ' score --transcripts twice.jsonl --scenario "$persona" --format junit
expect "a suite of no scenario and no model has a name all the same" 0 'classname="fidelio"' score --transcripts twice.jsonl --format junit
check "a database is not poured over a terminal" sh -c "script -qec '$FIDELIO score --transcripts twice.jsonl --format sqlite' shown </dev/null | grep -q 'run.db'"
printf '客服：您好\n客户：嗯，我是，你哪位？\n' | iconv -f UTF-8 -t GBK >gbk.txt
expect "text in GBK: what to do is said" 2 "GBK or Big5, save it as UTF-8" score --transcripts gbk.txt
iconv -f UTF-8 -t GBK twice.jsonl >gbk.jsonl
expect "JSON in GBK too, with the place" 2 "gbk.jsonl:1:[0-9]+: error: .*GBK or Big5, save it as UTF-8" score --transcripts gbk.jsonl
printf '{"messages":[{"role":"客服","content":"您好"},{"role":"客户","content":"嗯，你哪位？"}]}\n{"messages":[{"role":"agent","content":"hello"},{"role":"Customer","content":"who is this?"}]}\n' >speakers.jsonl
fidelio 0 score --transcripts speakers.jsonl --format csv
check "roles may be called as speakers are in plain text" test "$(cut -d, -f8 out | xargs)" = "replies 1 1"
printf '{"messages":[{"role":"小郑","content":"您好"},{"role":"客户","content":"嗯，你哪位？"}]}\n' >named.jsonl
expect "a role of unknown name: what is known is said" 2 "messages.0. .*小郑.*such as customer and agent" score --transcripts named.jsonl
printf '{"messages":[{"role":"user","content":"您好"},{"role":"assistant","content":"请不要挂机，这里是谁？"}],"ended_by":"caller"}\n' >unended.jsonl
expect "without a document the reasons are in the calls' language" 0 '"expects":"通话有收尾' score --transcripts unended.jsonl --format jsonl
expect "and English of English calls" 0 '"expects":"the call comes to an end' score --transcripts <(tail -n 1 speakers.jsonl) --format jsonl
expect "a file where a run's folder belongs: the way to score it is said" 2 "this is a file.*--transcripts FILE" score twice.jsonl
expect "transcripts that are not there" 2 "none.jsonl" score --transcripts none.jsonl
expect "score without anything" 2 "needs" score
expect "a folder where a document belongs" 2 "hollow: error: this is a folder where a file is wanted" score --transcripts twice.jsonl --scenario hollow
expect "a folder that is no run" 2 "no fidelio run" report hollow
mkdir -p old && echo '{"schema":"fidelio.run/0"}' >old/run.json
expect "a run of another version" 2 "another version" report old
"$FIDELIO" run "$persona" --model understudy --out old-run -q >/dev/null 2>&1 && sed -i "s,fidelio.run/1,fidelio.run/9," old-run/run.json
expect "and going on with one" 2 "another version" run "$persona" --model understudy --out old-run
if "$FIDELIO" help >/dev/full 2>err; then fail "a full disk behind stdout" err; else
    [ $? -eq 3 ] && grep -q "standard output" err && ok "a full disk behind stdout" || fail "a full disk behind stdout" err
fi
"$FIDELIO" help --lang zh >/dev/full 2>err
check "and its reason is told in the reader's language" grep -q "无法写到标准输出：磁盘空间不足" err
# A standard stream that is closed is no name for the next file: a scoreboard stood in the midst of the transcripts.
"$FIDELIO" run "$persona" --model understudy --repeats 3 --out kept -q >/dev/null 2>&1
"$FIDELIO" run "$persona" --model understudy --repeats 3 --out closed <&- >&- 2>&-
check "with all three streams closed: the result could not be told" test $? -eq 3
check "and the files are those of any run" cmp kept/transcripts.jsonl closed/transcripts.jsonl
"$FIDELIO" help >&- 2>err
check "a closed stdout is told" grep -q "standard output" err
"$FIDELIO" show "$persona" --as json 2>err | head -n 1 >/dev/null
[ "${PIPESTATUS[0]}" -eq 0 ] && [ ! -s err ] && ok "a reader that goes away is no error" || fail "a reader that goes away is no error" err
finish
