#!/bin/bash
# Runs every end-to-end script (or those named), each its own process, JOBS at a time (default: one a processor), and adds
# up. A script's lines are shown together when it ends; one that takes too long is stopped and fails. Sanitizer reports
# turn the run red.
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
export logs limit=600

one() { # SCRIPT
    timeout -k 10 "$limit" bash "./$1" >"$logs/e2e-$1.log" 2>&1 &
    local pid=$! status
    trap 'kill "$pid"' INT TERM
    wait "$pid"
    status=$?
    case $status in 124 | 137) echo "FAIL $1 was stopped after $limit s" >>"$logs/e2e-$1.log" ;; esac
    echo "$status" >"$logs/e2e-$1.status"
    flock "$logs" cat "$logs/e2e-$1.log"
}
export -f one

scripts=()
for script in "$@"; do
    case $script in lib.sh | run.sh) continue ;; esac
    rm -f "$logs/e2e-$script.log" "$logs/e2e-$script.status"
    scripts+=("$script")
done
printf '%s\n' "${scripts[@]}" | xargs -P "${JOBS:-$(nproc)}" -I{} bash -c 'one {}'

passed=0 failed=0
for script in "${scripts[@]}"; do
    status=$(cat "$logs/e2e-$script.status" 2>/dev/null || echo unknown)
    line=$(tail -n 1 "$logs/e2e-$script.log" 2>/dev/null)
    p=$(sed -nE 's/^[a-z-]+: ([0-9]+) passed, ([0-9]+) failed$/\1/p' <<<"$line")
    f=$(sed -nE 's/^[a-z-]+: ([0-9]+) passed, ([0-9]+) failed$/\2/p' <<<"$line")
    if [ -z "$p" ] || { [ "$status" != 0 ] && [ "${f:-0}" -eq 0 ]; }; then
        echo "FAIL $script ended with status $status"
        f=$((${f:-0} + 1))
    fi
    passed=$((passed + ${p:-0})) failed=$((failed + f))
done
for report in "$logs"/e2e-sanitizer.*; do
    [ -e "$report" ] || continue
    if grep -qE 'ERROR|WARNING|runtime error' "$report"; then
        echo "FAIL a sanitizer's report:"
        failed=$((failed + 1))
    fi
    cat "$report" # a remark alone is none: "Unable to get registers from thread" of one that is just ending
done
echo "e2e tests: $passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
