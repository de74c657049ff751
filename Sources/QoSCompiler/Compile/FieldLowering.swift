import NetlinkModel

/// One field of a rule as nf_tables expressions: alternatives, of which one has to hold.
///
/// Every load breaks the rule for a packet that does not have the field, which is just the absent-field rule.
/// Adding a match field: its expressions, and its place among the others, are made here.
struct FieldLowering {
    /// The family that the rule variant is for; nil when the rule looks at nothing that depends on it.
    let family: IPFamily?
    /// The protocols that ports may belong to, once the rule's `proto` is taken into account.
    let portProtocols: IntervalSet<UInt8>?

    typealias Alternatives = [[NFTExpression]]

    /// The order of conditions in a kernel rule: nft puts network before transport, and so its dependencies.
    static let order = MatchField.allCases.compactMap { field in rank(field).map { (field: field, rank: $0) } }
        .sorted { $0.rank < $1.rank }.map(\.field)

    /// Nil for fields that make no condition of their own: the family is a variant, and the others are refused before.
    private static func rank(_ field: MatchField) -> Int? {
        switch field {
        case .saddr: 0
        case .daddr: 1
        case .dscp: 2
        case .proto: 3
        case .sport: 4
        case .dport: 5
        case .iif: 6
        case .oif: 7
        case .user: 8
        case .group: 9
        case .mark: 10
        case .family, .cgroup, .unit, .app: nil
        }
    }

    /// Whether the condition is another one for IPv4 and for IPv6.
    static func dependsOnFamily(_ match: FieldMatch) -> Bool {
        switch match.values {
        case .addresses: true
        case .dscps(let set): !set.isEverything(upTo: DSCP.maximum)
        case .families, .protocols, .ports, .interfaces, .owners, .marks, .names: false
        }
    }

    /// Empty when no packet can match.
    func alternatives(_ match: FieldMatch) -> Alternatives {
        switch match.values {
        case .families, .names:
            // The family is a variant of its own; names never reach the compiler.
            return [[]]
        case .protocols(let set):
            return portProtocols == nil ? [protocols(set, isNegated: match.isNegated)] : [[]]
        case .addresses(let set):
            return [addresses(match, set)]
        case .ports(let set):
            return [ports(match, set)]
        case .interfaces(let patterns):
            return interfaces(match, patterns)
        case .owners(let owners):
            return self.owners(match, owners)
        case .dscps(let set):
            return [dscps(set, isNegated: match.isNegated)]
        case .marks(let marks):
            return self.marks(marks, isNegated: match.isNegated)
        }
    }

    static func familyGuard(_ family: IPFamily) -> [NFTExpression] {
        let number = family == .ip ? NFTLayer3Protocol.ipv4 : .ipv6
        return [.meta(.layer3Protocol, into: .data1), .compare(.equal, .data1, .bytes([number.rawValue]))]
    }

    func protocols(_ set: IntervalSet<UInt8>, isNegated: Bool) -> [NFTExpression] {
        let load = NFTExpression.meta(.layer4Protocol, into: .data1)
        // Single values, so that nft prints names and uses a hash.
        let values = set.intervals.flatMap { interval in interval.map { UInt128($0) } }
        guard values.count > 1 else {
            return [load] + NumberMatch.expressions(.init(widening: set), key: .internetProtocol, isNegated: isNegated)
        }
        let anonymous = NFTSet.anonymous(
            key: .internetProtocol, isInterval: false, elements: values.map { NFTSetElement($0) })
        return [load, .lookup(.anonymous(anonymous), .data1, inverted: isNegated)]
    }

    // MARK: Addresses

