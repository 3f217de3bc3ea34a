#!/bin/bash
# A script whose helper is not built fails and says so, instead of counting nothing.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
mkdir -p "$work/release/tests"
for script in disk:faulty.so chooser:chooser_server judge:judge_server folds:accuracy; do
    name=${script%:*} helper=${script#*:}
    check "$name without $helper" bash -c 'HELPERS=$1/release/tests bash "$2/$3.sh" >"$1/out" 2>&1; [ $? -eq 1 ] && grep -q "^FAIL .*$4 is not built: .make" "$1/out"' \
        sh "$work" "$here" "$name" "$helper"
done
HELPERS=$work/asan/tests bash "$here/disk.sh" >"$work/out" 2>&1
check "where nothing can be preloaded disk is told as skipped" grep -q "^skip disk faults: " "$work/out"
finish
