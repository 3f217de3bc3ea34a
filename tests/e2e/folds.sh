#!/bin/bash
# What nobody reads stays unread: of sets that are held out `accuracy` tells totals only. The sets here are open ones, one
# of them held out for this test.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
cd "$work" || exit 1
needs accuracy
mkdir sets
for set in car-damage-dispute pet-surgery-followup solar-delay; do cp "$root/tests/accuracy/sets/$set".* sets/; done
echo solar-delay >sets/held-out.txt
for way in "" --calls; do
    # shellcheck disable=SC2086 # "" is no argument
    "$HELPERS/accuracy" sets --no-lines --folds $way >out 2>err
    check "accuracy --folds $way: a line for an open set" grep -q "^car-damage-dispute " out
    check "accuracy --folds $way: none for one that is held out" bash -c '! grep -q solar-delay out err'
    check "accuracy --folds $way: its total is told" grep -qi "held.out" out
done
for way in "" --calls; do
    # shellcheck disable=SC2086
    "$HELPERS/accuracy" sets --no-lines $way --errors solar-delay >out 2>&1
    check "accuracy --errors $way: of one that is held out they are refused" grep -q "solar-delay is held out: nobody reads its" out
done
finish
