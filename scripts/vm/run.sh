#!/bin/bash
# run.sh [-t SECONDS] COMMAND...
# Runs COMMAND in this directory, as root, in a virtual machine with Debian's kernel and the host's files: what it writes
# is gone afterwards, but for what it puts in /run/vm, which is the directory VM_SHARE here (a temporary one without it).
# Its output comes out on standard output, its exit status is this one's.
#   124 it took longer than SECONDS (600)   125 the machine did not start, or its kernel failed: the console is shown
# `scripts/vm/run.sh -t 86400 bash` is a shell.
set -euo pipefail

seconds=600
if [ "${1:-}" = -t ]; then
    seconds=$2
    shift 2
fi
if [ $# = 0 ]; then
    sed -n '2,7s/^# //p' "$0" >&2
    exit 2
fi
here=$(cd "$(dirname "$0")" && pwd)
vm=$(cd "$here/../../.build/vm" && pwd)

work=$(mktemp -d)
terminal=$(stty -g 2>/dev/null || true)
finish() {
    [ -z "$terminal" ] || stty "$terminal" || true
    rm -rf "$work"
}
trap finish EXIT
share=${VM_SHARE:-$work/share}
mkdir -p "$share"
rm -f "$share/status"
# A variable for the tests is one for the machine too.
{
    for name in ${!QOSCTL_*}; do printf 'export %s=%q\n' "$name" "${!name}"; done
    [ ! -t 0 ] || [ ! -t 1 ] || printf 'export VM_TERMINAL=1 TERM=%q\n' "${TERM:-linux}"
    printf 'exec /bin/bash'
    printf ' %q' "$here/guest.sh" "$vm/kernel" "$PWD" "$@"
    echo
} >"$share/start"

# Where there is a terminal, its keys are the machine's.
lines=(-serial "file:$work/console")
if [ -t 0 ] && [ -t 1 ]; then
    stty raw -echo
    lines+=(-serial stdio)
else
    lines+=(-chardev stdio,id=lines,signal=off -serial chardev:lines)
fi
result=0
timeout --foreground --kill-after=10 "$seconds" qemu-system-x86_64 \
    -machine q35 -accel tcg,thread=multi -cpu max -smp 2 -m 2048 -nodefaults -display none -no-reboot \
    -kernel "$vm"/kernel/boot/vmlinuz-* -initrd "$vm/initramfs" \
    -append "console=ttyS0 quiet panic=-1 oops=panic mitigations=off rdinit=/init" \
    "${lines[@]}" \
    -fsdev local,id=host,path=/,security_model=none,multidevs=remap,readonly=on \
    -device virtio-9p-pci,fsdev=host,mount_tag=host \
    -fsdev local,id=share,path="$share",security_model=none -device virtio-9p-pci,fsdev=share,mount_tag=share \
    -device virtio-rng-pci </dev/stdin || result=$?

[ -z "$terminal" ] || stty "$terminal"
if [ "$result" = 124 ] || [ "$result" = 137 ]; then
    echo "run.sh: no end after $seconds s; the last of the console:" >&2
    tail -n 20 "$work/console" >&2
    exit 124
fi
if [ ! -f "$share/status" ] || grep -qE 'BUG:|Oops|Kernel panic|general protection fault' "$work/console"; then
    echo "run.sh: the machine failed (qemu: $result); its console:" >&2
    cat "$work/console" >&2
    exit 125
fi
exit "$(cat "$share/status")"
