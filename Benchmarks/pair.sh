#!/usr/bin/env bash
# Two commands as whole processes, in turn (A B A B …), so that a machine that gets slower gets slower for both.
# Prints the least and the median milliseconds of each, and their ratios.
#
#   Benchmarks/pair.sh MEASURE ROUNDS 'COMMAND A' 'COMMAND B'
#
# MEASURE is qosctl-measure. Commands are words; the first round is not counted.
set -euo pipefail

measure=$1
rounds=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

run() { # SIDE COMMAND
    # shellcheck disable=SC2086 # the command is words
    "$measure" "$work/measured" $2 >/dev/null 2>"$work/err" </dev/null || {
        echo "failed: $2" >&2
        cat "$work/err" >&2
        exit 1
    }
    cut -d' ' -f1 "$work/measured" >>"$work/$1"
}

for round in $(seq 0 "$rounds"); do
    run a "$3"
    run b "$4"
    [ "$round" = 0 ] && rm "$work/a" "$work/b"
done

least() { sort -n "$1" | head -n 1; }
median() { sort -n "$1" | awk '{ v[NR] = $1 } END { print (NR % 2) ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }
printf '%-34s %10s %10s\n' "ms, $rounds rounds in turn" least median
for side in a b; do
    [ $side = a ] && text=$3 || text=$4
    text=$(sed 's#[^ ]*/##g' <<<"$text")
    printf '%-34s %10.2f %10.2f\n' "$text" "$(least "$work/$side")" "$(median "$work/$side")"
done
awk -v a="$(least "$work/a")" -v b="$(least "$work/b")" -v am="$(median "$work/a")" -v bm="$(median "$work/b")" \
    'BEGIN { printf "%-34s %10.3f %10.3f\n", "ratio", a / b, am / bm }'
