#!/bin/sh
# Runs fuzzers one after the other for so many seconds each, with their seeds and words; what they find goes to DIR/found.
# Usage: tests/fuzz/run.sh SECONDS DIR PROGRAM...
set -u
here=$(dirname "$0")
seconds=$1
dir=$2
shift 2
failed=0
mkdir -p "$dir/found"
for program in "$@"; do
    name=$(basename "$program" | sed 's/^fuzz_//')
    corpus=$dir/corpus/$name
    mkdir -p "$corpus"
    set -- -max_total_time="$seconds" -timeout=10 -rss_limit_mb=3000 -print_final_stats=1 -artifact_prefix="$dir/found/$name-"
    [ ! -f "$here/$name.dict" ] || set -- "$@" -dict="$here/$name.dict"
    set -- "$@" "$corpus"
    [ ! -d "$here/corpus/$name" ] || set -- "$@" "$here/corpus/$name"
    if "$program" "$@" >"$dir/$name.log" 2>&1; then
        runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$dir/$name.log")
        echo "fuzz_$name: $runs inputs in $seconds s, nothing found"
    else
        tail -n 40 "$dir/$name.log"
        echo "fuzz_$name: FOUND something; the input is in $dir/found" >&2
        failed=1
    fi
done
exit $failed
