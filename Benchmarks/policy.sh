#!/usr/bin/env bash
# Prints a policy for measurements: always the same for the same arguments.
#
#   Benchmarks/policy.sh plain RULES     prefix and port, address and port range, port alone, in turn
#   Benchmarks/policy.sh sections RULES  the same rules, those of one kind together
#   Benchmarks/policy.sh mixed RULES     also lists, named sets, IPv6, negation, services, DSCP, marks and inline markings
set -euo pipefail

kind=$1
rules=$2

case $kind in
plain | sections) ;;
mixed)
    echo 'policy "mixed"'
    echo 'set branches { 10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 2001:db8::/32 }'
    echo 'set servers { 198.51.100.1-198.51.100.40, 203.0.113.0/25 }   # both sites'
    echo 'set media { 3478-3481 50000-50059 }'
    ;;
*)
    echo "usage: $0 plain|sections|mixed RULES" >&2
    exit 2
    ;;
esac

awk -v rules="$rules" -v kind="$kind" 'BEGIN {
    print "class voice dscp ef priority 6"; print "class video dscp af41 priority 5"; print "class bulk dscp cs1 priority 1"
    split("voice video bulk", class, " "); split("tcp udp", proto, " ")
    for (n = 0; n < rules; n++) {
        i = n
        if (kind == "sections") { third = int(rules / 3) + 1; i = n % third * 3 + int(n / third) }
        c = class[i % 3 + 1]; p = proto[i % 2 + 1]; port = 1024 + i % 60000; a = i / 250 % 250; b = i % 250
        if (kind != "mixed") {
            if (i % 3 == 0) printf "rule r%d proto %s daddr 10.%d.%d.0/24 dport %d class %s\n", i, p, a, b, port, c
            if (i % 3 == 1) printf "rule r%d proto %s daddr 172.16.%d.%d sport %d-%d class %s\n", i, p, a, b, port, port + 9, c
            if (i % 3 == 2) printf "rule r%d proto %s dport %d class %s\n", i, p, port, c
            continue
        }
        if (i % 50 == 0) printf "\n# part %d\n", i / 50
        k = i % 10
        if (k == 0) printf "rule r%d  proto %s daddr 10.%d.%d.0/24 dport %d  class %s\n", i, p, a, b, port, c
        if (k == 1) printf "rule r%d  proto %s daddr @branches sport @media  class %s\n", i, p, c
        if (k == 2) printf "rule r%d  proto { tcp udp } dport { %d %d, %d-%d }  class %s\n", i, port, port + 2, port + 4, port + 9, c
        if (k == 3) printf "rule r%d  saddr { 10.%d.%d.0/24 2001:db8:%x::/48 } dport https  class %s   # web\n", i, a, b, i % 65536, c
        if (k == 4) printf "rule r%d  proto udp daddr != @servers dport 50000-50059 oif \"wg*\"  class voice\n", i
        if (k == 5) printf "rule r%d  family ip6 proto tcp daddr 2001:db8:%x:%x::/64  set dscp af21 priority 3\n", i, a, b
        if (k == 6) printf "rule r%d  dscp { ef af41 } mark 0x%x/0xffff  keep\n", i, i % 65536
        if (k == 7) printf "rule r%d  user %d proto tcp dport != { 22 3389 }  class bulk\n", i, 1000 + i % 60000
        if (k == 8) printf "rule r%d  proto udp daddr 203.0.113.%d sport %d  set dscp %d\n", i, b, port, i % 64
        if (k == 9) printf "rule r%d  proto tcp saddr 192.168.%d.0/24 dport ssh  class %s disabled\n", i, b, c
    }
    if (kind == "mixed") {
        print "default set dscp cs0"
        print "expect r0 proto tcp daddr 10.0.0.7 dport 1024"
    }
}'
