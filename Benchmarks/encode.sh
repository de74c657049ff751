#!/usr/bin/env bash
# Encoding and committing in turn with a replay of the same bytes (Tools/Measure/Replay.swift), in a network namespace of its own:
# what our side of loading costs beside the kernel's.
#
#   Benchmarks/encode.sh MEASURE [ROUNDS [PAGE]]
#
# MEASURE is qosctl-measure; PAGE the size of a page in bytes.
set -euo pipefail

if [ "${QOSCTL_BENCH_INSIDE:-}" != yes ]; then
    exec env QOSCTL_BENCH_INSIDE=yes unshare --net "$0" "$@"
fi

for count in 10000 100000; do
    for kind in rules hash interval graph; do
        "$1" --replay "$kind" "$count" "${2:-11}" ${3:+"$3"}
    done
done
