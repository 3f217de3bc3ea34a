#!/bin/sh
# A suite with a planted leak must turn red under the sanitizers: the reports are really read.
set -u
cd "$(dirname "$0")/../.." || exit 1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cat >"$scratch/leak.c" <<'C'
#include <criterion/criterion.h>
#include <stdlib.h>

Test(planted, leaks)
{
    void *volatile lost = malloc(42);
    lost = NULL;
    cr_assert_null(lost);
}
C
# shellcheck disable=SC2046
${CC:-cc} -fsanitize=address -g -o "$scratch/leak" "$scratch/leak.c" $(pkg-config --cflags --libs criterion) || exit 1
if tests/run.sh --log "$scratch/logs" "$scratch/leak" >"$scratch/out" 2>&1; then
    cat "$scratch/out"
    echo "FAIL a planted leak left the suite green"
    echo "0 passed, 1 failed"
    exit 1
fi
grep -q 'LeakSanitizer' "$scratch/out" || { cat "$scratch/out"; echo "0 passed, 1 failed"; exit 1; }
echo "ok   a planted leak turns the suite red"
echo "1 passed, 0 failed"
