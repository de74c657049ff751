#!/usr/bin/env bash
# Prints a set file for measurements: always the same for the same arguments. No two elements touch, and they come in
# no order.
#
#   Benchmarks/big-set.sh addresses ELEMENTS    IPv4 addresses
#   Benchmarks/big-set.sh prefixes ELEMENTS     IPv4 and IPv6 prefixes in turn
set -euo pipefail

case $1 in addresses | prefixes) ;; *)
    echo "usage: $0 addresses|prefixes ELEMENTS" >&2
    exit 2
    ;;
esac

# 7919 is prime to both moduli, so that no number comes twice below 2^21.
awk -v kind="$1" -v elements="$2" 'BEGIN {
    for (i = 0; i < elements; i++) {
        n = i * 7919 % 2097152
        if (kind == "addresses") printf "%d.%d.%d.%d\n", 16 + int(n / 524288), int(n / 2048) % 256, int(n / 8) % 256, n % 8 * 32 + 1
        else if (i % 2) printf "2001:db8:%x:%x::/64\n", int(n / 16384), n % 16384 * 2
        else printf "%d.%d.%d.%d/29\n", 16 + int(n / 131072), int(n / 512) % 256, int(n / 2) % 256, n % 2 * 16
    }
}'
