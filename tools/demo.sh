#!/bin/sh
# All personas against the understudy over real HTTP: the faithful one, and one for each flaw that the core signals know.
# Prints the scoreboard, the worst findings, and where the run lies. Usage: tools/demo.sh [OPTION...] (of `fidelio run`)
set -eu
fidelio=${FIDELIO:-build/fidelio}
models=
for temperament in faithful agreeable leaky helper narrator parrot gusher forgetful foreign monotone hasty clinging; do
    models="$models --model understudy:$temperament"
done
# shellcheck disable=SC2086
exec "$fidelio" run personas/ $models --in-flight 32 "$@"
