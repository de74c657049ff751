#!/bin/sh
# Installs into a directory of its own and looks at what is there; walks the stranger's path with it; uninstalls.
# Usage: test-install.sh [MAKE]
set -eu
make=${1:-make}
cd "$(dirname "$0")/.."
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT INT TERM

fail() {
    echo "test-install: $*" >&2
    exit 1
}

# As tests build it, so that nothing is built twice.
install="CONFIG=debug STATIC= DESTDIR=$root PREFIX=/usr/local"
# shellcheck disable=SC2086
$make --no-print-directory install $install >"$root/log" 2>&1 || { cat "$root/log" >&2; fail "make install"; }
rm "$root/log"
prefix=$root/usr/local
qosctl=$prefix/sbin/qosctl

# Every command has a page, and every page renders and lints without a word.
commands=$("$qosctl" completion fish | sed -n "s/.* -fa '\([a-z-]*\)'.*/\1/p" | grep -v '^help$' | sort -u)
[ "$(echo "$commands" | wc -l)" -ge 10 ] || fail "cannot tell the commands: $commands"
for command in $commands; do
    [ -s "$prefix/share/man/man8/qosctl-$command.8" ] || fail "no page for $command"
    grep -qx ".It Xr qosctl-$command 8" "$prefix/share/man/man8/qosctl.8" || fail "qosctl.8 does not list $command"
done
for page in "$prefix"/share/man/man5/qosctl-policy.5 "$prefix"/share/man/man8/qosctl.8 "$prefix"/share/man/man8/qosctl-*.8; do
    words=$(LC_ALL=C.UTF-8 MANWIDTH=80 man --warnings -l "$page" 2>&1 >/dev/null)
    [ -z "$words" ] || fail "man -l $page: $words"
    # Pages that are not installed here may be referred to.
    words=$(mandoc -Tlint -W style "$page" 2>/dev/null | grep -v 'referenced manual not found' || true)
    [ -z "$words" ] || fail "mandoc -Tlint: $words"
    LC_ALL=C.UTF-8 man -l "$page" 2>/dev/null | grep -q '^SEE ALSO' || fail "$page has no end"
done

bash -n "$prefix/share/bash-completion/completions/qosctl" || fail "bash completion"
zsh -n "$prefix/share/zsh/site-functions/_qosctl" || fail "zsh completion"
fish -n "$prefix/share/fish/vendor_completions.d/qosctl.fish" || fail "fish completion"
head -n 1 "$prefix/share/zsh/site-functions/_qosctl" | grep -qx '#compdef qosctl' || fail "zsh does not know whose words these are"

for policy in policies/*.qos; do
    "$qosctl" check "$prefix/share/qosctl/$policy" >/dev/null 2>&1 || fail "check $policy as installed"
done
if [ -f docs/policy.schema.json ]; then
    cmp docs/policy.schema.json "$prefix/share/qosctl/policy.schema.json" || fail "the schema"
fi
[ -z "$(find "$root" -type f ! -perm -444)" ] || fail "a file is not for everyone to read"

scripts/strangers-path.sh "$qosctl" >/dev/null || fail "the stranger's path"

# shellcheck disable=SC2086
$make --no-print-directory uninstall $install >/dev/null
left=$(find "$root" ! -type d)
[ -z "$left" ] || fail "uninstall leaves $left"
echo "ok: installed, read, used and uninstalled"
