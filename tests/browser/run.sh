#!/bin/sh
# Runs the browser tests named and adds up their counts. One that takes far too long is stopped.
set -u
cd "$(dirname "$0")/../.." || exit 1
passed=0 failed=0
for name in "$@"; do
    out=$(timeout -k 10 300 node "tests/browser/$name.mjs" 2>&1)
    status=$?
    echo "$out"
    line=$(echo "$out" | grep -E '^[0-9]+ passed, [0-9]+ failed$' | tail -n 1)
    p=${line%% passed*}
    f=$(echo "$line" | sed -n 's/.* \([0-9]*\) failed$/\1/p')
    passed=$((passed + ${p:-0}))
    failed=$((failed + ${f:-0}))
    if [ -z "$line" ] || { [ "$status" -ne 0 ] && [ "${f:-0}" -eq 0 ]; }; then
        echo "FAIL $name ended with status $status (124: stopped after 300 s)"
        failed=$((failed + 1))
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
