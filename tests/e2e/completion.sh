#!/bin/bash
# Completions and man page: the bash one is run, the others are read by their shells where these are there.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
cd "$work" || exit 1

"$FIDELIO" help --format bash >bash.sh && "$FIDELIO" help --format zsh >_fidelio && "$FIDELIO" help --format fish >fidelio.fish
"$FIDELIO" help --format roff >fidelio.1
# shellcheck disable=SC1091
. ./bash.sh

# offers NAME WANTED WORD...: what is offered for the last word holds WANTED.
offers() {
    local name=$1 wanted=$2
    shift 2
    COMP_WORDS=(fidelio "$@") COMP_CWORD=$#
    _fidelio
    if printf '%s\n' "${COMPREPLY[@]}" | grep -qx -- "$wanted"; then
        ok "$name"
    else
        printf '%s\n' "${COMPREPLY[@]}" >offered
        fail "$name" offered
    fi
}
offers "commands are offered" score sc
offers "options of the command are offered" --repeats run --rep
offers "values of a choice are offered" outline show --as out
offers "each command has its own options to offer" --port serve --p
touch some.md
offers "files are offered" some.md check so
COMP_WORDS=(fidelio serve --rep) COMP_CWORD=2
_fidelio
[ "${#COMPREPLY[@]}" -eq 0 ] && ok "serve has no --repeats to offer" || fail "serve has no --repeats to offer"

# reads NAME TOOL COMMAND...: skipped, and not counted, where the tool is not there.
reads() {
    local name=$1 tool=$2
    shift 2
    if command -v "$tool" >/dev/null; then
        check "$name" sh -c '"$@" >read.out 2>&1 && [ ! -s read.out ]' sh "$@"
    else
        echo "skip $name: there is no $tool here"
    fi
}
reads "zsh reads its completion" zsh zsh -n _fidelio
reads "fish reads its completion" fish fish -n fidelio.fish
reads "groff reads the man page without a word" groff sh -c 'groff -man -ww -Tutf8 -Kutf8 fidelio.1 >/dev/null'
finish
