#!/bin/bash
# The program's whole output, held against tests/golden/. UPDATE=1 writes what it says now (look at the difference before you commit it).
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
cd "$root/tests/golden" || exit 1

# held FILE NAME: $work/now is what FILE holds.
held() {
    if [ "${UPDATE:-}" = 1 ]; then cp "$work/now" "$1"; fi
    if cmp -s "$work/now" "$1"; then
        ok "$1: $2"
    else
        diff -u "$1" "$work/now" >"$work/difference"
        fail "$1: $2" "$work/difference"
    fi
}

# golden FILE STATUS ARGUMENT...: stdout, then stderr below a line, and the status.
golden() {
    local file=$1 status=$2 ended
    shift 2
    "$FIDELIO" "$@" >"$work/now" 2>"$work/err" </dev/null
    ended=$?
    echo "-- status $ended, stderr:" >>"$work/now"
    cat "$work/err" >>"$work/now"
    if [ "$ended" -eq "$status" ]; then held "$file" "fidelio $*"; else fail "$file: status $ended: fidelio $*" "$work/err"; fi
}

# mistake ARGUMENT...: what a Chinese user is told of it, behind what was told before.
mistake() {
    echo "\$ fidelio $*"
    LC_ALL=zh_CN.UTF-8 "$FIDELIO" "$@" 2>&1 </dev/null
    echo "-- status $?"
}

golden help.en.txt 0 help --lang en
golden help.zh.txt 0 help --lang zh
golden help-run.en.txt 0 help run --lang en
golden help-run.zh.txt 0 help run --lang zh
golden help-score.en.txt 0 score --help --lang en
golden misuse.en.txt 2 --lang en run a.md --modle x
golden misuse.zh.txt 2 --lang zh run a.md --modle x
golden misuse-behind.zh.txt 2 run a.md --modle x --lang zh
golden outline.en.txt 0 show delivery.md --lang en
golden outline.zh.txt 0 show delivery.md --lang zh
golden scenario.json.txt 0 show delivery.md --as json
golden prompt.txt 0 show delivery.md --as prompt
golden ask.txt 0 show delivery.md --ask 破了的能补发吗
golden dry-run.txt 0 run delivery.md --model understudy --model m -n 2 --dry-run --lang en
golden rubric-mistake.txt 2 show delivery.md --as rubric --rubric wrong-rubric.yaml --lang en
golden check.en.txt 1 check ../data/scenarios/blank-and-unknown.md --lang en
golden check.zh.txt 1 check ../data/scenarios/blank-and-unknown.md --lang zh
mistakes=../data/mistakes
{
    mistake check missing.md
    mistake check $mistakes/gbk.md $mistakes/no-callee.md
    mistake show delivery.md --as rubric --rubric wrong-rubric.yaml
    mistake show delivery.md --as rubric --rubric $mistakes/weight.yaml
    mistake show delivery.md --as rubric --rubric $mistakes/colon.yaml
    mistake run delivery.md --model m --models $mistakes/models.yaml --dry-run
    mistake run $mistakes/experiment.yaml --dry-run
    mistake run delivery.md --model understudy:leeky --dry-run
    mistake run delivery.md --model m --base-url 127.0.0.1:8000 --dry-run
    mistake run delivery.md --model m --base-url http://127.0.0.1:8000 --api-key-env NO_SUCH_KEY --out "$mistakes"
    mistake score --scenario delivery.md --transcripts $mistakes/broken.jsonl
    mistake score --scenario delivery.md --transcripts missing.jsonl
    mistake report no-such-run
    mistake compare $mistakes/experiment.yaml no-such-run
    mistake merge no-such-run -o other-run
} >"$work/now"
held errors.zh.txt "usual mistakes, told in Chinese"
finish
