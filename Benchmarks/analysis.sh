#!/usr/bin/env bash
# Looking into the order of rules: `qosctl check` beside `qosctl why -f`, which reads and checks the same policy and does
# not look into the order; then what all findings take, as text and as JSON.
#
#   Benchmarks/analysis.sh QOSCTL MEASURE [RULES [ROUNDS]]
#
# Policies: plain and mixed of policy.sh, and dense: five fields in each rule, prefixes and ranges of ports that overlap.
set -euo pipefail

qosctl=$1
measure=$2
rules=${3:-10000}
rounds=${4:-11}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
here=$(dirname "$0")

# The same in every awk: products stay below 2^53.
dense() {
    awk -v rules="$rules" 'function draw(n) { x = (x * 16807) % 2147483647; return x % n }
    function prefix(first,  a) { a = draw(5)
        return a == 0 ? first ".0.0.0/8" : a == 1 ? first "." draw(16) ".0.0/16" : first "." draw(16) "." draw(256) ".0/24" }
    function port(  a, b) { a = draw(60000); b = draw(4)
        return b == 0 ? a : a "-" (a + (b == 1 ? 9 : b == 2 ? 999 : 5000)) }
    BEGIN {
        x = 7
        print "class voice dscp ef priority 6"; print "class video dscp af41 priority 5"
        print "class bulk dscp cs1 priority 1"
        print "rule first proto udp saddr 10.0.0.1 daddr 172.0.0.1 sport 61000 dport 1 class voice"
        split("voice video bulk", class, " "); split("tcp udp", proto, " ")
        for (i = 1; i < rules; i++) {
            printf "rule r%d proto %s saddr %s daddr %s sport %s dport %s class %s\n", i, proto[draw(2) + 1],
                prefix(10), prefix(172), port(), port(), class[draw(3) + 1]
        }
    }'
}

"$here/policy.sh" plain "$rules" >"$work/plain.qos"
"$here/policy.sh" mixed "$rules" >"$work/mixed.qos"
dense >"$work/dense.qos"

# A packet that an early rule takes.
packet() {
    case $1 in
    plain) echo "proto udp daddr 172.16.0.1 sport 1025" ;;
    mixed) echo "proto udp dport 1026" ;;
    dense) echo "proto udp saddr 10.0.0.1 daddr 172.0.0.1 sport 61000 dport 1" ;;
    esac
}

# Two commands in turn: milliseconds, and how many times the second is in the first.
pair() {
    hyperfine --shell=none --ignore-failure --warmup 1 --runs "$rounds" --export-csv "$work/pair.csv" "$1" "$2" \
        >/dev/null 2>&1
    awk -F, -v work="$work/" 'NR == 1 { next }
        { name = $1; sub(/^[^ ]*\//, "", name); gsub(work, "", name); least[NR] = 1000 * $7; median[NR] = 1000 * $4
          printf "%-90s %10.2f %10.2f\n", name, least[NR], median[NR] }
        END { printf "%-90s %10.2f %10.2f\n", "ratio", least[2] / least[3], median[2] / median[3] }' "$work/pair.csv"
}

for kind in plain mixed dense; do
    echo "$rules rules ($kind):"
    pair "$qosctl check $work/$kind.qos" "$qosctl why -f $work/$kind.qos $(packet $kind)"
done
for kind in plain mixed dense; do
    echo "$rules rules ($kind), all findings:"
    pair "$qosctl check --analysis $work/$kind.qos" "$qosctl check --json $work/$kind.qos"
    "$measure" "$work/measured" "$qosctl" check --analysis --json "$work/$kind.qos" >"$work/out" 2>/dev/null
    awk '{ printf "%-34s %10.2f %s %d MiB\n", "check --analysis --json, once", $1, "peak", $2 / 1024 }' "$work/measured"
done
