public import NetlinkModel

/// The tc filters of a `link` statement. All leave the frame to other filters (`continue`), whatever they do to it.
public struct LinkFilters: Hashable, Sendable {
    enum Form: Hashable, Sendable {
        case tag([PriorityToken])
        case retag([PriorityToken])
        case trustPCP
        case trustDSCP
    }

    /// A tag of a VLAN device above a trunk.
    public struct Tag: Hashable, Sendable {
        public var id: UInt16
        /// Its EtherType.
        public var tagProtocol: UInt16

        public init(id: UInt16, tagProtocol: UInt16) {
            self.id = id
            self.tagProtocol = tagProtocol
        }
    }

    /// The preferences of all our filters: no others are touched. A preference has one protocol and one classifier.
    public static let preferences: ClosedRange<UInt16> = 20803...20804

    let form: Form
    /// On every action, so that filters can be told from a stranger's: ours, and which policy's.
    let cookie: [UInt8]

    init(_ form: Form, _ policy: Policy) {
        self.form = form
        cookie = Self.cookie(policyNamed: policy.name)
    }

    /// What our cookies begin with; after it come 8 bytes of the hash of the policy's name.
    public static let cookiePrefix = Array("qosctl:1".utf8)

    static func cookie(policyNamed name: String?) -> [UInt8] {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in (name ?? "").utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return cookiePrefix + (0..<8).map { UInt8(truncatingIfNeeded: hash >> (56 - 8 * $0)) }
    }

    /// Whether a filter is one of ours, of whatever policy.
    public static func isOurs(_ filter: TCFilter) -> Bool {
        preferences.contains(filter.identity.preference)
            && filter.actions.first.map { $0.cookie.starts(with: cookiePrefix) } ?? false
    }

    public var hook: TCHook {
        switch form {
        case .tag, .retag: .egress
        case .trustPCP, .trustDSCP: .ingress
        }
    }

    var wantsTokens: Bool { hook == .egress }

    var includesVLANsAbove: Bool {
        if case .retag = form { true } else { false }
    }

    /// Filters of an interface, for the tags of the VLAN devices above it. Handles are numbers from 1 within a preference;
    /// what they are does not matter, since no two filters of a form take the same frame. `besideTags`: whether the
    /// interface has a `tag` as well, which takes the frames that `retag` leaves.
    public func filters(on interfaceIndex: Int32, tags: [Tag], besideTags: Bool) -> [TCFilter] {
        switch form {
        case .tag(let tokens):
            numbered(interfaceIndex, Self.preferences.upperBound, tokens.map { ([Self.match($0)], push($0)) })
        case .retag(let tokens):
            numbered(
                interfaceIndex, Self.preferences.lowerBound,
                tokens.flatMap { token in
                    tags.map { tag in
                        (
                            [Self.match(token), TCMetaMatch(.vlanTag, mask: 0xfff, equals: UInt32(tag.id))],
                            modify(token, tag)
                        )
                    }
                })
                // Frames with no such tag are not re-tagged, but get their priority back.
                + numbered(
                    interfaceIndex, Self.preferences.upperBound,
                    besideTags ? [] : tokens.map { ([Self.match($0)], [putBack($0)]) })
        case .trustPCP:
            (0...PriorityCodePoint.maximum).map { pcp in
                TCFilter(
                    identity: identity(
                        interfaceIndex, Self.preferences.upperBound, EtherType.vlan, handle: UInt32(pcp) + 1),
                    classifier: .flower([.vlanPriority(pcp)]),
                    actions: [TCAction(.setPriority(UInt32(pcp)), then: .continue, cookie: cookie)])
            }
        case .trustDSCP:
            // Before the other: where both stand, tagged frames go by their PCP.
            [
                TCFilter(
                    identity: identity(interfaceIndex, Self.preferences.lowerBound, EtherType.all, handle: 1),
                    classifier: .matchAll, actions: [TCAction(.inheritDSField, then: .continue, cookie: cookie)])
            ]
        }
    }

    private func identity(_ index: Int32, _ preference: UInt16, _ type: UInt16, handle: UInt32) -> TCFilter.Identity {
        TCFilter.Identity(
            interfaceIndex: index, hook: hook, preference: preference, protocolType: type, handle: handle)
    }

    private func numbered(
        _ index: Int32, _ preference: UInt16, _ filters: [(matches: [TCMetaMatch], actions: [TCAction])]
    ) -> [TCFilter] {
        filters.enumerated().map { number, filter in
            TCFilter(
                identity: identity(index, preference, EtherType.all, handle: UInt32(number) + 1),
                classifier: .basic(filter.matches), actions: filter.actions)
        }
    }

    private static func match(_ token: PriorityToken) -> TCMetaMatch { TCMetaMatch(.priority, equals: token.value) }

    private func putBack(_ token: PriorityToken) -> TCAction {
        TCAction(.setPriority(token.priority.value), then: .continue, cookie: cookie)
    }

    private func push(_ token: PriorityToken) -> [TCAction] {
        [
            TCAction(
                .pushVLAN(id: 0, priority: token.pcp?.value ?? 0, tagProtocol: EtherType.vlan), then: .pipe,
                cookie: cookie),
            putBack(token),
        ]
    }

    private func modify(_ token: PriorityToken, _ tag: Tag) -> [TCAction] {
        [
            TCAction(
                .modifyVLAN(id: tag.id, priority: token.pcp?.value, tagProtocol: tag.tagProtocol), then: .pipe,
                cookie: cookie),
            putBack(token),
        ]
    }
}
