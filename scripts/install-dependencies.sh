#!/bin/sh
# Installs the Debian packages that the build, the tests and the demonstration need and that are missing; with the word
# "tests" also the shells, the manual page programs and Graphviz, which only tests run, with the word "bench" what is
# measured beside qosctl and the programs that measure, with the word "vm" what runs Debian's kernel beside this one.
set -eu

packages="libmnl-dev libnftnl-dev nftables iproute2 tcpdump util-linux libcap2-bin strace diffutils patch gcc libc6-dev"
[ "${1:-}" = tests ] && packages="$packages man-db mandoc zsh fish graphviz"
[ "${1:-}" = bench ] && packages="$packages iptables hyperfine python3"
[ "${1:-}" = vm ] && packages="$packages qemu-system-x86 busybox-static kmod ethtool"

missing=""
for package in $packages; do
    state=$(dpkg-query -W -f='${Status}' "$package" 2>/dev/null || true)
    case $state in
    "install ok installed") ;;
    *) missing="$missing $package" ;;
    esac
done

[ -z "$missing" ] && exit 0
echo "installing:$missing" >&2
if [ "$(id -u)" != 0 ]; then
    echo "install-dependencies: run as root, or install these first:$missing" >&2
    exit 1
fi
export DEBIAN_FRONTEND=noninteractive
apt-get -q update >/dev/null
# shellcheck disable=SC2086
apt-get -q install -y --no-install-recommends $missing >/dev/null
