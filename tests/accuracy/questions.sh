#!/bin/sh
# How well the scripted caller matches spoken questions without a model: for each shipped scenario 24 utterances, each with the number of the
# entry that answers it or 0 (unanswerable, or no question at all). Prints right of answered, recall and false answers; fails when
# fewer than seven in ten answers are right, since a wrong answer is worse than a noted question.
# Usage: tests/accuracy/questions.sh PROGRAM [-v]
set -eu
program=$1
verbose=${2:-}
here=$(dirname "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for set in "$here"/questions/*.txt; do
    name=$(basename "$set" .txt)
    cut -f 2- "$set" >"$work/questions"
    cut -f 1 "$set" >"$work/wanted"
    "$program" show "personas/$name.md" --ask "@$work/questions" >"$work/answers"
    sed -n 's/.*"entry": *\(null\|[0-9]*\).*/\1/p' "$work/answers" | sed 's/null/0/' >"$work/got"
    [ "$(wc -l <"$work/got")" = "$(wc -l <"$work/wanted")" ] || { echo "$name: not every question got a line" >&2; exit 1; }
    paste "$work/wanted" "$work/got" "$work/questions" | sed "s/^/$name\t/" >>"$work/all"
done
[ -z "$verbose" ] || awk -F '\t' '$2 != $3 { print ($3 == 0 ? "missed" : "WRONG"), $0 }' "$work/all"
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
    }' "$work/all"
