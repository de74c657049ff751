// What each match field means, in two forms: for one packet, and for the space of all packets.
//
// Adding a match field: its meaning is said here, twice.

extension FieldMatch {
    /// Whether one condition holds. A field that the packet does not have never holds, negated or not.
    func holds(_ packet: Packet, resolvingOwners resolve: Interpreter.OwnerResolver?) -> Bool {
        switch values {
        case .families(let families):
            return families.contains(packet.family) != isNegated
        case .protocols(let protocols):
            guard let proto = packet.proto else { return false }
            return protocols.contains(proto) != isNegated
        case .addresses(let set):
            guard let address = field == .saddr ? packet.saddr : packet.daddr else { return false }
            // Negation keeps the family: addresses of a family that is not named are no match either way.
            guard set.names(address.family) else { return false }
            return set.contains(address) != isNegated
        case .ports(let ports):
            guard let port = field == .sport ? packet.sport : packet.dport, let proto = packet.proto,
                ProtocolNames.hasPorts(proto), !packet.isLaterFragment
            else { return false }
            return ports.contains(port) != isNegated
        case .interfaces(let patterns):
            guard let name = field == .iif ? packet.iif : packet.oif else { return false }
            return patterns.contains { $0.matches(name) } != isNegated
        case .owners(let owners):
            guard packet.path == .output, let owner = field == .user ? packet.user : packet.group else {
                return false
            }
            return Self.isOne(of: owners, owner, field: field, resolve) != isNegated
        case .dscps(let dscps):
            return dscps.contains(packet.dscp.value) != isNegated
        case .marks(let marks):
            return marks.contains(packet.mark) != isNegated
        case .names:
            return false
        }
    }

    private static func isOne(
        of owners: OwnerSet, _ owner: Owner, field: MatchField, _ resolve: Interpreter.OwnerResolver?
    ) -> Bool {
        func number(_ name: String) -> UInt32? { resolve?(name, field) }
        switch owner {
        case .id(let id):
            return owners.ids.contains(id) || owners.names.contains { number($0) == id }
        case .name(let name):
            if owners.names.contains(name) { return true }
            guard let id = number(name) else { return false }
            return owners.ids.contains(id) || owners.names.contains { number($0) == id }
        }
    }
}

extension RuleSpace {
    /// Narrows the space to the packets that fit the condition.
    mutating func add(_ match: FieldMatch) {
        func side<V>(_ set: IntervalSet<V>, _ maximum: V) -> IntervalSet<UInt128> {
            let mine = match.isNegated ? set.complement(upTo: maximum) : set
            return IntervalSet<UInt128>(mine.intervals.map { UInt128($0.lowerBound)...UInt128($0.upperBound) })
        }
        switch match.values {
        case .families(let named):
            for family in IPFamily.allCases where named.contains(family) == match.isNegated {
                families.remove(FamilySet(family))
            }
        case .protocols(let set):
            protocols = match.isNegated ? set.complement(upTo: .max) : set
        case .addresses(let set):
            addresses[match.field] = AddressCondition(set: set, isNegated: match.isNegated)
        case .ports(let set):
            numbers[match.field] = side(set, .max)
        case .interfaces(let patterns):
            interfaces[match.field] = match
            // Not any interface at all: no packet is left.
            if match.isNegated, patterns.contains(.prefix("")) { numbers[match.field] = IntervalSet() }
            if match.field == .iif { needsInput = true }
        case .owners(let owners):
            needsSocket = true
            if owners.names.isEmpty { numbers[match.field] = side(owners.ids, .max) }
        case .dscps(let set):
            numbers[match.field] = side(set, DSCP.maximum)
        case .marks(let marks):
            if marks.masked.isEmpty {
                numbers[match.field] = side(marks.exact, .max)
            } else if !match.isNegated, marks.exact.isEmpty {
                maskedMarks = marks.masked
            }
        case .names:
            needsSocket = needsSocket || match.field != .app
        }
    }
}
