#!/bin/sh
# How well the scripted caller matches spoken questions: for each shipped scenario 24 utterances, each with the number of the entry that
# answers it or 0 (unanswerable, or no question at all). questions/test was written from the personas alone and nothing was tuned on it;
# questions/development is there to learn from. Prints right of answered, recall and false answers of both; fails when fewer than seven in
# ten answers of a set are right, since a wrong answer is worse than a noted question.
# Usage: tests/accuracy/questions.sh PROGRAM [-v] [OPTION...]
#   -v prints what went wrong in the development set; an OPTION goes to `show --ask`, so that a model can be measured as chooser:
#   tests/accuracy/questions.sh build/fidelio --chooser my-model --base-url http://127.0.0.1:8000/v1
set -eu
program=$1
shift
verbose=
if [ "${1:-}" = -v ]; then
    verbose=-v
    shift
fi
here=$(dirname "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0

# measure NAME OPTION...: one of the two sets.
measure() {
    kind=$1
    shift
    : >"$work/all"
    for set in "$here/questions/$kind"/*.txt; do
        name=$(basename "$set" .txt)
        cut -f 2- "$set" >"$work/questions"
        cut -f 1 "$set" >"$work/wanted"
        "$program" show "personas/$name.md" --ask "@$work/questions" "$@" >"$work/answers"
        sed -n 's/.*"entry": *\(null\|[0-9]*\).*/\1/p' "$work/answers" | sed 's/null/0/' >"$work/got"
        [ "$(wc -l <"$work/got")" = "$(wc -l <"$work/wanted")" ] || { echo "$name: not every question got a line" >&2; exit 1; }
        paste "$work/wanted" "$work/got" "$work/questions" | sed "s/^/$name\t/" >>"$work/all"
    done
    echo "questions/$kind"
    if [ -n "$verbose" ] && [ "$kind" = development ]; then awk -F '\t' '$2 != $3 { print ($3 == 0 ? "missed" : "WRONG"), $0 }' "$work/all"; fi
    awk -F '\t' '
    function line(name, r, a, n, f, z) {
        printf "%-24s right of answered %3d/%-3d %.2f   recall %3d/%-3d %.2f   false answers %d of %d\n", name, r, a, (a ? r / a : 1), r, n, r / n, f, z
    }
    { if (!($1 in seen)) { seen[$1] = 1; order[++sets] = $1 }
      if ($3 > 0) answered[$1]++
      if ($2 > 0) { asked[$1]++; if ($2 == $3) right[$1]++ } else { none[$1]++; if ($3 > 0) false_[$1]++ } }
    END {
        for (i = 1; i <= sets; i++) {
            s = order[i]
            line(s, right[s], answered[s], asked[s], false_[s], none[s])
            R += right[s]; A += answered[s]; N += asked[s]; F += false_[s]; Z += none[s]
        }
        line("all", R, A, N, F, Z)
        exit !(A > 0 && R / A >= 0.7)
    }' "$work/all" || status=1
}
measure development "$@"
measure test "$@"
exit $status
