import QoSCompiler

/// Random policies as text, over every field, negation, lists, ranges and sets: what a fuzzer of meaning needs.
public struct PolicyGenerator<Random: RandomNumberGenerator> {
    public var random: Random
    /// What rules give packets.
    public var markings = RandomMarkings.withoutPCP
    /// Words for `oif` (and, in a forward scope, `iif`).
    public var interfaces = ["\"wg*\""] + Pool.interfaces

    public init(_ random: Random) {
        self.random = random
    }

    public mutating func policy(rules: Int, scope: Scope) -> String {
        var lines = ["scope \(scope.rawValue)"] + markings.classes
        lines += [
            "set nets { \(address(.ip)) \(address(.ip)) \(address(.ip6)) }",
            "set hosts { \(address(.ip)) \(address(.ip)) }",
            "set ports { \(port()) \(port()) \(port()) }",
        ]
        if chance(3) { lines.append("counters \(["rule", "class", "none", "auto"].pick(&random))") }
        for index in 0..<rules { lines.append(rule(index, scope)) }
        lines.append("default \(chance(2) ? "keep" : markings.actions.pick(&random))")
        return lines.joined(separator: "\n") + "\n"
    }

    private mutating func rule(_ index: Int, _ scope: Scope) -> String {
        var fields = MatchField.allCases.filter { $0.isSupported && ($0 != .iif || scope != .output) }
            .shuffled(using: &random)
        fields = Array(fields.prefix(Int.random(in: 0...4, using: &random)))
        // A rule that takes everything hides what comes after it.
        if fields.isEmpty, !chance(8) { fields = [.dport] }
        let hasPorts = fields.contains(.sport) || fields.contains(.dport)
        let matches = fields.map { match($0, hasPorts: hasPorts, scope) }
        let action = chance(9) ? "keep" : markings.actions.pick(&random)
        return "rule r\(index) \(matches.joined(separator: " ")) \(action)\(chance(12) ? " disabled" : "")"
    }

    private mutating func match(_ field: MatchField, hasPorts: Bool, _ scope: Scope) -> String {
        let isNegated = chance(4)
        let operation = isNegated ? "!= " : ""
        switch field {
        case .family: return "family \(operation)\(["ip", "ip6"].pick(&random))"
        case .proto:
            // A listed protocol without ports is an error beside ports.
            let pool = hasPorts && !isNegated ? Pool.protocols.filter(ProtocolNames.hasPorts) : Pool.protocols
            return "proto \(operation)\(list(1...3) { "\(pool.pick(&$0.random))" })"
        case .saddr, .daddr:
            if chance(4) { return "\(field.rawValue) \(operation)@\(["nets", "hosts"].pick(&random))" }
            return "\(field.rawValue) \(operation)"
                + list(1...4) { $0.chance(8) ? "@hosts" : $0.address($0.chance(3) ? .ip6 : .ip) }
        case .sport, .dport:
            if chance(5) { return "\(field.rawValue) \(operation)@ports" }
            return "\(field.rawValue) \(operation)" + list(1...3) { $0.port() }
        case .iif: return "iif \(operation)" + list(1...2) { $0.interface() }
        case .oif: return "oif \(operation)" + list(1...2) { $0.interface() }
        case .user, .group:
            return "\(field.rawValue) \(operation)"
                + list(1...2) { $0.chance(3) ? "1000-1003" : "\(Pool.users.pick(&$0.random))" }
        case .dscp:
            return "dscp \(operation)" + list(1...3) { $0.chance(3) ? "8-20" : "\(Pool.dscps.pick(&$0.random))" }
        case .mark:
            return "mark \(operation)" + list(1...2) { $0.mark() }
        case .cgroup, .unit, .app: return ""
        }
    }

    private mutating func list(_ count: ClosedRange<Int>, _ item: (inout Self) -> String) -> String {
        let items = (0..<Int.random(in: count, using: &random)).map { _ in item(&self) }
        return items.count == 1 ? items[0] : "{ \(items.joined(separator: " ")) }"
    }

    private mutating func address(_ family: IPFamily) -> String {
        let base = (family == .ip ? Pool.ipv4 : Pool.ipv6).pick(&random)
        let host = Int.random(in: 1...30, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: return family == .ip ? "\(base)0/24" : "\(base)/64"
        case 1: return family == .ip ? "\(base)\(host)-\(base)\(host + 9)" : "\(base)\(host)-\(base)\(host + 9)"
        case 2: return family == .ip ? "\(base)16/28" : "\(base)10/124"
        default: return "\(base)\(host)"
        }
    }

    private mutating func port() -> String {
        let port = Pool.ports.pick(&random)
        return chance(3) && port < 60_000 ? "\(port)-\(port + 9)" : "\(port)"
    }

    private mutating func interface() -> String { interfaces.pick(&random) }

    private mutating func mark() -> String {
        switch Int.random(in: 0..<4, using: &random) {
        case 0: "0x10/0xf0"
        case 1: "0/1"
        case 2: "1-0x10"
        default: "\(Pool.marks.pick(&random))"
        }
    }

    private mutating func chance(_ oneIn: Int) -> Bool {
        Int.random(in: 0..<oneIn, using: &random) == 0
    }
}
