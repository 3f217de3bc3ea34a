#!/bin/bash
# What needs a network loads its libraries when it begins; the other commands never do, and work without them.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
cd "$work" || exit 1
persona=$root/personas/delivery-callback.md
transcripts=$root/tests/data/import/openai.jsonl
libraries=$(ldd "$FIDELIO")
check "the program's libraries are known" grep -q libc.so <<<"$libraries"
check "it starts without a network library" bash -c '! grep -qE "libcurl|libmicrohttpd|libssl|libgnutls|libedit" <<<"$1"' _ "$libraries"

# Libraries under those names that are none, and ones that lack the functions.
some=$(awk '/libm\.so/ {print $3}' <<<"$libraries")
mkdir broken other
for library in $(strings -a "$FIDELIO" | grep -xE 'lib(curl|microhttpd|edit)\.so\.[0-9.]+' | sort -u); do
    echo "not a library" >"broken/$library"
    cp "$some" "other/$library"
done
check "the libraries that are loaded later are known" test "$(find broken -type f | wc -l)" -eq 3

# A message names the library that is missing.
export LD_LIBRARY_PATH=$work/broken
expect "without them it checks" 0 "1 read" check --lang en "$persona"
expect "shows" 0 "" show "$persona" --as rubric
expect "plans a run" 0 "nothing was asked" run --lang en "$persona" --model understudy --dry-run
expect "and scores" 0 "" score --transcripts "$transcripts"
expect "a run says what is missing" 3 "needs the library libcurl.*install" run --lang en "$persona" --model m --base-url http://127.0.0.1:9/v1 --out x
expect "in Chinese too" 3 "需要程序库 libcurl.*安装" run --lang zh "$persona" --model m --base-url http://127.0.0.1:9/v1 --out y
expect "and a server" 3 "needs the library libmicrohttpd.*install" serve --lang en
LD_LIBRARY_PATH=$work/other
expect "a library that lacks a function cannot be used" 3 "needs the library libcurl.*curl_[a-z_]+" \
    run --lang en "$persona" --model m --base-url http://127.0.0.1:9/v1 --out z
unset LD_LIBRARY_PATH
expect "with them a run is held" 0 "" run "$persona" --model understudy --out u --quiet
check "and does its work" test -s u/scores.jsonl
cp u/transcripts.jsonl before
LD_DEBUG=files LD_DEBUG_OUTPUT=$work/loaded fidelio 0 run "$persona" --model understudy --out u --offline --quiet
check "its tape is replayed without them" bash -c 'cat loaded.* | grep -q libc.so && ! cat loaded.* | grep -qE "libcurl|libmicrohttpd"'
check "to the same transcripts" cmp u/transcripts.jsonl before
mkdir elsewhere
cp "$FIDELIO" elsewhere/fidelio
FIDELIO=$work/elsewhere/fidelio
expect "the program needs nothing beside it" 0 "" run "$persona" --model understudy --out v --quiet
finish
