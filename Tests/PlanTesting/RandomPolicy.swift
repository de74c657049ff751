import QoSCompiler
import SeededRandom

/// Random policies as text: every supported field, negation, lists, ranges, named sets, every kind of action.
///
/// Values come from small pools around bounds, so that random packets (`RandomPacket`) hit and just miss them.
public struct RandomPolicy {
    private var random: SeededGenerator
    private let scope: Scope

    /// The whole policy.
    public static func text(_ random: inout SeededGenerator, rules: ClosedRange<Int>, scope: Scope) -> String {
        var policy = RandomPolicy(random: random, scope: scope)
        let text = policy.text(rules: rules)
        random = policy.random
        return text
    }

    private mutating func text(rules: ClosedRange<Int>) -> String {
        var lines = ["scope \(scope.rawValue)"]
        if random.chance(oneIn: 3) { lines.append("counters \(random.pick(["auto", "rule", "class", "none"]))") }
        if random.chance(oneIn: 5) { lines.append("hook-priority \(random.pick([-150, 0, 7]))") }
        // A PCP goes with the priority eight above it, so that no two markings contradict each other.
        lines += [
            "class voice dscp ef priority 13 pcp 5", "class video dscp af41", "class bulk priority 1:10",
            "class low dscp le pcp 1",
            "set mixed { \(values(2...5) { $0.address(nil) }) }", "set v4 { \(values(1...4) { $0.address(.ip) }) }",
            "set v6 { \(values(1...4) { $0.address(.ip6) }) }", "set nested { @v4 \(address(.ip)) }",
            "set everything { 0.0.0.0/0 \(address(.ip6)) }", "set ports { \(values(1...5) { $0.port() }) }",
            "set more-ports { @ports \(port()) }",
        ]
        for index in 0..<random.int(rules) { lines.append(rule("r\(index)")) }
        if random.chance(oneIn: 2) { lines.append("default \(action())") }
        return lines.joined(separator: "\n") + "\n"
    }

    public mutating func rule(_ name: String) -> String {
        let count = random.pick([0, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5])
        // A rule that takes everything hides what comes after it.
        let isCatchAll = count == 0 && random.chance(oneIn: 6)
        let fields = isCatchAll ? [] : Array(Self.fields.shuffled(using: &random).prefix(max(1, count)))
        let hasPorts = fields.contains(.sport) || fields.contains(.dport)
        let conditions = fields.map { condition($0, besidePorts: hasPorts) + " " }.joined()
        return "rule \(name) \(conditions)\(action())\(random.chance(oneIn: 10) ? " disabled" : "")"
    }

    private static let fields = MatchField.allCases.filter(\.isSupported)

    // MARK: Conditions

    private mutating func condition(_ field: MatchField, besidePorts: Bool) -> String {
        let isNegated = random.chance(oneIn: 3)
        let values =
            switch field {
            case .family: random.chance(oneIn: 8) ? "{ ip ip6 }" : random.pick(["ip", "ip6"])
            case .proto: list(1...4) { $0.proto(withPortsOnly: besidePorts && !isNegated) }
            case .saddr, .daddr: addresses()
            case .sport, .dport: ports()
            case .iif, .oif: list(1...3) { $0.interface() }
            case .user:
                list(1...3) {
                    $0.random.pick(["0", "1000", "1001", "1000-1004", "alice", "bob", "0-4294967294", "1003"])
                }
            case .group: list(1...3) { $0.random.pick(["0", "50", "5", "0-49", "staff", "wheel", "1000", "51-60"]) }
            case .dscp: list(1...4) { $0.dscp() }
            case .mark: list(1...3) { $0.mark() }
            case .cgroup, .unit, .app: "\"unsupported\""
            }
        return "\(field.rawValue) \(isNegated ? "!= " : "")\(values)"
    }

    private mutating func list(_ count: ClosedRange<Int>, _ value: (inout Self) -> String) -> String {
        let count = random.int(count)
        return count == 1 ? value(&self) : "{ \(values(count...count, value)) }"
    }

