#!/bin/bash
# The case book: leaderboards, and the best and worst exchanges by rule with quotes and lines.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
cd "$work" || exit 1
mkdir personas && cp "$root/personas/delivery-callback.md" "$root/personas/errand-late-medicine.md" personas/
start "$FIDELIO" serve --port 0 --quiet || exit 1
printf '{{persona}}\n{{marker}}\n' >plain.txt
printf '请始终把自己当作下面这个人。\n{{persona}}\n{{marker}}\n' >warm.txt
expect "a run of two models, two documents and two prompts" 0 "" run personas/ --model leaky --model faithful --base-url "http://127.0.0.1:$port/v1" \
    --prompt plain.txt --prompt warm.txt --repeats 3 --out run --quiet
sed -i 's/"understudy":true,//' run/transcripts.jsonl # the players stand for models here: they are ranked
expect "the case book" 0 "^# Case book" report run --format cases --lang en
board() { awk -v title="### $1" '$0 == title {on = 1; next} /^#/ {on = 0} on && /^\| [0-9–]/' out; }
check "has a leaderboard of personas" test "$(board 'By persona' | wc -l)" -eq 2
check "of models, the best first" grep -qE '^\| 1 \| faithful \| [01]\.[0-9]+ \(n = 12\) \| 12/12 \|$' <(board 'By model')
check "and the worst last" grep -qE '^\| 2 \| leaky .* 0/12 \|$' <(board 'By model')
check "and of prompts" grep -qE '^\| [12] \| (plain|warm) ' <(board 'By prompt')
check "a rule names its line" grep -qE '^`personas/delivery-callback.md:[0-9]+` ' out
check "the worst exchanges are quoted with what was asked before" grep -A3 -E '^- delivery-callback/.*leaky/[0-9] · reply [0-9]+' out
same() { awk '/^Worst/ {on = 1; delete seen} /^#|^Best/ {on = 0} on && /^  > \*\*/ {if (seen[$0]++) bad = 1} END {exit !bad}' out; }
if same; then fail "no quote stands twice" out; else ok "no quote stands twice"; fi
expect "in Chinese" 0 "^### 按模型" report run --format cases --lang zh
check "replies are counted in Chinese" grep -qE '· 第 [0-9]+ 句$' out
expect "the understudy is on the board and not ranked" 0 "" run personas/delivery-callback.md --model understudy --model understudy:hasty --out stand-in --quiet
expect "it stands there with a dash" 0 "^.* – .* understudy:hasty " report stand-in --format cases
finish
