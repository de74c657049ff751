#!/bin/sh
# Runs the commands of "The stranger's path" in README.md, line by line, as they stand there: in a network namespace and
# with an /etc of their own. Usage: strangers-path.sh [QOSCTL]
set -eu
cd "$(dirname "$0")/.."

fail() {
    echo "strangers-path: $*" >&2
    exit 1
}

if [ "${QOSCTL_STRANGER:-}" != inside ]; then
    program=$(command -v "${1:-qosctl}") || fail "no program ${1:-qosctl}"
    directory=$(mktemp -d)
    trap 'rm -rf "$directory"' EXIT INT TERM
    cp -a /etc "$directory/etc"
    rm -rf "$directory/etc/qosctl"
    QOSCTL_STRANGER=inside QOSCTL_STATE_DIR="$directory/state" PATH="$(dirname "$program"):$PATH" \
        unshare --net --mount --propagation private "scripts/${0##*/}" "$directory"
    exit
fi
mount --bind "$1/etc" /etc

# A host with a way out.
ip link add eth0 type veth peer name peer
ip link set lo up
ip link set peer up
ip link set eth0 up
ip address add 192.0.2.1/24 dev eth0
ip route add default via 192.0.2.2

sed -n "/^## The stranger's path/,/^## Read on/s/^    \(qosctl [^#]*[^# ]\) *\(#.*\)\{0,1\}$/\1/p" README.md >"$1/path"
for command in init check diff "apply --dry-run" apply list why reorder top stop; do
    grep -q "^qosctl $command" "$1/path" || fail "README.md has no line for $command"
done
while read -r line; do
    echo "\$ $line"
    code=0
    sh -c "$line" </dev/null || code=$?
    case $line in
    *" diff "*) wanted=1 ;; # it differs from an empty kernel
    *) wanted=0 ;;
    esac
    [ "$code" = "$wanted" ] || fail "'$line' ended with $code, not $wanted"
    case $line in
    "qosctl apply") qosctl status || fail "applied, but not in force" ;;
    "qosctl stop") [ -z "$(nft list tables)" ] || fail "something is left in the kernel" ;;
    esac
done <"$1/path"
