/// Words of nft, iptables, pf, tc, firewalld, Cisco and Windows, and what they are called here.
enum ForeignWords {
    /// A match field, and the words of others for it. In lower case, with the dashes that the tool writes.
    private static let spellings = """
        family: family nfproto
        proto: proto protocol l4proto nexthdr ip_proto ip-protocol -p --protocol --proto -ipprotocol
        saddr: saddr src source from sip src-ip src_ip srcip srcaddr source-address localip -s --src --source \
        -ipsrcprefix --src-range
        daddr: daddr dst dest destination to dip dst-ip dst_ip dstip dstaddr destination-address remoteip -d --dst \
        --destination -ipdstprefix --dst-range
        sport: sport src-port src_port srcport source-port localport --sport --sports --source-port --source-ports \
        -ipsrcport -ipsrcportstart
        dport: dport port ports dst-port dst_port dstport destination-port remoteport --dport --dports --port \
        --ports --destination-port --destination-ports -ipdstport -ipdstportstart -ipport
        iif: iif iifname -i --in-interface indev
        oif: oif oifname -o --out-interface if dev on interface
        user: user uid skuid --uid-owner -user uid-owner
        group: group gid skgid --gid-owner gid-owner
        dscp: dscp --dscp --dscp-class tos --tos ip_tos tclass
        mark: mark fwmark --mark
        """

    /// Words that name a match field, ours and those of others.
    static let fields: [String: MatchField] = {
        var fields: [String: MatchField] = [:]
        for line in spellings.split(separator: "\n") {
            let words = line.split { $0 == " " || $0 == ":" }
            guard let name = words.first, let field = MatchField(rawValue: String(name)) else { continue }
            for word in words { fields[String(word)] = field }
        }
        return fields
    }()

    /// Words that name a part of a marking.
    static let markings: [String: String] = [
        "dscp": "dscp", "tos": "dscp", "set-dscp": "dscp", "set_dscp": "dscp", "--set-dscp": "dscp",
        "--set-dscp-class": "dscp", "--set-tos": "dscp", "set-tos": "dscp", "-dscp": "dscp", "-dscpvalue": "dscp",
        "priority": "priority", "prio": "priority", "--set-class": "priority", "set-class": "priority",
        "flowid": "priority", "classid": "priority", "skb-priority": "priority",
        "pcp": "pcp", "cos": "pcp", "vlan-prio": "pcp", "vlan_prio": "pcp", "vlan-pcp": "pcp", "vlan_pcp": "pcp",
        "802.1p": "pcp", "dot1p": "pcp", "user-priority": "pcp", "set-cos": "pcp", "-priorityvalue8021": "pcp",
        "-priorityvalue": "pcp",
    ]

    /// Verdicts that leave a packet as it is.
    static let keeps: Set<String> = ["keep", "accept", "return", "pass", "allow", "permit", "continue", "none"]

    /// Verdicts that stop a packet, which a policy cannot.
    static let stopsNothing = "a policy marks packets and stops none: keep, class NAME or set …"
    static let stops: Set<String> = ["drop", "deny", "reject", "block", "discard", "tarpit"]

    /// Whatever stands for "all of them" elsewhere: here the field is left out.
    static let anything: Set<String> = ["any", "all", "*", "everything", "everywhere", "anywhere"]

    /// Words that add nothing here, with the number of words that belong to them. Options as they are written,
    /// because `-i` and `-I` differ; the rest in lower case.
    static let empty: [String: Int] = [
        "sudo": 0, "nft": 0, "iptables": 0, "ip6tables": 0, "iptables-nft": 0, "ip6tables-nft": 0, "-4": 0, "-6": 0,
        "-w": 0, "-t": 1, "--table": 1, "-A": 1, "--append": 1, "-I": 1, "--insert": 1, "-m": 1, "--match": 1,
        "--comment": 1, "-c": 2, "firewall-cmd": 0, "--permanent": 0, "--direct": 0, "--add-rule": 4,
        "--add-passthrough": 1,
        "counter": 0, "log": 0, "comment": 1, "prefix": 1, "packets": 1, "bytes": 1, "quick": 0, "and": 0, "&&": 0,
        "then": 0, "->": 0, "=>": 0, "action": 0, "skbedit": 0, "match": 0, "continue": 0, "any": 0, "all": 0,
        "new-netqospolicy": 0, "-policystore": 1, "-networkprofile": 1, "-precedence": 1, "-confirm:$false": 0,
        "-default": 0,
    ]

    /// What cannot be said in a policy, and why.
    static let impossible: [String: String] = [
        "ct": "connection tracking is no match field: each packet is told by its own fields",
        "--ctstate": "connection tracking is no match field: each packet is told by its own fields",
        "--state": "connection tracking is no match field: each packet is told by its own fields",
        "ttl": "the TTL is no match field", "hoplimit": "the hop limit is no match field",
        "length": "the packet's length is no match field", "--length": "the packet's length is no match field",
        "flags": "TCP flags are no match field", "--tcp-flags": "TCP flags are no match field",
        "--syn": "TCP flags are no match field",
        "--icmp-type": "ICMP types are no match field; proto icmp is",
        "--icmpv6-type": "ICMP types are no match field; proto icmpv6 is",
        "ether": "Ethernet addresses are no match field", "--mac-source": "Ethernet addresses are no match field",
        "rate": "rates cannot be limited: a policy marks, and a qdisc shapes",
        "police": "rates cannot be limited: a policy marks, and a qdisc shapes",
        "throttlerate": "rates cannot be limited: a policy marks, and a qdisc shapes",
        "-throttlerate": "rates cannot be limited: a policy marks, and a qdisc shapes",
        "-throttlerateactionbitspersecond": "rates cannot be limited: a policy marks, and a qdisc shapes",
        "--set-mark": "a policy sets no fwmark: it sets dscp, priority and pcp",
        "--set-xmark": "a policy sets no fwmark: it sets dscp, priority and pcp",
        "queue": "a policy has no queues: set a priority, and let a qdisc queue by it",
        "-apppathname": "programs cannot be matched yet: name the socket's owner with user, or ports",
        "apppathname": "programs cannot be matched yet: name the socket's owner with user, or ports",
        "exe": "programs cannot be matched yet: name the socket's owner with user, or ports",
        "program": "programs cannot be matched yet: name the socket's owner with user, or ports",
        "or": "a rule has no 'or': several values of a field stand in braces, or write two rules",
        "||": "a rule has no 'or': several values of a field stand in braces, or write two rules",
    ]

    /// One word for another, for the nearest-name suggestions: `scope`, families, packets.
    private static let others: [String: String] = [
        "accept": "keep", "return": "keep", "pass": "keep", "allow": "keep", "permit": "keep", "ipv4": "ip",
        "ipv6": "ip6", "inet": "ip", "inet6": "ip6", "prio": "priority", "cos": "pcp", "application": "app",
        "service": "unit", "in": "iif", "out": "oif", "filter": "rule", "acl": "rule", "alias": "set",
    ]

    /// What a word of another tool is called here.
    static func translation(of word: String) -> String? {
        let lowered = word.lowercased()
        return others[lowered] ?? fields[lowered]?.rawValue
    }
}
