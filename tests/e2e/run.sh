#!/bin/bash
# Runs every end-to-end script (or those named), each its own process, and adds up. Sanitizer reports turn the run red.
# Usage: tests/e2e/run.sh [--log DIR] [SCRIPT...]
set -u
logs=${TMPDIR:-/tmp}
if [ "${1:-}" = --log ]; then
    mkdir -p "$2"
    logs=$(cd "$2" && pwd)
    shift 2
fi
cd "$(dirname "$0")" || exit 1
rm -f "$logs"/e2e-sanitizer.*
export ASAN_OPTIONS="log_path=$logs/e2e-sanitizer:detect_leaks=1:${ASAN_OPTIONS:-}"
export UBSAN_OPTIONS="log_path=$logs/e2e-sanitizer:print_stacktrace=1:${UBSAN_OPTIONS:-}"
[ $# -gt 0 ] || set -- *.sh
passed=0 failed=0
for script in "$@"; do
    case $script in lib.sh | run.sh) continue ;; esac
    bash "./$script" >"$logs/e2e-$script.log" 2>&1
    status=$?
    cat "$logs/e2e-$script.log"
    line=$(tail -n 1 "$logs/e2e-$script.log")
    p=$(sed -nE 's/^[a-z-]+: ([0-9]+) passed, ([0-9]+) failed$/\1/p' <<<"$line")
    f=$(sed -nE 's/^[a-z-]+: ([0-9]+) passed, ([0-9]+) failed$/\2/p' <<<"$line")
    if [ -z "$p" ] || { [ "$status" -ne 0 ] && [ "${f:-0}" -eq 0 ]; }; then
        echo "FAIL $script ended with status $status"
        f=$((${f:-0} + 1))
    fi
    passed=$((passed + ${p:-0})) failed=$((failed + f))
done
for report in "$logs"/e2e-sanitizer.*; do
    [ -e "$report" ] || continue
    cat "$report"
    failed=$((failed + 1))
done
echo "e2e tests: $passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
