import QoSCompiler
import SeededRandom

/// Policies whose rules nearly all overlap and do different things: wide and nested ranges around one point, negations,
/// wildcards. The order of the rules decides nearly every packet.
public struct OverlappingPolicy {
    /// Fields of which the rules of a policy have conditions on some.
    public static let shapes: [[MatchField]] = [
        [.dport], [.daddr], [.sport, .dport], [.saddr, .daddr], [.proto, .daddr, .dport], [.daddr, .mark],
        [.saddr, .daddr, .sport, .dport, .proto], [.user, .daddr, .dport], [.dscp, .mark, .group], [.mark],
        [.oif, .daddr], [.iif, .oif, .dscp], [.family, .dport, .user], [.user, .group, .oif, .mark],
        [.family, .proto, .saddr, .daddr, .sport, .dport, .iif, .oif, .dscp, .mark],
        [.family, .proto, .saddr, .daddr, .sport, .dport, .oif, .user, .group, .dscp, .mark],
    ]

    private var random: SeededGenerator
    /// In each rule, how many of ten conditions are left out.
    private let wildcards: Int
    private let negations: Int

    public static func text(_ random: inout SeededGenerator, fields: [MatchField], rules: Int, scope: Scope) -> String {
        var policy = OverlappingPolicy(
            random: random, wildcards: random.pick([0, 2, 3, 5]), negations: random.pick([0, 0, 1, 3]))
        let text = policy.text(fields, rules, scope)
        random = policy.random
        return text
    }

    private mutating func text(_ fields: [MatchField], _ rules: Int, _ scope: Scope) -> String {
        var text = "scope \(scope.rawValue)\ncounters \(random.pick(["rule", "rule", "class", "none"]))\n"
        for index in 0..<20 { text += "class c\(index) dscp \(index * 3)\n" }
        text += "set wide { 10.0.0.0/7 2001:db8::/31 }\nset half { 0-40000 50000-65535 }\n"
        for index in 0..<rules { text += rule("r\(index)", fields) + "\n" }
        if random.chance(oneIn: 2) { text += "default \(action())\n" }
        return text
    }

    private mutating func rule(_ name: String, _ fields: [MatchField]) -> String {
        var chosen = fields.filter { _ in random.int(0...9) >= wildcards }
        if chosen.isEmpty, !random.chance(oneIn: 40) { chosen = [random.pick(fields)] }
        // A family beside addresses of another one matches nothing.
        let family: IPFamily? =
            chosen.contains(.family) || random.chance(oneIn: 2) ? random.pick(IPFamily.allCases) : nil
        let hasPorts = chosen.contains(.sport) || chosen.contains(.dport)
        let conditions = chosen.map { field in
            let isNegated = random.int(0...9) < negations
            return "\(field.rawValue) \(isNegated ? "!= " : "")"
                + (isNegated ? narrow(field, family) : wide(field, family, hasPorts)) + " "
        }.joined()
        return "rule \(name) \(conditions)\(action())"
    }

    private mutating func action() -> String {
        random.chance(oneIn: 20) ? "keep" : random.chance(oneIn: 10) ? "set priority 3" : "class c\(random.int(0...19))"
    }

    // MARK: Values that have the point in them

    private mutating func wide(_ field: MatchField, _ family: IPFamily?, _ hasPorts: Bool) -> String {
        switch field {
        case .family: family == .ip6 ? "ip6" : "ip"
        case .proto:
            hasPorts ? random.pick(["{ tcp udp }", "udp", "{ udp sctp }"]) : random.pick(["udp", "{ icmp udp }"])
        case .saddr, .daddr: addresses(family)
        case .sport, .dport: random.chance(oneIn: 12) ? "@half" : range(around: 20_000, upTo: 65_535)
        case .iif, .oif:
            random.pick(["eth*", "eth0*", "{ eth0 eth01* }", "eth0", "\"*\"", "{ e* wg0 }", "{ eth0 lo }"])
        case .user:
            random.chance(oneIn: 4)
                ? random.pick(["alice", "{ alice bob }"]) : range(around: 1000, upTo: 4_294_967_294)
        case .group: random.chance(oneIn: 5) ? "{ staff wheel }" : range(around: 50, upTo: 4_294_967_294)
        case .dscp: range(around: 30, upTo: 63)
        case .mark: random.chance(oneIn: 2) ? masked() : range(around: 0x1234, upTo: Int(UInt32.max))
        case .cgroup, .unit, .app: "\"unsupported\""
        }
    }

    private mutating func narrow(_ field: MatchField, _ family: IPFamily?) -> String {
        switch field {
        case .family: family == .ip6 ? "ip" : "ip6"
        case .proto: random.pick(["tcp", "{ icmp esp }"])
        case .saddr, .daddr: family == .ip6 ? "2001:db8::5" : random.pick(["10.0.0.5", "10.0.0.5-10.0.0.9"])
        case .sport, .dport: "\(random.int(19_990...20_010))"
        case .iif, .oif: random.pick(["eth1*", "eth1", "{ lo eth1* }"])
        case .user: random.pick(["carol", "{ carol 7 }", "1001"])
        case .group: random.pick(["5", "wheel", "60-70"])
        case .dscp: "\(random.int(28...32))"
        case .mark: random.pick(["0x1000/0xf000", "{ 5 6 }", "{ 1/3 7 }", "1"])
        case .cgroup, .unit, .app: "\"unsupported\""
        }
    }

    /// A range that has the point in it, of any width.
    private mutating func range(around point: Int, upTo maximum: Int) -> String {
        let reach = 1 << random.int(0...31)
        let low = max(0, point - random.int(0...reach))
        let high = min(maximum, point + random.int(0...reach))
        if random.chance(oneIn: 6), low > 2, high < maximum - 2 { return "{ \(low - 2) \(low)-\(high) }" }
        return low == high ? "\(low)" : "\(low)-\(high)"
    }

    private mutating func addresses(_ family: IPFamily?) -> String {
        if family == nil, random.chance(oneIn: 6) { return "@wide" }
        if family == nil, random.chance(oneIn: 4) { return "{ \(address(.ip)) \(address(.ip6)) }" }
        return address(family ?? random.pick(IPFamily.allCases))
    }

    /// A prefix of 10.1.1.1 or of 2001:db8:1:1::1, or a range around it.
    private mutating func address(_ family: IPFamily) -> String {
        let isRange = random.chance(oneIn: 3)
        let point = IPAddress(family == .ip ? "10.1.1.1" : "2001:db8:1:1::1")?.number ?? 0
        let width = family.addressWidth
        let length = random.pick([random.int(0...12), random.int(0...width)])
        let host = length == width ? 0 : family.addressMaximum >> UInt128(length)
        let (low, high) = (point & ~host, point | host)
        guard isRange, low < high else { return "\(IPAddress(family, low))/\(length)" }
        let first = UInt128.random(in: low...point, using: &random)
        let last = UInt128.random(in: point...high, using: &random)
        return "\(IPAddress(family, first))-\(IPAddress(family, last))"
    }

    /// Some bits of the point.
    private mutating func masked() -> String {
        let mask = random.pick([0, 1, 0xf, 0xff, 0xf0, 0xff00, 0x1234, 0xffff_0000, 0xf00f, 0xffff, 0x8000_0000])
        return "\(0x1234 & mask)/\(mask)"
    }
}
