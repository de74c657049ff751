/// Findings that a policy can have although every statement is well formed.
enum PolicyChecks {
    /// Findings about the policy as a whole.
    static func run(_ policy: Policy) -> [Diagnostic] {
        LinkChecks.run(policy) + ownership(policy) + laterFragments(policy) + bleaching(policy)
            + ConfusingNames.run(policy)
    }

    /// A rule whose fields never hold together, or never on the paths of the scope.
    static func neverMatching(_ rule: PolicyRule, _ scope: Scope) -> Diagnostic? {
        guard rule.isEnabled else { return nil }
        let space = RuleSpace(rule)
        if space.isEmpty {
            return Diagnostic(
                .warning, .neverMatches, "rule '\(rule.name)' matches no packet: its fields never hold together",
                at: rule.nameSpan)
        }
        guard !scope.paths.contains(where: space.isPossible(on:)) else { return nil }
        if let iif = rule.match(on: .iif) {
            return Diagnostic(
                .warning, .neverMatches,
                "rule '\(rule.name)' matches no packet: this host's own packets came in on no interface",
                at: iif.span, hint: "scope forward or scope both, or oif for the interface they leave on")
        }
        return Diagnostic(
            .warning, .neverMatches,
            "rule '\(rule.name)' matches no packet: forwarded packets have no socket owner",
            at: (rule.match(on: .user) ?? rule.match(on: .group))?.span ?? rule.nameSpan,
            hint: "scope output or scope both")
    }

    private static func ownership(_ policy: Policy) -> [Diagnostic] {
        guard let owner = firstMatch(policy, on: .user, .group) else { return [] }
        return [
            Diagnostic(
                .note, .ownership,
                "user and group are those that the socket's owner ran with (fsuid, fsgid), not membership",
                at: owner.span)
        ]
    }

    private static func laterFragments(_ policy: Policy) -> [Diagnostic] {
        guard policy.scope != .output, let port = firstMatch(policy, on: .sport, .dport) else { return [] }
        return [
            Diagnostic(
                .note, .laterFragments,
                "forwarded fragments after the first have no ports: rules with sport or dport miss them", at: port.span)
        ]
    }

    /// The condition on one field, or else on another, of the first enabled rule that has any.
    private static func firstMatch(_ policy: Policy, on field: MatchField, _ other: MatchField) -> FieldMatch? {
        let first = policy.rules.indices.first { index in
            policy.rules[index].isEnabled && (policy.rules[index].has(field) || policy.rules[index].has(other))
        }
        return first.flatMap { policy.rules[$0].match(on: field) ?? policy.rules[$0].match(on: other) }
    }

    // MARK: Bleaching

    /// Control traffic that hosts send with CS6 or that keeps the network up, as packets.
    private static let control: [(name: String, packet: Packet)] = {
        func packet(_ proto: UInt8, _ daddr: String, dport: UInt16? = nil, sport: UInt16? = nil) -> Packet {
            var packet = Packet()
            packet.proto = proto
            packet.daddr = IPAddress(daddr)
            packet.family = packet.daddr?.family ?? .ip
            packet.saddr = IPAddress(packet.family == .ip ? "192.0.2.1" : "fe80::1")
            packet.sport = sport
            packet.dport = dport
            packet.dscp = DSCP.classSelector(6)
            packet.oif = "eth0"
            return packet
        }
        return [
            ("OSPF", packet(ProtocolNames.ospf, "224.0.0.5")), ("OSPFv3", packet(ProtocolNames.ospf, "ff02::5")),
            ("BGP", packet(ProtocolNames.tcp, "192.0.2.2", dport: 179, sport: 50_000)),
            ("IGMP", packet(ProtocolNames.igmp, "224.0.0.22")),
            ("neighbour discovery", packet(ProtocolNames.icmpv6, "ff02::1:ff00:1")),
        ]
    }()

    /// A catch-all or a default that gives control traffic a lower DSCP.
    private static func bleaching(_ policy: Policy) -> [Diagnostic] {
        guard policy.defaultSpan != nil || policy.rules.contains(where: { $0.isEnabled && $0.matches.isEmpty }) else {
            return []
        }
        let packets = control.map { _, packet in
            var packet = packet
            packet.path = policy.scope == .forward ? .forward : .output
            if packet.path == .forward { packet.iif = "eth1" }
            return packet
        }
        var bleached: [SourceSpan: [String]] = [:]
        for (index, taker) in Interpreter(policy).ruleIndices(for: packets).enumerated() {
            let rule = taker.map { policy.rules[$0] }
            let action = rule?.action ?? policy.defaultAction
            guard let dscp = action.marking.dscp, dscp < packets[index].dscp else { continue }
            // A rule with conditions means what it says.
            let span = rule.map { $0.matches.isEmpty ? $0.nameSpan : nil } ?? policy.defaultSpan
            if let span { bleached[span, default: []].append(control[index].name) }
        }
        return bleached.map { span, names in
            Diagnostic(
                .warning, .bleaching,
                "this takes the network's own control traffic (\(names.joined(separator: ", "))) below CS6", at: span,
                hint: "put a rule before it, for example: rule control proto { ospf igmp icmpv6 } keep")
        }
    }
}