    private mutating func values(_ count: ClosedRange<Int>, _ value: (inout Self) -> String) -> String {
        (0..<random.int(count)).map { _ in value(&self) }.joined(separator: random.chance(oneIn: 4) ? ", " : " ")
    }

    private mutating func addresses() -> String {
        if random.chance(oneIn: 4) { return random.pick(["@mixed", "@v4", "@v6", "@nested", "@everything"]) }
        let family: IPFamily? = random.pick([.ip, .ip, .ip6, nil])
        return list(1...4) { $0.random.chance(oneIn: 8) ? "@mixed" : $0.address(family) }
    }

    private mutating func ports() -> String {
        random.chance(oneIn: 5) ? random.pick(["@ports", "@more-ports"]) : list(1...4) { $0.port() }
    }

    // MARK: Values

    private mutating func address(_ family: IPFamily?) -> String {
        let family = family ?? random.pick(IPFamily.allCases)
        let a = random.int(0...15)
        let b = random.int(a...16)
        switch family {
        case .ip:
            let prefix = [
                "10.0.0.8/29", "10.0.0.0/31", "10.0.0.4/30", "10.0.0.0/8", "10.0.0.0/9", "10.0.0.0/24", "0.0.0.0/0",
                "128.0.0.0/1",
            ]
            return random.pick([
                "10.0.0.\(a)", "10.0.0.\(a)", "10.0.0.\(a)-10.0.0.\(b)", "10.0.0.\(a)-10.0.1.0", random.pick(prefix),
                random.pick(prefix),
                "10.0.0.\(a)/32", "0.0.0.0-10.0.0.\(a)",
            ])
        case .ip6:
            let hex = String(a, radix: 16)
            let prefix = [
                "2001:db8::8/125", "2001:db8::/127", "2001:db8::/32", "2001:db8::/33", "2001:db8::/64", "::/0",
                "8000::/1",
            ]
            return random.pick([
                "2001:db8::\(hex)", "2001:db8::\(hex)", "2001:db8::\(hex)-2001:db8::\(String(b, radix: 16))",
                random.pick(prefix),
                random.pick(prefix), "2001:db8::\(hex)/128", "::-2001:db8::\(hex)",
            ])
        }
    }

    private mutating func port() -> String {
        random.pick([
            "79", "80", "81", "http", "443", "1000-1003", "1001-1009", "0", "65535", "0-79", "1004-65535", "53-54",
        ])
    }

    private mutating func proto(withPortsOnly: Bool) -> String {
        random.pick(
            ["tcp", "udp", "sctp", "dccp", "udplite"]
                + (withPortsOnly ? [] : ["icmp", "icmpv6", "esp", "ah", "gre", "0xff", "131"]))
    }

    private mutating func interface() -> String {
        random.pick(
            ["eth0", "eth1", "eth1*", "\"wg*\"", "wg0", "e*", "fifteen-bytes-x", "fifteen-bytes-*"]
                + (random.chance(oneIn: 8) ? ["*"] : []))
    }

    private mutating func dscp() -> String {
        random.pick(["0", "ef", "af11", "cs1-cs2", "8-16", "9", "10-63", "0-7", "63", "0x2e-0x30", "le", "1", "2", "3"])
    }

    private mutating func mark() -> String {
        random.pick([
            "0", "1", "2-3", "0x10/0xf0", "0/1", "1/1", "0/0", "255-300", "0xffffffff", "0x100/0xffffff00",
            "256-4294967295", "7/7",
        ])
    }

    private mutating func action() -> String {
        let pcp = random.int(0...7)
        return random.pick([
            "keep", "class voice", "class video", "class bulk", "class low", "set dscp \(random.int(0...63))",
            "set priority \(random.int(0...15))", "set priority \(random.int(0...40)):\(random.int(0...9))",
            "set priority \(8 + pcp) pcp \(pcp)", "set pcp \(pcp)", "set dscp cs\(pcp) pcp \(pcp)",
            "set dscp af41 priority 3",
        ])
    }
}
