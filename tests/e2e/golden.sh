#!/bin/bash
# The program's whole output, held against tests/golden/. UPDATE=1 writes what it says now (look at the difference before you commit it).
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
cd "$root/tests/golden" || exit 1

# golden FILE STATUS ARGUMENT...: stdout, then stderr below a line, and the status.
golden() {
    local file=$1 status=$2
    shift 2
    {
        "$FIDELIO" "$@" 2>"$work/err" </dev/null
        echo "-- status $?, stderr:"
        cat "$work/err"
    } >"$work/now"
    if [ "${UPDATE:-}" = 1 ]; then cp "$work/now" "$file"; fi
    if cmp -s "$work/now" "$file" && grep -q "^-- status $status, " "$file"; then
        ok "$file: fidelio $*"
    else
        diff -u "$file" "$work/now" >"$work/difference"
        fail "$file: fidelio $*" "$work/difference"
    fi
}

golden help.en.txt 0 help --lang en
golden help.zh.txt 0 help --lang zh
golden help-run.en.txt 0 help run --lang en
golden help-run.zh.txt 0 help run --lang zh
golden help-score.en.txt 0 score --help --lang en
golden misuse.en.txt 2 --lang en run a.md --modle x
golden misuse.zh.txt 2 --lang zh run a.md --modle x
golden outline.en.txt 0 show delivery.md --lang en
golden outline.zh.txt 0 show delivery.md --lang zh
golden scenario.json.txt 0 show delivery.md --as json
golden prompt.txt 0 show delivery.md --as prompt
golden ask.txt 0 show delivery.md --ask 破了的能补发吗
golden dry-run.txt 0 run delivery.md --model understudy --model m -n 2 --dry-run --lang en
golden rubric-mistake.txt 2 show delivery.md --as rubric --rubric wrong-rubric.yaml --lang en
golden check.en.txt 1 check ../data/scenarios/blank-and-unknown.md --lang en
golden check.zh.txt 1 check ../data/scenarios/blank-and-unknown.md --lang zh
finish