    private func addresses(_ match: FieldMatch, _ set: AddressSet) -> [NFTExpression] {
        guard let family else { return [] }
        let field: NFTHeaderField =
            switch (match.field, family) {
            case (.saddr, .ip): .ipv4SourceAddress
            case (_, .ip): .ipv4DestinationAddress
            case (.saddr, .ip6): .ipv6SourceAddress
            case (_, .ip6): .ipv6DestinationAddress
            }
        let intervals = set.intervals(family)
        if intervals.isEverything(upTo: family.addressMaximum) { return [] }
        if let name = match.setName {
            return [
                .payload(field.payload, into: .data1),
                .lookup(.named(NamedSets.name(name, family: family)), .data1, inverted: match.isNegated),
            ]
        }
        if intervals.intervals.count == 1, let only = intervals.intervals.first,
            let length = Self.prefixLength(only, width: family.addressWidth), length < family.addressWidth
        {
            return Self.prefix(field, only.lowerBound, length, family, isNegated: match.isNegated)
        }
        let key: NFTSetKey = family == .ip ? .ipv4Address : .ipv6Address
        return [.payload(field.payload, into: .data1)]
            + NumberMatch.expressions(intervals, key: key, isNegated: match.isNegated)
    }

    /// Whole bytes are loaded as such; other prefixes are masked. nft does the same.
    static func prefix(
        _ field: NFTHeaderField, _ address: UInt128, _ length: Int, _ family: IPFamily, isNegated: Bool
    ) -> [NFTExpression] {
        let count = family.addressWidth / 8
        let bytes = NumberMatch.bigEndian(address, count: count)
        let operation: NFTCompareOperator = isNegated ? .notEqual : .equal
        if length % 8 == 0 {
            let short = NFTPayload(base: .network, offset: field.payload.offset, length: UInt32(length / 8))
            return [
                .payload(short, into: .data1), .compare(operation, .data1, .bytes(Array(bytes.prefix(length / 8)))),
            ]
        }
        let mask = family.addressMaximum ^ (family.addressMaximum >> UInt128(length))
        return [
            .payload(field.payload, into: .data1),
            .bitwise(
                from: .data1, into: .data1, mask: NumberMatch.bigEndian(mask, count: count),
                xor: [UInt8](repeating: 0, count: count)),
            .compare(operation, .data1, .bytes(bytes)),
        ]
    }

    /// The length of the prefix that an interval is; nil when it is none.
    static func prefixLength(_ interval: ClosedRange<UInt128>, width: Int) -> Int? {
        let host = interval.lowerBound ^ interval.upperBound
        guard host & (host &+ 1) == 0, interval.lowerBound & host == 0 else { return nil }
        return width - host.nonzeroBitCount
    }

    // MARK: Ports

    private func ports(_ match: FieldMatch, _ set: IntervalSet<UInt16>) -> [NFTExpression] {
        let field: NFTHeaderField = match.field == .sport ? .sourcePort : .destinationPort
        let load = NFTExpression.payload(field.payload, into: .data1)
        if let name = match.setName {
            return [load, .lookup(.named(NamedSets.name(portSet: name)), .data1, inverted: match.isNegated)]
        }
        return [load] + NumberMatch.expressions(.init(widening: set), key: .internetService, isNegated: match.isNegated)
    }

    // MARK: Interfaces

    private func interfaces(_ match: FieldMatch, _ patterns: [InterfacePattern]) -> Alternatives {
        let load = NFTExpression.meta(match.field == .iif ? .inputInterfaceName : .outputInterfaceName, into: .data1)
        var exact: [UInt128] = []
        var prefixes: [String] = []
        for pattern in patterns {
            switch pattern {
            case .exact(let name): exact.append(Self.nameNumber(name.description))
            case .prefix(let prefix): if !prefixes.contains(prefix) { prefixes.append(prefix) }
            }
        }
        // `*` alone is every interface, and every packet that gets here has one.
        if prefixes.contains("") { return match.isNegated ? [] : [[]] }
        var alternatives: Alternatives = []
        if !exact.isEmpty {
            // Names have no order: an interval set over them would mean nothing, so neighbours stay single.
            let names = Set(exact).sorted()
            let comparison: NFTExpression =
                names.count == 1
                ? .compare(
                    match.isNegated ? .notEqual : .equal, .data1, .bytes(NumberMatch.bigEndian(names[0], count: 16)))
                : .lookup(
                    .anonymous(
                        .anonymous(key: .interfaceName, isInterval: false, elements: names.map { NFTSetElement($0) })),
                    .data1, inverted: match.isNegated)
            alternatives.append([load, comparison])
        }
        for prefix in prefixes {
            alternatives.append(
                [load, .compare(match.isNegated ? .notEqual : .equal, .data1, .bytes(Array(prefix.utf8)))])
        }
        return match.isNegated ? [alternatives.flatMap(\.self)] : alternatives
    }

