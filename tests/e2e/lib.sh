# shellcheck shell=bash
# What the end-to-end tests have in common. Each script sources this, prints "ok" or "FAIL" lines and ends with `finish`.
# FIDELIO is the program under test; HELPERS the folder of the small servers that tests use.
set -u
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
FIDELIO=${FIDELIO:-$root/build/fidelio}
HELPERS=${HELPERS:-$root/build/release/tests}
export LC_ALL=C.UTF-8 NO_COLOR=1 COLUMNS=100
unset OPENAI_API_KEY http_proxy https_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY
work=$(mktemp -d "${TMPDIR:-/tmp}/fidelio-e2e.XXXXXX")
trap 'cleanup' EXIT
mkfifo "$work/hold" && exec 9<>"$work/hold" # servers read it: they end when this script does
passed=0 failed=0

# What still runs, also when a test stopped it. The number of one that has ended may be another program's by now.
cleanup() {
    exec 2>/dev/null # the shell tells of every job that it had to kill, behind the line that counts
    for pid in $(jobs -rp); do kill "$pid" && kill -CONT "$pid"; done
    for _ in $(seq 40); do # a program with a leak sanitizer may wait for itself for ever when it ends
        [ -n "$(jobs -rp)" ] || break
        sleep 0.05
    done
    for pid in $(jobs -rp); do kill -KILL "$pid"; done
    rm -rf "$work"
}

ok() {
    passed=$((passed + 1))
    echo "ok   $1"
}

# fail NAME [FILE...]: what went wrong is in the files.
fail() {
    failed=$((failed + 1))
    echo "FAIL $1"
    shift
    for file in "$@"; do
        [ -e "$file" ] && sed 's/^/     | /' "$file" | head -n 30
    done
}

# check NAME COMMAND...: passes when the command does.
check() {
    local name=$1
    shift
    if "$@" >"$work/check.out" 2>&1; then ok "$name"; else fail "$name" "$work/check.out"; fi
}

# fidelio STATUS ARGUMENT...: runs the program; out and err are kept in $work/out and $work/err. True when it ends with STATUS.
fidelio() {
    local want=$1 status
    shift
    "$FIDELIO" "$@" >"$work/out" 2>"$work/err" </dev/null
    status=$?
    [ "$status" -eq "$want" ] && return 0
    echo "(status $status, expected $want: fidelio $*)" >>"$work/err"
    return 1
}

# expect NAME STATUS PATTERN ARGUMENT...: the program ends with STATUS and stdout or stderr holds the pattern (grep -E); "" = any.
expect() {
    local name=$1 status=$2 pattern=$3
    shift 3
    if ! fidelio "$status" "$@"; then
        fail "$name" "$work/out" "$work/err"
    elif [ -n "$pattern" ] && ! cat "$work/out" "$work/err" | grep -qE -- "$pattern"; then
        echo "(nothing matches: $pattern)" >>"$work/err"
        fail "$name" "$work/out" "$work/err"
    else
        ok "$name"
    fi
}

# free_port: $free becomes a port that nobody listens at just now, for servers that cannot choose one themselves or come again at the same. It lies
# below those that connections get.
free_port() {
    while :; do
        free=$((20000 + RANDOM % 12000))
        (exec 3<>"/dev/tcp/127.0.0.1/$free") 2>/dev/null || break
    done
}

# start COMMAND...: a server in the background that prints its port on its first line; sets $port and $pid.
start() {
    rm -f "$work/port"
    "$@" >"$work/port" 2>"$work/server.err" <"$work/hold" 9<&- &
    pid=$!
    for _ in $(seq 400); do
        port=$(sed -nE 's/.*[^0-9]([0-9]+)[^0-9]*$/\1/p;q' <<<" $(head -n 1 "$work/port" 2>/dev/null | sed 's,/v1,,')")
        [ -n "$port" ] && return 0
        sleep 0.05
    done
    echo "the server did not start: $*" >&2
    cat "$work/server.err" >&2
    return 1
}

# needs HELPER: without it the script fails at once, instead of counting nothing.
needs() {
    [ -e "$HELPERS/$1" ] && return
    fail "$HELPERS/$1 is not built: \`make ${HELPERS#"$root"/}/$1\` in its MODE builds it"
    finish
}

# await COMMAND...: until it is true, a minute at most.
await() {
    for _ in $(seq 1200); do
        "$@" && return 0
        sleep 0.05
    done
    return 1
}

# stat_of NAME: what the served understudy at $port counts.
stat_of() { curl -s "http://127.0.0.1:$port/understudy/stats" | jq ".$1"; }

# What tests wait for: that the server at $port has got so many requests in all, that a file holds so many lines, that a pattern stands in it.
has_got() { [ "$(stat_of requests)" -ge "$1" ]; }
holds() { [ -e "$1" ] && [ "$(wc -l <"$1")" -ge "$2" ]; }
said() { await grep -qsE -- "$2" "$1"; }

finish() {
    echo "$(basename "$0" .sh): $passed passed, $failed failed"
    [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
    exit
}
