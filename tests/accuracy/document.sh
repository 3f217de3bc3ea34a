#!/bin/sh
# Writes docs/accuracy.md: the figures of `make accuracy` as they are today. Usage: document.sh PROGRAM ARGUMENTS...
set -eu
program=$1
shift
out=docs/accuracy.md
{
    cat tests/accuracy/about.md
    echo
    "$program" "$@" --markdown || [ $? -eq 1 ] # 1: a floor is not reached; the figures stand all the same
    if [ -e tests/accuracy/wrong.md ]; then cat tests/accuracy/wrong.md; fi
} >"$out.tmp"
mv "$out.tmp" "$out"
echo "$out"