    /// 16 bytes, padded with zeros, as one number.
    static func nameNumber(_ name: String) -> UInt128 {
        let bytes = Array(name.utf8.prefix(15))
        return (bytes + [UInt8](repeating: 0, count: 16 - bytes.count)).reduce(0) { $0 << 8 | UInt128($1) }
    }

    // MARK: Owners, marks, DSCP

    private func owners(_ match: FieldMatch, _ owners: OwnerSet) -> Alternatives {
        let isUser = match.field == .user
        let load = NFTExpression.meta(isUser ? .socketUserID : .socketGroupID, into: .data1)
        var alternatives: Alternatives = []
        if !owners.ids.isEmpty {
            alternatives.append(
                [load]
                    + NumberMatch.expressions(
                        .init(widening: owners.ids), key: isUser ? .userID : .groupID, isNegated: match.isNegated))
        }
        for name in owners.names {
            alternatives.append(
                [load, .compare(match.isNegated ? .notEqual : .equal, .data1, isUser ? .user(name) : .group(name))])
        }
        return match.isNegated ? [alternatives.flatMap(\.self)] : alternatives
    }

    private func marks(_ marks: MarkSet, isNegated: Bool) -> Alternatives {
        let load = NFTExpression.meta(.mark, into: .data1)
        var alternatives: Alternatives = []
        if marks.exact.isEverything(upTo: .max) { return isNegated ? [] : [[]] }
        if !marks.exact.isEmpty {
            alternatives.append(
                [load] + NumberMatch.expressions(.init(widening: marks.exact), key: .mark, isNegated: isNegated))
        }
        for mark in marks.masked {
            alternatives.append([
                load,
                .bitwise(from: .data1, into: .data1, mask: HostOrder.bytes(mark.mask), xor: [0, 0, 0, 0]),
                .compare(isNegated ? .notEqual : .equal, .data1, .bytes(HostOrder.bytes(mark.value))),
            ])
        }
        return isNegated ? [alternatives.flatMap(\.self)] : alternatives
    }

    private func dscps(_ set: IntervalSet<UInt8>, isNegated: Bool) -> [NFTExpression] {
        guard let family, !set.isEverything(upTo: DSCP.maximum) else { return [] }
        let field: NFTHeaderField = family == .ip ? .ipv4DSCP : .ipv6DSCP
        let mask = field.mask ?? []
        // The field stays in place inside its bytes: two bits up in IPv4's, six in IPv6's.
        let shifted = IntervalSet<UInt128>(widening: set, shiftedBy: family == .ip ? 2 : 6)
        // Shifting sets neighbours apart: 8-15 is one interval of code points still, from 8 << n to 15 << n.
        return [
            .payload(field.payload, into: .data1),
            .bitwise(from: .data1, into: .data1, mask: mask, xor: [UInt8](repeating: 0, count: mask.count)),
        ] + NumberMatch.expressions(shifted, key: .dscp(length: mask.count), isNegated: isNegated)
    }
}

extension FieldMatch {
    /// At least as many as `FieldLowering.alternatives` gives.
    fileprivate var manyAlternatives: Int {
        switch values {
        case .interfaces(let patterns): patterns.count
        case .owners(let owners): owners.names.count + 1
        case .marks(let marks): marks.masked.count + 1
        case .families, .protocols, .addresses, .ports, .dscps, .names: 1
        }
    }

    /// A quick upper bound of the expressions of one alternative: negated lists stand in one, after one another.
    var expressionsBound: Int { isNegated ? manyAlternatives * 4 : 4 }

    /// A quick upper bound of the kernel rules that this condition alone makes necessary.
    var alternativesBound: Int { isNegated ? 1 : manyAlternatives }
}

extension NFTMetaKey {
    /// The field that is loaded by it.
    var field: MatchField? {
        switch self {
        case .layer3Protocol: .family
        case .layer4Protocol: .proto
        case .inputInterfaceName: .iif
        case .outputInterfaceName: .oif
        case .socketUserID: .user
        case .socketGroupID: .group
        case .mark: .mark
        case .priority, .inputInterface: nil
        }
    }
}
