#!/bin/bash
# Completions and man page: each completion is asked in its own shell, where that is there, as somebody at the keyboard would.
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
offers "values behind =" outline show --as = out
offers "all values right behind =" prompt show --as =
offers "files behind =" bash.sh run --rubric = ba
offers "each command has its own options to offer" --port serve --p
touch some.md
offers "files are offered" some.md check so
offers "help is offered commands" judge help jud
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
# What pressing tab makes of a line.
cat >wanted <<'END'
fidelio sc => fidelio score
fidelio jud => fidelio judge
fidelio run --rep => fidelio run --repeats
fidelio show --as out => fidelio show --as outline
fidelio show --as=out => fidelio show --as=outline
fidelio report -f mark => fidelio report -f markdown
fidelio check so => fidelio check some.md
fidelio help jud => fidelio help judge
fidelio serve --rep => fidelio serve --rep
END
mapfile -t lines < <(sed 's/ => .*//' wanted)
# completes SHELL: what it made of each line is in SHELL.made, what it said of errors in SHELL.err.
completes() {
    while read -r want; do
        if grep -qxF -- "$want" "$1.made"; then ok "$1: $want"; else fail "$1: $want" "$1.made" "$1.err"; fi
    done <wanted
    check "$1: nothing went wrong" test ! -s "$1.err"
}

# zsh: in a terminal of its own; ^X writes down what tab made of the line.
cat >.zshrc <<'END'
fpath=($ZDOTDIR $fpath)
unsetopt auto_list auto_menu prompt_cr prompt_sp
autoload -Uz compinit && compinit -u -d $ZDOTDIR/dump
made() { print -r -- "$BUFFER" >>$ZDOTDIR/zsh_lines; BUFFER= }
zle -N made && bindkey '^X' made && bindkey '^I' complete-word
PS1='READY> '
END
cat >type.zsh <<'END'
zmodload zsh/zpty
: >zsh_lines
zpty keyboard zsh -i
zpty -r -m keyboard seen '*READY> *'
for line; do zpty -w -n keyboard "$line"$'\t\x18'; done
while (( $(wc -l <zsh_lines) < $# )); do zpty -r -t keyboard seen || sleep 0.02; done
zpty -d keyboard
END
if command -v zsh >/dev/null; then
    TERM=xterm ZDOTDIR=$work timeout 60 zsh -f type.zsh "${lines[@]}" >/dev/null 2>zsh.err </dev/null
    paste -d '|' <(printf '%s\n' "${lines[@]}") zsh_lines | sed -E 's/\|/ => /; s/[= ]$//' >zsh.made
    completes zsh
else
    echo "skip the completion of zsh: there is no zsh here"
fi

# fish: its `complete -C` says what tab offers.
if command -v fish >/dev/null; then
    for line in "${lines[@]}"; do
        offered=$(HOME=$work timeout 60 fish -N -c 'source fidelio.fish; complete -C $argv[1]' "$line" 2>>fish.err </dev/null | cut -f 1)
        echo "$line => ${line% *} ${offered:-${line##* }}"
    done >fish.made
    completes fish
else
    echo "skip the completion of fish: there is no fish here"
fi
reads "groff reads the man page without a word" groff sh -c 'groff -man -ww -Tutf8 -Kutf8 fidelio.1 >/dev/null'
finish
