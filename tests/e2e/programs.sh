#!/bin/bash
# Two programs: the still commands load no network library; the others are handed over, beside the program or as installed.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
cd "$work" || exit 1
persona=$root/personas/delivery-callback.md
libraries=$(ldd "$FIDELIO")
check "the program's libraries are known" grep -q libc.so <<<"$libraries"
check "no network library is loaded" bash -c '! grep -qE "libcurl|libuv|libmicrohttpd|libssl|libgnutls" <<<"$1"' _ "$libraries"
check "the other program has them" bash -c 'ldd "$1-live" | grep -q libcurl' _ "$FIDELIO"

mkdir alone
cp "$FIDELIO" alone/fidelio
beside=$FIDELIO FIDELIO=$work/alone/fidelio
expect "alone it checks" 0 "1 read" check --lang en "$persona"
expect "shows" 0 "" show "$persona" --as rubric
expect "plans a run" 0 "nothing was asked" run --lang en "$persona" --model understudy --dry-run
expect "and scores" 0 "" score --transcripts "$root/tests/data/import/openai.jsonl"
for command in "run $persona --model understudy --out x" "judge x --model m" "play $persona" "review x" "serve" \
    "show $persona --ask 在吗 --chooser m"; do
    # shellcheck disable=SC2086
    expect "\`${command%% *}\` says what is missing and what to do" 3 "fidelio-live.*make install" $command --lang en
done
expect "in Chinese too" 3 "放在同一目录" run "$persona" --model understudy --lang zh --out x
check "and leaves nothing behind" test ! -e x

mkdir -p installed/bin installed/libexec/fidelio
cp "$beside" installed/bin/fidelio
cp "$beside-live" installed/libexec/fidelio/fidelio-live
FIDELIO=$work/installed/bin/fidelio
expect "as installed, what needs the network is found" 0 "" run "$persona" --model understudy --out y --quiet
check "and did its work" test -s y/scores.jsonl
ln -s "$work/installed/bin/fidelio" linked
FIDELIO=$work/linked
expect "by a link as well" 0 "" run "$persona" --model understudy --out z --dry-run
finish
