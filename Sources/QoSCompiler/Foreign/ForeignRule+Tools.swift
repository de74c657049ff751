/// Words that only one tool has.
extension ForeignRule {
    /// nft's `add rule FAMILY TABLE CHAIN`, tc's `filter add dev …`.
    mutating func skipPlace() -> Bool {
        if isTC {
            index += 1
            return true
        }
        guard key(1) == "rule" else { return false }
        let families: Set = ["ip", "ip6", "inet", "arp", "bridge", "netdev"]
        index += key(2).map(families.contains) == true ? 5 : 4
        return index <= pieces.count
    }

    mutating func name() -> Bool {
        guard pieces.indices.contains(index + 1) else { return false }
        switch pieces[index + 1] {
        case .word(let text), .string(let text): draft.name = ForeignName.usable(text)
        default: return false
        }
        index += 2
        return true
    }

    /// pf's words for where a packet goes, and what some tools log; nil where the word is something else.
    mutating func filterWord(_ key: String) -> Bool? {
        switch key {
        case "pass", "match":
            hasMasks = key == "match" && ["ip", "ip6"].contains(self.key(1) ?? "")
            guard index == 0 else { return nil }
            isPF = key == "pass" || ["in", "out"].contains(self.key(1) ?? "")
            passes = key == "pass"
        case "in", "out":
            guard isPF else { return nil }
            comesIn = key == "in"
        case "tc":
            guard index == 0, self.key(1) == "filter" else { return nil }
            isTC = true
            index += 1
        case "from", "to":
            portIsSource = key == "from"
            guard self.key(1) == "port" else { return nil }
        case "inet", "inet6":
            index += 1
            return draft.add(.family, [key == "inet" ? "ip" : "ip6"])
        case "comment", "prefix":
            index += 1
        case "log":
            if self.key(1) == "prefix" { index += 2 }
        case "counter":
            if self.key(1) == "packets" { index += 4 }
        default: return nil
        }
        index += 1
        return index <= pieces.count
    }

    mutating func tcWord(_ key: String) -> Bool? {
        switch key {
        case "parent", "prio", "pref", "handle", "eth_type": index += 2
        case "protocol":
            guard index > 0, case .word(let before) = pieces[index - 1], before == "ip" || before == "ip6" else {
                guard let family = ["ip": "ip", "ipv6": "ip6", "all": ""][self.key(1) ?? ""] else { return false }
                index += 2
                return family.isEmpty || draft.add(.family, [family])
            }
            return nil
        case "u32", "flower", "matchall", "root", "ingress", "egress", "clsact": index += 1
        default: return nil
        }
        return index <= pieces.count
    }
}
