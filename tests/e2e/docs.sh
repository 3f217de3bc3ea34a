#!/bin/bash
# The pages: no link leads nowhere, those in Chinese keep up with the English ones, and docs/internals.md names rooms, files, folders and make targets that there are, and all rooms.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
cd "$root" || exit 1
links() { grep -oE '\]\([^)]+\)' "$1" | sed -E 's/^\]\(//; s/\)$//' | grep -vE '^[a-z]+:' | sort -u; }
anchors() { sed -nE 's/^#+ //p' "$1" | sed -E 's/[^[:alnum:] _-]//g; s/ /-/g; s/.*/\L&/'; }
for page in README.md README.zh-CN.md docs/*.md; do
    dead=''
    while IFS='#' read -r file anchor; do
        file=$(dirname "$page")/${file:-$(basename "$page")}
        [ -e "$file" ] && { [ -z "$anchor" ] || anchors "$file" | grep -qxF -- "$anchor"; } || dead="$dead $file#$anchor"
    done < <(links "$page")
    check "$page: no dead link:$dead" test -z "$dead"
done

# A page in Chinese says what the English one says: the same code, as many titles, rows and items, the same names in its tables, each a link to the
# other. It leads to pages in Chinese where there are any.
blocks() { awk '/^```/{on=!on; print; next} on' "$1"; }
shape() { awk '/^```/{on=!on; next} on{next} /^#/{print "title"} /^\|/{print "row"} /^- /{print "item"}' "$1"; }
names() { grep '^|' "$1" | grep -oE '`[^`]+`' | sort -u; }
for english in docs/{faults,formats,judge,recipes,statistics,systems}.md; do check "$english is there in Chinese" test -e "${english%.md}.zh-CN.md"; done
for chinese in README.zh-CN.md docs/*.zh-CN.md; do
    english=${chinese%.zh-CN.md}.md
    astray=$(links "$chinese" | sed 's/#.*//' | grep -vx "$(basename "$english")" | while read -r link; do ls "$(dirname "$chinese")/${link%.md}.zh-CN.md" 2>/dev/null; done)
    check "$chinese leads to pages in Chinese:$astray" test -z "$astray"
    check "$chinese has the names of $english in its tables" diff <(names "$english") <(names "$chinese")
    [ "$chinese" = README.zh-CN.md ] ||
        check "$chinese shows the code of $english" diff <(blocks "$english") <(blocks "$chinese")
    check "$chinese has the shape of $english" diff <(shape "$english") <(shape "$chinese")
    check "$english leads to $chinese" grep -qF "($(basename "$chinese"))" "$english"
    check "$chinese leads to $english" grep -qF "($(basename "$english"))" "$chinese"
done

page=docs/internals.md
sed -nE 's/^\| `([a-z]+)` \|.*/\1/p' $page | sort >"$work/told"
sed -nE 's/^([a-z]+):.*/\1/p' tools/rooms.txt | sort >"$work/rooms"
check "$page names each room and no other" diff "$work/told" "$work/rooms"
# `room/file.c`, `src/room`, `tests/...`: below src/ or the root; a bare file name stands beside the one named before it.
missing='' beside=.
while read -r name; do
    if [ -e "src/$name" ]; then
        beside=$(dirname "src/$name")
    elif [ -e "$name" ]; then
        beside=$(dirname "$name")
    elif ! [[ $name != */* && ( -e $beside/$name || -e tests/e2e/$name ) ]]; then
        missing="$missing $name"
    fi
done < <(grep -oE '`[a-z0-9_./-]+(/[a-z0-9_.-]+|\.(c|h|sh|txt|mjs))`' $page | tr -d '`' | grep -vE '^tape\.jsonl$')
check "$page names files that there are:$missing" test -z "$missing"
missing=''
for target in $(grep -oE '`make [^`]+`' $page | tr -d '`' | sed 's/MODE=[a-z]*//' | awk '{print $2}' | sort -u); do
    grep -qE "^($target|[a-z -]* $target)( [a-z -]*)?:" Makefile || missing="$missing $target"
done
check "$page names make targets that there are:$missing" test -z "$missing"
missing=''
for symbol in $(grep -oE '`[a-z]+_[a-z_]+`' $page | tr -d '`' | sort -u); do
    grep -rqwE "$symbol" src || missing="$missing $symbol"
done
check "$page names functions that there are:$missing" test -z "$missing"
finish
