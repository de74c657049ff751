#!/usr/bin/env bash
# Checking a policy with `qosctl check`, beside `nft -c -f` of the same rules (`qosctl compile`), in a network
# namespace of its own.
#
#   Benchmarks/check.sh QOSCTL MEASURE [KIND [RULES [ROUNDS]]]
set -euo pipefail

if [ "${QOSCTL_BENCH_INSIDE:-}" != yes ]; then
    exec env QOSCTL_BENCH_INSIDE=yes unshare --net "$0" "$@"
fi

kind=${3:-plain}
rules=${4:-10000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
here=$(dirname "$0")

"$here/policy.sh" "$kind" "$rules" >"$work/$kind.qos"
"$1" compile "$work/$kind.qos" >"$work/$kind.nft" 2>/dev/null
echo "$rules rules ($kind):"
"$here/pair.sh" "$2" "${5:-21}" "$1 check $work/$kind.qos" "nft -c -f $work/$kind.nft"
