#!/bin/bash
# links.sh QOSCTL SENDER: what each form of `link` adds to a packet, beside the same way without it. Needs a kernel with
# VLAN devices and all of tc, so it runs in the virtual machine: scripts/vm/run.sh Benchmarks/links.sh QOSCTL SENDER.
# Ratios of one run mean something; nanoseconds of an emulated processor do not.
set -euo pipefail
qosctl=$(realpath "$1")
sender=$(realpath "$2")
rounds=${ROUNDS:-15}
work=$(mktemp -d)
cd "$work"

# UDP to 5060 is voice; the other is what no rule takes.
printf '17 192.0.2.1 198.51.100.7 40000 5060 0 udp\n' >marked
printf '17 192.0.2.1 198.51.100.7 40000 9 0 udp\n' >unmarked

classes='class voice dscp ef priority 6 pcp 5
class video dscp af41 priority 5 pcp 4
class signal dscp cs3 priority 4 pcp 3
class bulk dscp le priority 1 pcp 1
rule video proto udp dport 5004 class video
rule signal proto tcp dport 5061 class signal
rule bulk proto tcp dport 873 class bulk
rule voice proto udp dport 5060 class voice
counters none'

# place NAME INTERFACE [LINK STATEMENT]...: a namespace whose packets leave by INTERFACE, which swallows them; with a policy
# unless its name begins with "no".
place() {
    local name=$1 interface=$2
    shift 2
    ip netns add "$name"
    ip netns exec "$name" sh -ec "
        for file in /proc/sys/net/ipv6/conf/*/disable_ipv6; do echo 1 >\$file; done
        ip link set lo up
        for device in eth0 eth1; do ip link add \$device type dummy; ip link set \$device up; done
        ip link add link eth0 name eth0.10 type vlan id 10; ip link set eth0.10 up
        ip address add 192.0.2.1/24 dev $interface
        ip neighbour add 192.0.2.2 lladdr 02:00:00:00:00:99 dev $interface nud permanent
        ip route add default via 192.0.2.2"
    case $name in no*) return ;; esac
    { echo "$classes"; printf '%s\n' "$@"; } >"$name.qos"
    ip netns exec "$name" "$qosctl" apply --state-dir "$work/$name" "$name.qos" >/dev/null
}

# receiving NAME [LINK STATEMENT]...: packets come to a second namespace, which drops them behind tc.
receiving() {
    local name=$1
    shift
    place "no-$name" eth0
    ip netns add "far-$name"
    ip -n "no-$name" link add v0 type veth peer name v1 netns "far-$name"
    ip -n "no-$name" link set v0 up
    ip -n "far-$name" link set v1 up
    ip -n "no-$name" neighbour add 192.0.2.3 lladdr 02:00:00:00:00:99 dev v0 nud permanent
    ip -n "no-$name" route add 198.51.100.0/24 via 192.0.2.3 dev v0 onlink
    ip netns exec "far-$name" nft add table netdev sink
    ip netns exec "far-$name" nft "add chain netdev sink in { type filter hook ingress device v1 priority 0; policy drop; }"
    [ $# = 0 ] && return
    { echo "$classes"; printf '%s\n' "$@"; } >"$name.qos"
    ip netns exec "far-$name" "$qosctl" apply --state-dir "$work/$name" "$name.qos" >/dev/null
}

place no-policy eth0
place policy eth0
place tag-elsewhere eth0 'link eth1 tag priority'
place tag eth0 'link eth0 tag priority'
place no-policy-vlan eth0.10
place policy-vlan eth0.10
place egress-map eth0.10 'link eth0.10 egress-map auto'
place retag eth0.10 'link eth0 retag'
receiving receive
receiving trust-dscp 'link v1 trust dscp'
receiving trust-pcp 'link v1 trust pcp'

places=()
for name in no-policy policy tag-elsewhere tag no-policy-vlan policy-vlan egress-map retag; do
    places+=("$name=/run/netns/$name")
done
for name in receive trust-dscp trust-pcp; do places+=("$name=/run/netns/no-$name"); done
"$sender" cost --cpu 1 --rounds "$rounds" --slice 20 --trace marked=marked --trace unmarked=unmarked "${places[@]}"
