#!/bin/bash
# Every file operation of a run goes wrong once, in every way: the run says so (or does not mind), the tape stays readable, and the same
# command then gives the files of an undisturbed run. Every third operation by default, STEP=1 for each.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
cd "$work" || exit 1
persona=$root/personas/delivery-callback.md
step=${STEP:-3}
case $HELPERS in
*/release/tests | */debug/tests) needs faulty.so ;;
*)
    echo "skip disk faults: no build but release and debug can be preloaded into (HELPERS=$HELPERS)"
    echo "disk: 0 passed, 0 failed"
    exit 0
    ;;
esac

run_into() { args=(run "$persona" --model understudy --repeats 2 --in-flight 1 --out "$1"); }

run_into calm
expect "an undisturbed run" 0 "" "${args[@]}"
run_into faulty-run
FAULTY_PATH=faulty-run FAULTY_LOG=$work/operations LD_PRELOAD=$HELPERS/faulty.so "$FIDELIO" "${args[@]}" >/dev/null 2>&1 </dev/null
operations=$(wc -c <operations)
[ "$operations" -gt 30 ] && ok "$operations file operations in a run" || fail "only $operations file operations in a run"

# one HOW WANTED: strikes each operation; WANTED is a pattern of exit statuses that are right then.
one() {
    local wrong=0 differing=0 stuck=0 said=0 struck=0 at status want
    for at in $(seq 1 "$step" "$operations"); do
        rm -rf faulty-run done-operations
        FAULTY_PATH=faulty-run FAULTY_AT=$at FAULTY_HOW=$1 FAULTY_LOG=$work/done-operations LD_PRELOAD=$HELPERS/faulty.so "$FIDELIO" "${args[@]}" >out 2>err </dev/null
        status=$?
        [ "$status" -eq 3 ] && said=$((said + 1))
        # A run that took less time than the one that was counted syncs less often: then nothing went wrong in it.
        want=0
        ! grep -q '!' done-operations || { want=$2 struck=$((struck + 1)); }
        if ! [[ $status =~ ^($want)$ ]] || { [ "$status" -eq 3 ] && ! { grep -q "error: " err && grep -q "the same command goes on" err; }; }; then
            wrong=$((wrong + 1))
            { echo "operation $at: status $status" && cat err; } >kept-wrong
        fi
        if ! fidelio 0 "${args[@]}"; then
            stuck=$((stuck + 1))
            { echo "operation $at" && cat err; } >kept-stuck
            continue
        fi
        for file in transcripts.jsonl scores.jsonl; do cmp -s "faulty-run/$file" "calm/$file" || differing=$((differing + 1)); done
        if compgen -G "faulty-run/*.tmp.*" >/dev/null; then
            differing=$((differing + 1))
        fi
    done
    if [ "$wrong" -eq 0 ]; then ok "$1: each time the right exit status, and the reason is said"; else fail "$1: $wrong wrong exit statuses" kept-wrong; fi
    if [ $((struck * 2 * step)) -gt "$operations" ]; then ok "$1: most operations are struck"; else fail "$1: only $struck operations are struck"; fi
    if [[ $2 == *3* ]]; then
        if [ $((said * 2 * step)) -gt "$operations" ]; then ok "$1: most operations are minded ($said)"; else fail "$1: only $said operations are minded"; fi
    fi
    if [ "$stuck" -eq 0 ]; then ok "$1: the same command completes the run"; else fail "$1: $stuck runs could not be completed" kept-stuck; fi
    if [ "$differing" -eq 0 ]; then ok "$1: the files are those of an undisturbed run, nothing is left lying about"; else fail "$1: $differing files differ or are left"; fi
}
one enospc "0|3"
one eio "0|3"
one short "0"
one eintr "0"
one exit "99"

