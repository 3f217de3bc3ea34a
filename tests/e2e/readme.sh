#!/bin/bash
# Every command of the README is run, in its order, against a real server; both languages hold the same commands.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
cd "$work" || exit 1
cp -r "$root/personas" personas && mkdir -p tests && cp -r "$root/tests/data" tests/data && mkdir bin && ln -s "$FIDELIO" bin/fidelio
PATH=$work/bin:$PATH
start "$FIDELIO" serve --port 0 --quiet || exit 1
commands() { awk '/^```sh$/{on=1;next} /^```$/{on=0} on && $1 == "fidelio"' "$1"; }
commands "$root/README.md" >commands
commands "$root/README.zh-CN.md" >commands.zh
check "both languages hold the same commands" cmp commands commands.zh
check "there are commands" test "$(wc -l <commands)" -ge 15
while read -r line <&3; do
    # The model of the examples is one that this server plays; comparisons may well find something (status 1).
    real=$(sed "s/127\.0\.0\.1:8000/127.0.0.1:$port/g; s/other-model/agreeable@0.1/g; s/my-model/faithful/g" <<<"$line")
    bash -c "$real" >out 2>err </dev/null
    status=$?
    case $line in "fidelio compare"*) [ "$status" -eq 1 ] && status=0 ;; esac
    if [ "$status" -eq 0 ]; then ok "$line"; else fail "$line (status $status)" out err; fi
done 3<commands
check "the report was written" grep -q '<!doctype html>' report.html
check "the JUnit file too" grep -q '<testsuites' junit.xml
for file in $(grep -oE '\]\([^)#]+\)' "$root/README.md" "$root/README.zh-CN.md" | sed 's/.*](//; s/)//' | sort -u); do
    check "the README's link $file leads somewhere" test -e "$root/$file"
done
finish
