#!/bin/bash
# score --profile: where the time goes, each rule and each signal of a rubric file by name; scores are not touched by it.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
cd "$work" || exit 1
expect "a run" 0 "" run "$root/personas/delivery-callback.md" --model understudy --repeats 3 --out run --quiet
cat >slow.yaml <<'Y'
signals:
  says-gift: {phrases: [赠品]}
rules:
  - {id: no-gift, never: says-gift}
Y
expect "a profile" 0 "3 conversations, [0-9]+ replies: .* a reply" score run --profile --rubric slow.yaml --lang en
check "names the steps" grep -q "step normalising" out
check "each core finder is a line" sh -c '[ "$(grep -c "finder " out)" -ge 8 ] && grep -q "finder repetition" out && grep -q "finder facts" out'
check "no line stands for all of them" sh -c '! grep -q "core signals" out'
check "the rubric file's signal" grep -qE "signal slow.yaml says-gift" out
check "and its rule" grep -qE "rule no-gift" out
check "its shares come to a whole" awk '/%/{sum += $1} END{exit !(sum > 98 && sum < 102)}' out
expect "in Chinese" 0 "微秒" score run --profile --lang zh
finish
