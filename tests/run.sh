#!/bin/sh
# Runs test programs, shows what fails, adds up and closes with "N passed, N failed".
# A sanitizer's report turns the run red even when the test program says all is well (its log files are read). A program
# that takes far too long is stopped, and the tests that were begun in it are named.
# Usage: tests/run.sh --log DIR PROGRAM...
set -u
shift
logs=$1
shift
mkdir -p "$logs"
rm -f "$logs"/sanitizer.*
export ASAN_OPTIONS="log_path=$logs/sanitizer:detect_leaks=1:${ASAN_OPTIONS:-}"
export UBSAN_OPTIONS="log_path=$logs/sanitizer:print_stacktrace=1:${UBSAN_OPTIONS:-}"
passed=0 failed=0 limit=${LIMIT:-600}
for program in "$@"; do
    timeout -k 10 "$limit" "$program" --color=never --verbose=1 >"$program.log" 2>&1
    status=$?
    line=$(grep 'Synthesis: Tested:' "$program.log" | tail -n 1)
    p=$(echo "$line" | sed -n 's/.*Passing: \([0-9]*\).*/\1/p')
    f=$(echo "$line" | sed -n 's/.*Failing: \([0-9]*\).*/\1/p')
    passed=$((passed + ${p:-0}))
    failed=$((failed + ${f:-0}))
    if [ -z "$line" ] || { [ "$status" -ne 0 ] && [ "${f:-0}" -eq 0 ]; }; then
        case $status in 124 | 137) how="was stopped after $limit s" ;; *) how="ended with status $status" ;; esac
        echo "FAIL $(basename "$program") $how"
        failed=$((failed + 1))
    fi
    if [ "$status" -ne 0 ]; then
        awk '/^\[RUN *\]/ {begun[$NF]} /^\[(PASS|FAIL|SKIP)\]/ {sub(/:$/, "", $2); delete begun[$2]} /^\[FAIL\]/ {print "FAIL " $2}
            END {for (test in begun) print "FAIL " test " was begun and did not end"}' "$program.log"
        grep -vE '^\[(RUN *|PASS|====)\]' "$program.log"
    fi
    echo "$(basename "$program"): ${p:-0} passed, ${f:-0} failed"
done
for report in "$logs"/sanitizer.*; do
    [ -e "$report" ] || continue
    echo "FAIL a sanitizer's report:"
    cat "$report"
    failed=$((failed + 1))
done
echo "unit tests: $passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
