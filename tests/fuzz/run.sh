#!/bin/bash
# Runs fuzzers for so many seconds each, JOBS at a time (default: one a processor), with their seeds and words; what they
# find goes to DIR/found. A fuzzer that does not end by itself is stopped and counts as one that found something.
# Usage: tests/fuzz/run.sh SECONDS DIR PROGRAM...
set -u
here=$(dirname "$0") seconds=$1 dir=$2
export here seconds dir
shift 2

one() { # PROGRAM
    local name corpus log runs
    name=$(basename "$1" | sed 's/^fuzz_//')
    corpus=$dir/corpus/$name log=$dir/$name.log
    mkdir -p "$corpus"
    local options=(-max_total_time="$seconds" -timeout=10 -rss_limit_mb=3000 -print_final_stats=1 -artifact_prefix="$dir/found/$name-")
    [ ! -f "$here/$name.dict" ] || options+=(-dict="$here/$name.dict")
    options+=("$corpus")
    [ ! -d "$here/corpus/$name" ] || options+=("$here/corpus/$name")
    if timeout --foreground -k 10 $((seconds * 3 + 120)) "$1" "${options[@]}" >"$log" 2>&1; then
        runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
        echo "fuzz_$name: $runs inputs in $seconds s, nothing found"
    else
        flock "$dir" sh -c 'tail -n 40 "$1"; echo "fuzz_$2: FOUND something; the input is in $3/found" >&2' _ "$log" "$name" "$dir"
        return 1
    fi
}
export -f one

mkdir -p "$dir/found"
printf '%s\n' "$@" | xargs -P "${JOBS:-$(nproc)}" -I{} bash -c 'one {}' || exit 1
