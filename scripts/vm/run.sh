#!/bin/bash
# run.sh [-i] [-t SECONDS] COMMAND...
# Runs COMMAND in this directory, as root, in a virtual machine with Debian's kernel and the host's files. What it writes is
# gone afterwards, but for what it puts in /run/vm: that is the directory VM_SHARE here (a temporary one without it). Its
# output comes out on standard output, its exit status is this one's; 124: it took longer than SECONDS (600); 125: the
# machine did not start or its kernel failed, and the console is shown. -i: COMMAND has the terminal.
set -euo pipefail

seconds=600
interactive=
while getopts it: option; do
    case $option in
    i) interactive=1 ;;
    t) seconds=$OPTARG ;;
    *) exit 2 ;;
    esac
done
shift $((OPTIND - 1))
if [ $# = 0 ]; then
    sed -n '2,6s/^# //p' "$0" >&2
    exit 2
fi
here=$(cd "$(dirname "$0")" && pwd)
vm=$(cd "$here/../../.build/vm" && pwd)

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
share=${VM_SHARE:-$work/share}
mkdir -p "$share"
rm -f "$share/status"
# The machine has this PATH, and the variables of the tests.
{
    printf 'export PATH=%q\n' "$PATH"
    for name in ${!QOSCTL_*}; do printf 'export %s=%q\n' "$name" "${!name}"; done
    [ -z "$interactive" ] || printf 'export VM_TERMINAL=%q\n' "${TERM:-linux} $(stty size)"
    printf 'exec /bin/bash'
    printf ' %q' "$here/guest.sh" "$vm/kernel" "$PWD" "$@"
    echo
} >"$share/start"

# A machine with a terminal gets its control keys too.
lines=stdio,id=lines
if [ -n "$interactive" ]; then lines=$lines,signal=off; else exec </dev/null; fi
result=0
timeout --foreground --kill-after=10 "$seconds" qemu-system-x86_64 \
    -machine q35 -accel tcg,thread=multi -cpu max -smp 2 -m 2048 -nodefaults -display none -no-reboot \
    -kernel "$vm"/kernel/boot/vmlinuz-* -initrd "$vm/initramfs" \
    -append "console=ttyS0 quiet no_timer_check panic=-1 oops=panic mitigations=off rdinit=/init" \
    -serial "file:$work/console" -chardev "$lines" -serial chardev:lines \
    -fsdev local,id=host,path=/,security_model=none,multidevs=remap,readonly=on \
    -device virtio-9p-pci,fsdev=host,mount_tag=host \
    -fsdev local,id=share,path="$share",security_model=none -device virtio-9p-pci,fsdev=share,mount_tag=share \
    -device virtio-rng-pci || result=$?

if [ "$result" = 124 ] || [ "$result" = 137 ]; then
    echo "run.sh: no end after $seconds s; the last of the console:" >&2
    tail -n 20 "$work/console" >&2
    exit 124
fi
status=$(cat "$share/status" 2>/dev/null || echo 125)
if [ "$status" = 125 ] || grep -qE 'BUG:|Oops|Kernel panic|general protection fault' "$work/console"; then
    echo "run.sh: the machine failed (qemu: $result); its console:" >&2
    cat "$work/console" >&2
    exit 125
fi
exit "$status"
