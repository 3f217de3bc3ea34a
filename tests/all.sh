#!/bin/bash
# Unit tests, then end-to-end tests; closes with "N passed, N failed" over both. Not at once: the unit tests of faults
# measure times.
# Usage: tests/all.sh LOGDIR PROGRAM...   (environment: FIDELIO, HELPERS)
set -u
here=$(cd "$(dirname "$0")" && pwd)
logs=$1
shift
mkdir -p "$logs"
"$here/run.sh" --log "$logs" "$@" | tee "$logs/unit.log"
unit=${PIPESTATUS[0]}
"$here/e2e/run.sh" --log "$logs" | tee "$logs/e2e.log"
e2e=${PIPESTATUS[0]}
count() { tail -n 1 "$logs/$1.log" | sed -nE "s/.*: ([0-9]+) passed, ([0-9]+) failed$/\\$2/p"; }
passed=$(($(count unit 1) + $(count e2e 1)))
failed=$(($(count unit 2) + $(count e2e 2)))
if [ "$failed" -eq 0 ] && [ $((unit + e2e)) -ne 0 ]; then failed=1; fi
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
