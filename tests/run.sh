#!/bin/sh
# Runs test programs, shows what fails, adds up and closes with "N passed, N failed".
# A sanitizer's report turns the run red even when the test program says all is well (its log files are read).
# Usage: tests/run.sh --log DIR PROGRAM...
set -u
shift
logs=$1
shift
mkdir -p "$logs"
rm -f "$logs"/sanitizer.*
export ASAN_OPTIONS="log_path=$logs/sanitizer:detect_leaks=1:${ASAN_OPTIONS:-}"
export UBSAN_OPTIONS="log_path=$logs/sanitizer:print_stacktrace=1:${UBSAN_OPTIONS:-}"
passed=0 failed=0
for program in "$@"; do
    "$program" --color=never >"$program.log" 2>&1
    status=$?
    line=$(grep 'Synthesis: Tested:' "$program.log" | tail -n 1)
    p=$(echo "$line" | sed -n 's/.*Passing: \([0-9]*\).*/\1/p')
    f=$(echo "$line" | sed -n 's/.*Failing: \([0-9]*\).*/\1/p')
    passed=$((passed + ${p:-0}))
    failed=$((failed + ${f:-0}))
    if [ -z "$line" ] || { [ "$status" -ne 0 ] && [ "${f:-0}" -eq 0 ]; }; then
        echo "$program: ended with status $status"
        failed=$((failed + 1))
    fi
    [ "$status" -eq 0 ] || cat "$program.log"
    echo "$(basename "$program"): ${p:-0} passed, ${f:-0} failed"
done
for report in "$logs"/sanitizer.*; do
    [ -e "$report" ] || continue
    cat "$report"
    failed=$((failed + 1))
done
echo "unit tests: $passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