FAULTY_PATH=calm/lock FAULTY_KIND=open FAULTY_AT=1 FAULTY_HOW=erofs LD_PRELOAD=$HELPERS/faulty.so "$FIDELIO" run "$persona" --model understudy --repeats 2 --out calm --offline --lang en >out 2>err </dev/null
if [ $? -eq 2 ] && grep -q "calm/lock: error: .*copy it to replay it, .fidelio report calm" err; then ok "a folder that cannot be written: what can be done"; else fail "a folder that cannot be written: what can be done" err; fi
ln -s nowhere/at/all dangling
expect "a link to nowhere as --out is told as what it is" 2 "dangling: error: this is a symbolic link to nowhere/at/all, which is not there" run "$persona" --model understudy --out dangling --lang en

# The table of docs/faults.md, beside that of the Chinese page.
expect "a run to begin with" 0 "" run "$persona" --model understudy --repeats 2 --in-flight 1 --latency 30 --out calm
# disturb WHAT: the run "table" with this in its way; sets $status.
disturb() {
    local kind=write how=${1%% *} path=table/${1##* }
    [[ $1 == *" sync of "* ]] && kind=sync
    case $1 in
    SIG*" at "*) # the first thing that is done with that file
        FAULTY_PATH=$path FAULTY_HOW=$how FAULTY_AT=1 LD_PRELOAD=$HELPERS/faulty.so "$FIDELIO" "${args[@]}" >out 2>err </dev/null
        ;;
    kill* | SIG*) # within the run, however busy the machine: at the fourth line of its tape
        how=${1/kill -9/SIGKILL}
        FAULTY_PATH=table/tape.jsonl FAULTY_KIND=write FAULTY_HOW=$how FAULTY_AT=4 LD_PRELOAD=$HELPERS/faulty.so "$FIDELIO" "${args[@]}" >out 2>err </dev/null
        ;;
    "the clock jumps back"*) FAULTY_CLOCK=-3600 LD_PRELOAD=$HELPERS/faulty.so "$FIDELIO" "${args[@]}" >out 2>err </dev/null ;;
    "the clock jumps"*) FAULTY_CLOCK=3600 LD_PRELOAD=$HELPERS/faulty.so "$FIDELIO" "${args[@]}" >out 2>err </dev/null ;;
    *)
        FAULTY_PATH=$path FAULTY_KIND=$kind FAULTY_HOW=${how,,} FAULTY_AT=1 LD_PRELOAD=$HELPERS/faulty.so \
            "$FIDELIO" "${args[@]}" >out 2>err </dev/null
        ;;
    esac
    status=$?
}
rows=0
table() { awk '/^## /{on=1} on && /^\| / {if (++n > 2) print}' "$root/docs/$1"; }
# says WHAT STATUS WORDS OPTION...: disturbed so, the run ends with that status and those words.
says() {
    local what=$1 want=$2 words=$3
    rm -rf table
    run_into table
    args+=("${@:4}")
    disturb "$what"
    if [ "$status" -eq "$want" ] && { [ -z "$words" ] || grep -qF -- "$words" err; }; then ok "$what: status $want, $words"; else fail "$what: status $status, not $want, or not said: $words" err; fi
}
while IFS='|' read -r _ what want words _ _ chinese_want chinese_words _; do
    what=$(xargs <<<"$what")
    rows=$((rows + 1))
    says "$what" "$(xargs <<<"$chinese_want")" "$(xargs <<<"$chinese_words")" --lang zh
    says "$what" "$(xargs <<<"$want")" "$(xargs <<<"$words")"
    lines=0
    [ -e table/tape.jsonl ] && lines=$(wc -l <table/tape.jsonl)
    if fidelio 0 "${args[@]}" && cmp -s table/transcripts.jsonl calm/transcripts.jsonl && cmp -s table/scores.jsonl calm/scores.jsonl &&
        jq -e --argjson n "$lines" '.exchanges.from_tape >= $n' table/run.json >/dev/null; then
        ok "$what: the same command completes the run, and asks for nothing that was on the tape"
    else
        fail "$what: the same command completes the run, and asks for nothing that was on the tape" err table/run.json
    fi
done < <(paste -d '' <(table faults.md) <(table faults.zh-CN.md))
check "the table was walked ($rows rows)" test "$rows" -ge 24
finish
