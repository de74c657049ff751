import SeededRandom

/// Rule sets of the kinds that policies have, of any size: what Benchmarks/generate.py makes, smaller.
public enum RuleSetFamily: String, CaseIterable, Sendable {
    case ports, prefixes, services, sections
    /// Dense 5-tuples of the character that Taylor and Turner describe in "ClassBench: A Packet Classification Benchmark"
    /// (IEEE INFOCOM 2005): access lists, firewalls, chains of Linux firewalls.
    case acl, fw, ipc

    /// One rule in `ipv6` is for IPv6; none for zero.
    public func make(_ random: inout SeededGenerator, rules count: Int, ipv6: Int = 0) -> RuleSet {
        var maker = Maker(random: random)
        var rules =
            switch self {
            case .ports: (0..<count).map { _ in maker.port() }
            case .prefixes: (0..<count).map { _ in maker.prefix() }
            case .services: maker.services(count)
            case .sections: maker.sections(count)
            case .acl, .fw, .ipc: maker.fiveTuples(self, count)
            }
        for index in rules.indices {
            rules[index].name = "r\(index + 1)"
            if ipv6 > 0, maker.random.chance(oneIn: ipv6) { rules[index].isIPv6 = true }
        }
        random = maker.random
        return RuleSet(rules)
    }

    /// One more rule of the family, for an edit.
    public func another(_ random: inout SeededGenerator, like rules: RuleSet) -> SetRule {
        var maker = Maker(random: random)
        defer { random = maker.random }
        var rule = random.pick(rules.rules)
        rule.name = "new"
        rule.className = random.pick(RuleSet.classes).name
        if rule.dport != nil { rule.dport = maker.ports(ranges: 3) }
        if rule.daddr != nil { rule.daddr = maker.somePrefix() }
        return rule
    }
}

private struct Maker {
    var random: SeededGenerator

    private static let servicePorts: [UInt16] = [
        22, 25, 53, 80, 88, 123, 143, 389, 443, 445, 514, 636, 993, 1194, 1433, 1521, 1720, 1935, 2049, 3260, 3306,
        3389,
        3478, 4500, 5004, 5060, 5061, 5201, 5222, 5432, 5671, 6379, 8080, 8443, 8801, 9000, 9092, 9418, 11211, 27017,
    ]
    private static let lengths = weighted([
        12: 1, 14: 1, 16: 6, 18: 4, 20: 6, 22: 10, 23: 6, 24: 36, 26: 3, 28: 3, 30: 2, 32: 22,
    ])

    /// Each value as often as its weight says.
    private static func weighted(_ weights: KeyValuePairs<Int, Int>) -> [Int] {
        weights.flatMap { [Int](repeating: $0.key, count: $0.value) }
    }

    private mutating func rule() -> SetRule { SetRule("", class: random.pick(RuleSet.classes).name) }

    private mutating func proto() -> UInt8 { random.int(0...9) < 6 ? 17 : 6 }

    private mutating func address() -> UInt32 { UInt32(random.int(0x0100_0000...0xdeff_ffff)) }

    mutating func somePrefix() -> SetRule.Prefix { SetRule.Prefix(address(), random.pick(Self.lengths)) }

    /// One port, or up to 64 of them in three of ten.
    mutating func ports(ranges tenths: Int) -> ClosedRange<UInt16> {
        let first = UInt16(random.int(1024...65_535))
        guard random.int(0...9) < tenths else { return first...first }
        let more = UInt16(random.pick([1, 3, 4, 7, 9, 15, 19, 31, 63]))
        return first...(first > .max - more ? .max : first + more)
    }

    mutating func port() -> SetRule {
        var rule = rule()
        rule.proto = proto()
        rule.dport = ports(ranges: 3)
        return rule
    }

    mutating func prefix() -> SetRule {
        var rule = rule()
        rule.daddr = somePrefix()
        return rule
    }

    /// About ten services at each of so many sites.
    mutating func services(_ count: Int) -> [SetRule] {
        let sites = (0..<max(2, count / 10)).map { _ in somePrefix() }
        return (0..<count).map { _ in
            var rule = rule()
            let port = random.pick(Self.servicePorts)
            rule.dport = random.chance(oneIn: 2) ? port...port : ports(ranges: 3)
            rule.proto = proto()
            rule.daddr = random.pick(sites)
            return rule
        }
    }

    /// Users, then services, ports and prefixes, then catch-alls: what a grown policy looks like.
    mutating func sections(_ count: Int) -> [SetRule] {
        let users = max(1, min(200, count / 20))
        let rest = count - users - max(1, min(5, count / 20))
        var rules: [SetRule] = (0..<users).map { user in
            var rule = rule()
            rule.user = UInt32(2000 + user)
            if random.int(0...9) < 3 {
                rule.proto = proto()
                rule.dport = ports(ranges: 5)
            }
            return rule
        }
        rules += services(rest * 45 / 100)
        rules += (0..<(rest * 25 / 100)).map { _ in port() }
        while rules.count < users + rest { rules.append(prefix()) }
        for proto: UInt8? in [6, 1, 47, 50, nil] where rules.count < count {
            var rule = rule()
            rule.proto = proto
            if proto == nil { rule.daddr = SetRule.Prefix(0x6440_0000, 10) }
            rules.append(rule)
        }
        return rules
    }

