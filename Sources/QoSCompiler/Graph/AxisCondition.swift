import NetlinkModel

/// Conditions on one axis as nf_tables expressions.
///
/// Every load breaks the rule for a packet that does not have the value, which is just what an absent value means.
struct AxisCondition {
    let axis: GraphAxis
    /// Of the header that is looked at, on axes that depend on it.
    let family: IPFamily
    let largeSets: [RuleBoxes.LargeSet]

    private static let register = NFTRegister.data1

    /// Whether the axis has a value of its own in each family, in a header of that family.
    static func dependsOnFamily(_ axis: GraphAxis, _ largeSets: [RuleBoxes.LargeSet]) -> Bool {
        switch axis {
        case .saddr, .daddr, .dscp: return true
        case .member(_, let set):
            if case .addresses = largeSets[set].contents { return true } else { return false }
        case .family, .proto, .iif, .oif, .user, .group, .userName, .groupName, .mark, .dport, .sport: return false
        }
    }

    /// Brings the value into the register, in the byte order that `key` has in a map of this kind.
    func load(inInterval: Bool) -> [NFTExpression] {
        let register = Self.register
        switch axis {
        case .family: return [.meta(.layer3Protocol, into: register)]
        case .proto: return [.meta(.layer4Protocol, into: register)]
        case .iif: return [.meta(.inputInterfaceName, into: register)]
        case .oif: return [.meta(.outputInterfaceName, into: register)]
        case .user, .userName: return [.meta(.socketUserID, into: register)] + swap(inInterval)
        case .group, .groupName: return [.meta(.socketGroupID, into: register)] + swap(inInterval)
        case .mark(let mask):
            let load = NFTExpression.meta(.mark, into: register)
            guard mask != .max else { return [load] + swap(inInterval) }
            return [
                load, .bitwise(from: register, into: register, mask: HostOrder.bytes(mask), xor: [0, 0, 0, 0]),
            ] + swap(inInterval)
        case .dscp:
            let field: NFTHeaderField = family == .ip ? .ipv4DSCP : .ipv6DSCP
            let mask = field.mask ?? []
            return FieldLowering.familyGuard(family) + [
                .payload(field.payload, into: register),
                .bitwise(from: register, into: register, mask: mask, xor: [UInt8](repeating: 0, count: mask.count)),
            ]
        case .dport, .sport, .daddr, .saddr, .member: return loadHeader
        }
    }

    private var loadHeader: [NFTExpression] {
        let field = headerField
        let load = NFTExpression.payload(field.payload, into: Self.register)
        return field.layer3 == nil ? [load] : FieldLowering.familyGuard(family) + [load]
    }

    private var headerField: NFTHeaderField {
        let isSource: Bool
        switch axis {
        case .sport, .member(.sport, _): return .sourcePort
        case .dport, .member(.dport, _): return .destinationPort
        case .saddr, .member(.saddr, _): isSource = true
        default: isSource = false
        }
        switch family {
        case .ip: return isSource ? .ipv4SourceAddress : .ipv4DestinationAddress
        case .ip6: return isSource ? .ipv6SourceAddress : .ipv6DestinationAddress
        }
    }

    /// Intervals compare as big-endian numbers.
    private func swap(_ inInterval: Bool) -> [NFTExpression] {
        inInterval ? [.hostToNetwork(from: Self.register, into: Self.register, length: 4)] : []
    }

    /// The type of a map's keys. Nil on axes whose values no map has.
    var key: NFTSetKey? {
        switch axis {
        case .proto: .internetProtocol
        case .iif, .oif: .interfaceName
        case .user: .userID
        case .group: .groupID
        case .mark: .mark
        case .dscp: .dscp(length: family == .ip ? 1 : 2)
        case .dport, .sport: .internetService
        case .daddr, .saddr: family == .ip ? .ipv4Address : .ipv6Address
        case .family, .userName, .groupName, .member: nil
        }
    }

    /// A value as a key: a DSCP stays in place inside its bytes.
    func key(_ value: UInt128) -> UInt128 {
        guard axis == .dscp else { return value }
        return value << (family == .ip ? 2 : 6)
    }

    /// The rule goes on for values in the interval.
    func compare(_ values: ClosedRange<UInt128>) -> [NFTExpression] {
        let maximum = axis.maximum(family)
        switch axis {
        case .family:
            return FieldLowering.familyGuard(values.lowerBound == 0 ? .ip : .ip6)
        case .userName(let name):
            return load(inInterval: false) + [.compare(operation(values), Self.register, .user(name))]
        case .groupName(let name):
            return load(inInterval: false) + [.compare(operation(values), Self.register, .group(name))]
        case .member(_, let set):
            let lookup = NFTExpression.lookup(
                .named(LargeSetNames.name(largeSets[set], family)), Self.register, inverted: values.lowerBound == 0)
            return loadHeader + [lookup]
        case .iif, .oif:
            return load(inInterval: false) + [.compare(.equal, Self.register, .bytes(Self.nameBytes(values)))]
        case .saddr, .daddr:
            // Everything of a family is what the guard says.
            if values == 0...maximum { return FieldLowering.familyGuard(family) }
            if let length = FieldLowering.prefixLength(values, width: family.addressWidth), length < family.addressWidth
            {
                return FieldLowering.familyGuard(family)
                    + FieldLowering.prefix(headerField, values.lowerBound, length, family, isNegated: false)
            }
            return loadHeader + number(values)
        case .dscp, .proto, .user, .group, .mark, .dport, .sport:
            return load(inInterval: false) + number(values)
        }
    }

    private func operation(_ values: ClosedRange<UInt128>) -> NFTCompareOperator {
        values.lowerBound == 0 ? .notEqual : .equal
    }

    private func number(_ values: ClosedRange<UInt128>) -> [NFTExpression] {
        guard let key else { return [] }
        return NumberMatch.expressions(
            IntervalSet([self.key(values.lowerBound)...self.key(values.upperBound)]), key: key, isNegated: false)
    }

    /// A whole name, or the bytes that the names of a prefix share.
    private static func nameBytes(_ values: ClosedRange<UInt128>) -> [UInt8] {
        let bytes = NumberMatch.bigEndian(values.lowerBound, count: 16)
        guard values.lowerBound != values.upperBound else { return bytes }
        return Array(bytes.prefix((values.lowerBound ^ values.upperBound).leadingZeroBitCount / 8))
    }
}

/// Names of the kernel sets for sets that are too large for maps.
enum LargeSetNames {
    static func name(_ set: RuleBoxes.LargeSet, _ family: IPFamily) -> String {
        switch set.contents {
        case .addresses: NamedSets.name(stem(set), family: family)
        case .ports: NamedSets.name(portSet: stem(set))
        }
    }

    /// A list in a rule has no name: it gets one that no set of a policy can have.
    private static func stem(_ set: RuleBoxes.LargeSet) -> String {
        set.name ?? "list/\(set.rule).\(set.field.rawValue)"
    }
}
