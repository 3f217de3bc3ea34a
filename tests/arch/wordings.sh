#!/bin/bash
# What a person may read has both wordings: every sentence that stands in an error, a warning or a finding is one of TEXT's (or of SAY's, or of a
# pair of texts). Sentences that are kept in files have one wording; they are listed below, with the reason, by file.
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/arch/verdict.sh
. tests/arch/verdict.sh
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

calls="error_set|error_at|error_errno|source_error|fail_value|fail_here|fail_at|read_kind|importer_bad|bad_baseline|bad|refuse"
calls="$calls|check_add|reader_warn|reader_unread|ui_note|ui_warn|ui_misuse"
# Calls that say something to a person, with what they say in one language only: "file: text".
one_wording() {
    local sentence='[a-z]{2,}[,;:]? [a-z(%]' text='"([^"\\]|\\.)*"'
    find "$1" -name '*.c' | sort | while read -r file; do
        tr '\n' ' ' <"$file" | sed -E "s,/\*[^*]*\*+([^/*][^*]*\*+)*/,,g; s/(TEXT|SAY)\((ui, *)? *($text *)+, *($text *)+\)//g" |
            grep -oE "\b($calls)\(([^;{\"]|$text)*;" | grep -E "$sentence" |
            while read -r call; do
                grep -oE "$text" <<<"$call" | grep -qE "$sentence" && echo "$file: $call"
            done
    done
}

# One language, for these are kept: the reason of a failed request or of a finder's error, and what the stand-in server answers.
# The last four are mistakes in data that is built into the program.
kept='a request header holds|cannot read the tape|holds another message|backtracks too much|could not be matched|^src/understudy/(wire|serve)\.c'
kept="$kept|more phrases than the tables|neither a \[head\] nor|before the first \[class\]|fewer than two bytes before any"
one_wording src >"$scratch/all"
grep -vE "$kept" "$scratch/all" >"$scratch/left"
[ ! -s "$scratch/left" ]
verdict $? "every message that is not kept has both wordings"
head -n 20 "$scratch/left"

mkdir -p "$scratch/src/spec"
printf '%s\n' 'static void f(void) { error_set(err, ERROR_USER, "the file is' 'empty"); }' >"$scratch/src/spec/one.c"
printf '%s\n' 'static void f(void) { error_set(err, ERROR_USER, TEXT("the file is empty", "文件是空的")); }' >"$scratch/src/spec/both.c"
[ "$(one_wording "$scratch/src" | wc -l)" -eq 1 ]
verdict $? "a planted message with one wording is found, and one with both is not"

# One Chinese word a thing: conversations are counted in 通, tokens are 词元.
LC_ALL=C.UTF-8 grep -rnE '(%zu |一|两|多少)个[^ -~]{0,4}对话|[^ -~] tokens?[ ",.%]' src --include='*.c' >"$scratch/mixed"
[ ! -s "$scratch/mixed" ]
verdict $? "conversations and tokens have one Chinese word each"
head -n 20 "$scratch/mixed"

echo "wordings: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
