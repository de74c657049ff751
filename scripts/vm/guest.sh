#!/bin/bash
# guest.sh KERNEL DIRECTORY COMMAND...: runs in the virtual machine as its first process, after init. Runs COMMAND in
# DIRECTORY on the second serial line, leaves its exit status in /run/vm/status, and switches the machine off.
kernel=$1 directory=$2
shift 2
export PATH=$PATH:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 TERM=linux

finish() {
    echo "$1" >/run/vm/status
    sync
    busybox poweroff -f
}

mkdir -p /lib/modules /dev/pts /dev/shm
mount --bind "$kernel/lib/modules" /lib/modules
mount -t devpts devpts /dev/pts
mount -t tmpfs shm /dev/shm
mount -t cgroup2 cgroup2 /sys/fs/cgroup
ip link set lo up
# What a kernel module brings that is missing here has to be an error now, and not a puzzle later.
modprobe -a 8021q veth dummy nf_tables nft_ct nft_meta_bridge cls_basic cls_flower cls_matchall em_meta \
    act_gact act_skbedit act_vlan act_pedit sch_ingress sch_prio || finish 125

cd "$directory" || finish 125
line=/dev/ttyS1
if [ -n "${VM_TERMINAL:-}" ]; then
    read -r TERM rows columns <<<"$VM_TERMINAL"
    stty -F $line rows "$rows" cols "$columns"
    # A session of its own, so that a shell has job control.
    setsid --ctty --wait "$@" <$line >$line 2>&1
else
    # Bytes as they are.
    stty -F $line -opost
    "$@" </dev/null >$line 2>&1
fi
finish $?
