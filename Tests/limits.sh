#!/usr/bin/env bash
# Runs every command with very large policies, in a network namespace of its own, and prints for each how long it took
# and the most memory it held. Fails on a wrong exit code, and on too much memory: 500 MiB, or 1000 for 100,000 rules of
# many kinds in turn, which no graph has room for.
#
#   Tests/limits.sh QOSCTL MEASURE [RULES [ELEMENTS]]
#
# MEASURE is qosctl-measure; by default 100,000 rules, and sets of 1,000,000 elements. Each of the policies goes
# through the lines of `offline` and `loaded`: the exit code that is right, and the arguments. A new command is a new
# line there.
set -euo pipefail

if [ "${QOSCTL_LIMITS_INSIDE:-}" != yes ]; then
    exec env QOSCTL_LIMITS_INSIDE=yes unshare --net "$0" "$@"
fi

qosctl=$(realpath "$1")
measure=$(realpath "$2")
rules=${3:-100000}
elements=${4:-1000000}
benchmarks=$(dirname "$(realpath "$0")")/../Benchmarks
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export QOSCTL_STATE_DIR=$work/state
# What edit runs: a look, and no change.
export EDITOR=true

# What needs no kernel: the policy, and a changed one.
offline() {
    cat <<END
0 check $1
0 check $1 --link
0 compile $1 --format nft
0 compile $1 --format netlink
0 compile $1 --format json
0 compile $1 --format dot
0 compile $1 --stats
0 compile $1 --explain
0 compile $1 --explain proto udp daddr 198.51.100.7 dport 5060
1 diff $1 --against $2
0 fmt $1 --diff
0 convert $1 --to json
0 why -f $1 proto udp daddr 198.51.100.7 dport 5060
END
}

# What reads or changes the kernel, from empty to empty. After the nft command, by which somebody else commits
# something, qosctl cannot know without reading that its table is still the same.
loaded() {
    cat <<END
1 diff $1
0 apply $1 --dry-run
0 apply $1
0 apply $1
0 diff $1
0 status
0 nft add table inet other
0 status
0 diff $1
0 list
0 list --json
0 counters
0 counters --json
0 counters --prometheus
0 counters --reset
0 top -b -n 1 -d 0.1
0 edit
0 why proto udp daddr 198.51.100.7 dport 5060
0 reorder last --first
0 remove middle
0 add rule extra proto gre keep
0 set extra proto gre class voice
0 disable extra
0 enable extra
1 diff $1
1 diff $2
0 apply $2
0 apply $1
0 show
0 show --json
0 stop
0 start
0 stop
END
}

# The same rules and elements, most of them elsewhere or otherwise.
changed() {
    awk '/^rule/ { if (NR % 2) { later = later $0 "\n"; next } if (NR % 5 == 0) sub("class [a-z]+|keep", "set dscp af43") } { print }
        END { printf "%s", later }'
}

# Rules that the commands name: in the middle of the policy and last.
named() { awk -v rules="$1" '/^rule/ { n++; if (n == int(rules / 2)) print "rule middle proto gre keep" } { print }
    END { print "rule last proto udp dport 5060 class voice" }'; }

policy() { # NAME KIND RULES
    "$benchmarks/policy.sh" "$2" "$3" | named "$3" >"$work/$1.qos"
    changed <"$work/$1.qos" >"$work/$1-changed.qos"
}

set_policy() { # NAME
    "$benchmarks/big-set.sh" "$1" "$elements" >"$work/$1.txt"
    # Every tenth element is gone.
    awk 'NR % 10' "$work/$1.txt" >"$work/$1-changed.txt"
    for name in "$1" "$1-changed"; do
        cat >"$work/$name.qos" <<END
class voice dscp ef priority 6
set big file "$name.txt"
rule first daddr @big proto udp class voice
rule middle saddr != @big proto tcp set dscp cs1
rule last proto udp dport 5060 class voice
END
    done
}

failures=0
run() { # POLICY COMMANDS MEBIBYTES
    local limit=$3
    while read -r wanted arguments; do
        program=$qosctl
        case $arguments in "nft "*) program= ;; esac
        # shellcheck disable=SC2086 # the arguments are words
        (cd "$work" && exec "$measure" "$work/measured" $program $arguments) >"$work/out" 2>"$work/err" </dev/null || true
        read -r milliseconds kibibytes code <"$work/measured"
        problem=
        [ "$code" = "$wanted" ] || problem="  exit code $code instead of $wanted"
        [ $((kibibytes / 1024)) -le "$limit" ] || problem="$problem  more than $limit MiB"
        awk -v ms="$milliseconds" -v kib="$kibibytes" -v text="$arguments$problem" \
            'BEGIN { printf "%9.2f %9.1f  %s\n", ms / 1000, kib / 1024, text }'
        if [ -n "$problem" ]; then
            failures=$((failures + 1))
            head -n 5 "$work/err" | cut -c1-200 >&2
        fi
    done < <("$2" "$1.qos" "$1-changed.qos")
    nft flush ruleset
}

printf '%s rules; sets of %s elements\n\n' "$rules" "$elements"
printf '%9s %9s  %s\n' seconds 'peak MiB' command
policy sections sections "$rules"
policy plain plain "$rules"
policy mixed mixed "$rules"
# A list in a rule is a kernel set of its own, and the kernel looks through all its sets for each new one.
policy lists mixed $((rules / 20))
set_policy addresses
set_policy prefixes
for name in sections lists addresses prefixes; do run $name offline 500; done
for name in plain mixed; do run $name offline 1000; done
for name in sections lists addresses prefixes; do run $name loaded 500; done
run plain loaded 1000
[ "$failures" = 0 ] || { echo "$failures failed" >&2; exit 1; }
