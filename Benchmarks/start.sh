#!/usr/bin/env bash
# Starting: `qosctl --version`, beside `nft --version`.
#
#   Benchmarks/start.sh QOSCTL MEASURE [ROUNDS]
set -euo pipefail

echo "start-up:"
"$(dirname "$0")/pair.sh" "$2" "${3:-51}" "$1 --version" "nft --version"
