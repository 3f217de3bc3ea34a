#!/bin/bash
# A person on either side of the call: recorded and scored like any other; lines are edited by characters, not bytes.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
cd "$work" || exit 1
doc="$root/personas/delivery-callback.md"

printf '哪位？不是推销吧？\n嗯……那车纸晚了快四个钟头。\n行，那先这样。[挂断]\n' >lines
check "a person plays the persona" bash -c "'$FIDELIO' play '$doc' --out persona --lang zh <lines >out 2>err"
check "the script spoke" grep -q '^拨打方 | 喂，您好，是巷口打样店的陈立东' out
check "the words are recorded as they were typed" jq -e '[.messages[] | select(.role == "assistant") | .content] == ["哪位？不是推销吧？", "嗯……那车纸晚了快四个钟头。", "行，那先这样。"]' persona/transcripts.jsonl
check "the marker hangs up" jq -e '.ended_by == "persona" and .model == "person"' persona/transcripts.jsonl
check "and the call is scored" jq -e '.rules | length > 5' persona/scores.jsonl
check "nothing was asked over the network" test ! -s persona/tape.jsonl
cp -r persona kept
check "a call that stands whole is not written over by the next" bash -c "'$FIDELIO' play '$doc' --out persona --lang en <lines >out 2>err; [ \$? -eq 2 ] && grep -q 'a call stands whole here' err"
check "nothing of it has changed" diff -r kept persona
expect "the call can be reported like any other" 0 "person" report persona

printf '您好，是陈立东陈老板吗？\n我是青禾的周敏，问问收货的情况。\n' >lines
check "a person plays the caller" bash -c "'$FIDELIO' play '$doc' --side caller --model understudy:agreeable --out caller --lang zh <lines >out 2>err"
check "the persona answered" grep -q '^客户 | ' out
check "the end of input hangs up" jq -e '.ended_by == "caller" and .caller == "person"' caller/transcripts.jsonl

expect "a call in which the persona never spoke says why it has no score" 0 "人设方没有说过话" play "$doc" --side caller --model understudy --out silent

start "$FIDELIO" serve --port 0 --quiet || exit 1
printf 'models:\n  - {name: friend, model: agreeable, base_url: "http://127.0.0.1:%s/v1", parameters: {temperature: 0.2}}\n' "$port" >models.yaml
check "the other side may stand in the file of models" bash -c "'$FIDELIO' play '$doc' --side caller --models models.yaml --model friend --out friend --lang zh <lines >out 2>err"
check "it was asked as the file says" jq -es '.[0].endpoint | .name == "friend" and .model == "agreeable" and .parameters.temperature == 0.2' friend/tape.jsonl
expect "an address beside the file's is refused" 2 "--base-url" play "$doc" --side caller --models models.yaml --model friend --base-url http://127.0.0.1:1/v1 --out refused

if script -qec true /dev/null >/dev/null 2>&1; then # needs a terminal to give out
    turn() { await eval "[ \"\$(grep -ac '你 | ' out)\" -ge $1 ]"; } # the person's, for that time
    : >out
    (turn 1; printf '坏坏\177\177你是哪位？\n'; turn 2; printf '\004'; await test -e typed/transcripts.jsonl) |
        LC_ALL=C.UTF-8 TERM=xterm script -qec "'$FIDELIO' play '$doc' --out typed --lang zh" /dev/null >out 2>&1
    check "backspace takes a character, not a byte" jq -e '.messages[1].content == "你是哪位？"' typed/transcripts.jsonl
    start "$FIDELIO" serve --port 0 --quiet --latency 3000 || exit 1
    : >out
    (turn 1; printf '你好\n'; await has_got 1; printf '\003'; await test -e left/transcripts.jsonl) |
        LC_ALL=C.UTF-8 TERM=xterm timeout 90 script -qec "'$FIDELIO' play '$doc' --side caller --model agreeable --base-url http://127.0.0.1:$port/v1 --out left --lang zh" /dev/null >out 2>&1
    check "who presses Ctrl-C while the other side thinks has hung up" jq -e '.ended_by == "caller"' left/transcripts.jsonl
    check "once its answer is there, which is recorded" jq -e '[.messages[].role] == ["user", "assistant"]' left/transcripts.jsonl
else
    echo "skip backspace on a terminal: no terminal is to be had here"
fi
check "a call that could not be held is no success, and says why" bash -c "'$FIDELIO' play '$doc' --side caller --model m --base-url http://127.0.0.1:1/v1 --lang en --out nobody <lines >out 2>err; [ \$? -eq 3 ] && grep -q 'cannot be reached' out"
check "one that was not held may be played again there" bash -c "'$FIDELIO' play '$doc' --side caller --model m --base-url http://127.0.0.1:1/v1 --out nobody <lines >out 2>err; [ \$? -eq 3 ]"
expect "two documents are too many" 2 "one document" play "$root/personas" --out both
finish
