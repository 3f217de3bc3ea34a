#!/bin/bash
# A key is sent to its endpoint and stands nowhere else: in no file of the run, on no output, in no argument of the process.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
cd "$work" || exit 1
persona=$root/personas/delivery-callback.md
key=sk-fidelio-$(od -An -N12 -tx1 /dev/urandom | tr -d ' \n')
export FIDELIO_E2E_KEY=$key
absent() { ! grep -rqF -- "$key" "$@"; }

# run_at NAME PLAN: a run with the key against a server with that plan of faults; what it says and writes is kept.
run_at() {
    start "$FIDELIO" serve --port 0 --quiet --fail "$2" || return
    kill -STOP "$pid" # it answers when the title was read
    "$FIDELIO" run "$persona" --model faithful --base-url "http://127.0.0.1:$port/v1" --api-key-env FIDELIO_E2E_KEY --repeats 2 --wire "${wire:-chat}" \
        --out "run-$1" --retries 1 >"out-$1" 2>"err-$1" </dev/null &
    local client=$!
    await grep -qs FIDELIO_E2E_KEY "/proc/$client/cmdline" # the program's own, no longer this shell's
    cat "/proc/$client/cmdline" "/proc/$client/comm" | tr '\0' '\n' >"title-$1"
    kill -CONT "$pid"
    check "$1: the title was read" grep -q "FIDELIO_E2E_KEY" "title-$1"
    wait "$client"
    kill "$pid"
    check "$1: the run was recorded" test -s "run-$1/tape.jsonl"
    check "$1: the key stands in no file of the run" absent "run-$1"
    check "$1: nor on its outputs" absent "out-$1" "err-$1"
    check "$1: nor in the process's title" absent "title-$1"
}

run_at calm at=1000000:500
run_at refused from=1:401
run_at echoed from=1:echo
check "what the server said is told without the key" grep -q "Incorrect API key provided: .*\*\*\*\*" err-echoed
check "and stands so on the tape" grep -q "Incorrect API key provided: .*\*\*\*\*" run-echoed/tape.jsonl
wire=anthropic run_at echoed-anthropic from=1:echo
check "over another wire too" grep -q "Incorrect API key provided: \*\*\*\*" err-echoed-anthropic
run_at failing every=2:500
run_at cut every=3:cut

expect "a base URL with a password in it is refused" 2 "environment variable" run "$persona" --model m --base-url "http://me:$key@127.0.0.1:1/v1" --out run-url
check "and the password is not repeated" absent out err
check "nor written" absent run-url
FIDELIO_E2E_KEY="$key"$'\r\n'"X-Evil: 1" expect "a key with a line break in it is refused" 2 "line break|control" run "$persona" --model m --base-url http://127.0.0.1:1/v1 --api-key-env FIDELIO_E2E_KEY --out run-break
check "and it is not shown" absent out err
unset FIDELIO_E2E_KEY
expect "a key that is not set is named by its variable" 2 "FIDELIO_E2E_KEY" run "$persona" --model m --base-url http://127.0.0.1:1/v1 --api-key-env FIDELIO_E2E_KEY --out run-unset

# A key where its variable's name belongs, the commonest mistake: it is in no error and no file.
for pasted in sk-live-4242424242 9f8e7d6c5b4a39281706f5e4d3c2b1a0 af8e7d6c5b4a39281706f5e4d3c2b1a0; do
    printf 'models:\n  - {name: m, base_url: "http://127.0.0.1:1/v1", api_key_env: %s}\n' "$pasted" >pasted.yaml
    expect "a key in place of a name is refused" 2 "not repeated here" run "$persona" --model m --base-url http://127.0.0.1:1/v1 --api-key-env "$pasted" --out run-pasted
    check "unseen" bash -c "! grep -q '$pasted' out err"
    expect "in models.yaml too" 2 "not repeated here" run "$persona" --models pasted.yaml --model m --out run-pasted
    check "unseen there" bash -c "! grep -q '$pasted' out err"
    expect "of a caller too" 2 "not repeated here" run "$persona" --model understudy --caller m --base-url http://127.0.0.1:1/v1 --api-key-env "$pasted" --out run-pasted
    check "and nothing was written" test ! -e run-pasted
done

# Nor may it stand in a file: it is refused with how to name its variable, and not shown.
export FIDELIO_E2E_KEY=$key
for header in "Authorization: Bearer $key" "x-api-key: $key" "X-Other: $key"; do
    printf 'models:\n  - {name: faithful, base_url: "http://127.0.0.1:1/v1", headers: {%s}}\n' "$header" >written.yaml
    expect "a key in a header of models.yaml is refused: ${header%%:*}" 2 'written.yaml:2:.*\$\{NAME\}' run "$persona" --models written.yaml --model faithful --out run-written --lang en
    check "unseen" absent out err
    check "and nothing was written" test ! -e run-written
done
start "$FIDELIO" serve --port 0 --quiet --fail from=1:echo || exit 1
printf 'models:\n  - {name: faithful, base_url: "http://127.0.0.1:%s/v1", headers: {Authorization: "Bearer ${FIDELIO_E2E_KEY}"}}\n' "$port" >named.yaml
expect "by its variable it is sent" 3 "Incorrect API key provided: .*\*\*\*\*" run "$persona" --models named.yaml --model faithful --out run-named
check "and stands nowhere" absent run-named out err
kill "$pid"
finish
