# shellcheck shell=sh
# Sourced by the scripts beside it: a line a finding, counted.
passed=0 failed=0
verdict() { # STATUS NAME
    if [ "$1" -eq 0 ]; then
        echo "ok   $2"
        passed=$((passed + 1))
    else
        echo "FAIL $2"
        failed=$((failed + 1))
    fi
}
