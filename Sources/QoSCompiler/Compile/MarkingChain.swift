import NetlinkModel

/// The chain that gives packets a marking: every rule with this marking ends in it.
struct MarkingChain: Hashable {
    let name: String
    let marking: Marking
    /// Nil for a marking that no class names.
    let className: String?

    /// Nil for an action that changes nothing.
    init?(_ action: PolicyAction) {
        switch action {
        case .keep:
            return nil
        case .useClass(let name, let marking):
            self.name = "class_" + name
            className = name
            self.marking = marking
        case .set(let marking):
            var parts = ["set"]
            if let dscp = marking.dscp { parts.append("dscp-\(dscp)") }
            if let priority = marking.priority {
                parts.append("priority-" + String(priority.major, radix: 16) + "." + String(priority.minor, radix: 16))
            }
            // Links may make a difference of it.
            if let pcp = marking.pcp { parts.append("pcp-\(pcp)") }
            name = parts.joined(separator: "_")
            className = nil
            // What the kernel does here: a priority is the same, stated or that of the PCP.
            self.marking = Marking(dscp: marking.dscp, statedPriority: marking.priority, pcp: marking.pcp)
        }
    }

    /// Counts, sets the priority, since both need no family; then the DSCP of whichever header there is; `accept` ends our
    /// chain.
    func rules(counter: String?) -> [NFTRule] {
        var rules: [[NFTExpression]] = []
        let count: [NFTExpression] = counter.map { [.countOn($0)] } ?? []
        if let priority = marking.priority {
            let set: [NFTExpression] = [
                .immediate(HostOrder.bytes(priority.value), into: .data1), .setMeta(.priority, from: .data1),
            ]
            rules.append(count + (marking.dscp == nil ? set + [.verdict(.accept)] : set))
        } else if counter != nil {
            rules.append(count)
        }
        if let dscp = marking.dscp {
            for (family, field) in [(IPFamily.ip, NFTHeaderField.ipv4DSCPWord), (.ip6, .ipv6DSCP)] {
                rules.append(
                    FieldLowering.familyGuard(family) + Self.write(dscp, family: family, field) + [.verdict(.accept)])
            }
        }
        return rules.map { NFTRule(chain: name, expressions: $0) }
    }

    /// Load, replace the six bits and keep the others (version, ECN, flow label), write back.
    private static func write(_ dscp: DSCP, family: IPFamily, _ field: NFTHeaderField) -> [NFTExpression] {
        let value = NumberMatch.bigEndian(UInt128(dscp.value) << (family == .ip ? 2 : 6), count: 2)
        return [
            .payload(field.payload, into: .data1),
            .bitwise(from: .data1, into: .data1, mask: (field.mask ?? []).map { ~$0 }, xor: value),
            .setPayload(field.payload, from: .data1, checksum: field.checksum),
        ]
    }
}
