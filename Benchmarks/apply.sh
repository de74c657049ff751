#!/usr/bin/env bash
# Loading one policy as `qosctl apply` does, beside `nft -f` of the same rules (`qosctl compile --format nft`), in turn, in a
# network namespace of its own. Prints the parts of each apply and the ratio of the medians.
#
#   Benchmarks/apply.sh QOSCTL [RULES] [ROUNDS]
set -euo pipefail

if [ "${QOSCTL_BENCH_INSIDE:-}" != yes ]; then
    exec env QOSCTL_BENCH_INSIDE=yes unshare --net "$0" "$@"
fi

qosctl=$1
rules=${2:-10000}
rounds=${3:-7}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export QOSCTL_STATE_DIR=$work/state

"$(dirname "$0")/policy.sh" plain "$rules" >"$work/policy.qos"
"$qosctl" compile "$work/policy.qos" >"$work/policy.nft"

# A figure in milliseconds of the last --timings output.
part() { awk -v name="$1" '$1 == name { print $2 }' "$work/timings"; }
median() { sort -n "$1" | awk '{ v[NR] = $1 } END { print (NR % 2) ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }
now() { date +%s%N; }

for round in $(seq 0 "$rounds"); do
    nft flush ruleset
    start=$(now)
    nft -f "$work/policy.nft"
    nft_time=$((($(now) - start) / 1000))
    nft flush ruleset
    rm -rf "$QOSCTL_STATE_DIR"
    start=$(now)
    "$qosctl" apply --timings "$work/policy.qos" >/dev/null 2>"$work/timings"
    own_time=$((($(now) - start) / 1000))
    # The first round warms up.
    [ "$round" = 0 ] && continue
    echo "$nft_time" | awk '{ print $1 / 1000 }' >>"$work/nft"
    echo "$own_time" | awk '{ print $1 / 1000 }' >>"$work/own"
    for name in parse compile encode kernel wait; do part "$name" >>"$work/$name"; done
done

echo "$rules rules, $rounds rounds in turn, medians in ms, whole processes:"
printf '%-34s %10.1f\n' "nft -f (same rules)" "$(median "$work/nft")" "qosctl apply" "$(median "$work/own")"
for name in parse compile encode kernel wait; do printf '%-34s %10.1f\n' "  $name" "$(median "$work/$name")"; done
awk -v a="$(median "$work/own")" -v b="$(median "$work/nft")" 'BEGIN { printf "ratio qosctl apply / nft -f: %.2f\n", a / b }'