    /// Weights, for each hundred: what a family of 5-tuples is like.
    private struct Character {
        /// tcp, udp, icmp, any, another.
        var protocols: [Int]
        /// Any, high, low, range, one.
        var sports: [Int]
        var dports: [Int]
        var saddrs: [Int]
        var daddrs: [Int]
    }

    private static func character(_ family: RuleSetFamily) -> Character {
        func kinds(_ weights: [Int]) -> [Int] {
            weights.enumerated().flatMap { [Int](repeating: $0, count: $1) }
        }
        switch family {
        case .fw:
            return Character(
                protocols: kinds([55, 25, 5, 12, 3]), sports: kinds([70, 8, 0, 2, 20]),
                dports: kinds([25, 10, 0, 10, 55]),
                saddrs: weighted([0: 40, 8: 5, 14: 5, 16: 5, 20: 3, 24: 12, 32: 30]),
                daddrs: weighted([0: 20, 16: 3, 24: 17, 28: 10, 32: 50]))
        case .ipc:
            return Character(
                protocols: kinds([50, 30, 8, 8, 4]), sports: kinds([75, 3, 0, 2, 20]),
                dports: kinds([40, 4, 2, 6, 48]),
                saddrs: weighted([0: 10, 8: 3, 16: 12, 20: 5, 24: 15, 32: 55]),
                daddrs: weighted([0: 12, 8: 3, 16: 10, 20: 5, 24: 20, 32: 50]))
        default:
            return Character(
                protocols: kinds([75, 20, 2, 3, 0]), sports: kinds([100, 0, 0, 0, 0]),
                dports: kinds([13, 2, 0, 25, 60]),
                saddrs: weighted([0: 2, 16: 3, 20: 5, 23: 10, 24: 30, 26: 8, 27: 12, 28: 10, 30: 5, 32: 15]),
                daddrs: weighted([16: 2, 21: 3, 24: 25, 27: 5, 30: 5, 32: 60]))
        }
    }

    /// Prefixes are cut from hosts in few networks, so that they nest and repeat; specific rules stand before general
    /// ones, roughly, as people write them.
    mutating func fiveTuples(_ family: RuleSetFamily, _ count: Int) -> [SetRule] {
        let character = Self.character(family)
        let (sources, destinations) = (hosts(count), hosts(count))
        let ranges: [ClosedRange<UInt16>] = (0..<24).map { _ in
            let first = UInt16(random.int(1024...60_000))
            return first...(first + UInt16(random.pick([1, 4, 9, 19, 63, 99, 255, 1000, 5000])))
        }
        var found: [(rule: SetRule, place: Int)] = []
        while found.count < count {
            var rule = rule()
            switch random.pick(character.protocols) {
            case 0: rule.proto = 6
            case 1: rule.proto = 17
            case 2: rule.proto = 1
            case 3: break
            default: rule.proto = random.pick([47, 50, 89])
            }
            rule.saddr = cut(sources, random.pick(character.saddrs))
            rule.daddr = cut(destinations, random.pick(character.daddrs))
            if rule.proto == 6 || rule.proto == 17 {
                rule.sport = port(random.pick(character.sports), ranges)
                rule.dport = port(random.pick(character.dports), ranges)
            }
            // What takes nearly everything leaves the rules behind it without packets.
            guard rule.saddr != nil || rule.daddr != nil || (rule.sport != nil && rule.dport != nil) else { continue }
            found.append((rule, -rule.specificity + random.int(-6...6)))
        }
        return found.sorted { $0.place < $1.place }.map(\.rule)
    }

    private mutating func hosts(_ count: Int) -> [UInt32] {
        let root = Int(Double(count).squareRoot())
        let networks = (0..<max(2, root / 4)).map { _ in address() & 0xffff_0000 }
        let subnets = (0..<max(4, root * 2)).map { _ in random.pick(networks) | UInt32(random.int(0...255)) << 8 }
        return (0..<max(8, count / 2)).map { _ in random.pick(subnets) | UInt32(random.int(0...255)) }
    }

    /// Some hosts come often, most of them once or twice.
    private mutating func cut(_ pool: [UInt32], _ length: Int) -> SetRule.Prefix? {
        guard length > 0 else { return nil }
        let share = Double(random.int(0...9_999)) / 10_000
        return SetRule.Prefix(pool[Int(Double(pool.count) * share * share)], length)
    }

    private mutating func port(_ kind: Int, _ ranges: [ClosedRange<UInt16>]) -> ClosedRange<UInt16>? {
        switch kind {
        case 0: return nil
        case 1: return 1024...65_535
        case 2: return 0...1023
        case 3: return random.pick(ranges)
        default:
            let port = random.int(0...9) < 7 ? random.pick(Self.servicePorts) : UInt16(random.int(1024...65_535))
            return port...port
        }
    }
}
