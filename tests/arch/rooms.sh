#!/bin/sh
# The room walls: they hold for src/, the check sees planted violations, and the still wing links without the network.
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/arch/verdict.sh
. tests/arch/verdict.sh
tools/check-rooms.sh
verdict $? "every include respects tools/rooms.txt"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
planted() { # FILE LINE NAME: the check must refuse a tree with this line added
    rm -rf "$scratch/src"
    cp -r src "$scratch/src"
    printf '%s\n' "$2" >>"$scratch/src/$1"
    if tools/check-rooms.sh "$scratch/src" >/dev/null; then
        verdict 1 "$3"
    else
        verdict 0 "$3"
    fi
}
planted score/score.h '#include "net/http.h"' "a planted use of net/ in score/ is refused"
planted signal/signal.h '#include <curl/curl.h>' "a planted <curl/curl.h> in signal/ is refused"
planted base/str.h '# include "text/utf8.h"' "a planted use of a higher floor is refused"

# Every header compiles alone.
bad=0
for header in src/*/*.h; do
    echo "#include \"${header#src/}\"" | ${CC:-cc} -std=c11 -D_GNU_SOURCE -Isrc -Ibuild -fsyntax-only -x c - || bad=1
done
verdict $bad "every header compiles alone"

# A program that scores links against the still wing alone.
make -s build/release/libstill.a &&
    ${CC:-cc} -std=c11 -D_GNU_SOURCE -Isrc -pthread -o "$scratch/still" tests/arch/still_main.c build/release/libstill.a \
        -lcjson -lpcre2-8 -lyaml -lutf8proc -lcrypto -ldeflate -lsqlite3 -lm
verdict $? "the still wing links without libcurl, libuv and libmicrohttpd"

# Nothing below cli prints to stdout or stderr, or exits.
make -s build/release/libstill.a build/release/liblive.a
printers=$(nm -A build/release/libstill.a build/release/liblive.a 2>/dev/null |
    grep -E ' U (printf|puts|putchar|perror|stdout|stderr|exit|vprintf|err|errx|warn|warnx|__printf_chk|__fprintf_chk)$' || true)
[ -z "$printers" ] || echo "$printers"
[ -z "$printers" ]
verdict $? "nothing below cli prints or exits"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
