public import NetlinkModel

/// One entry of a link's map, in source order.
public struct LinkMapEntry: Hashable, Sendable {
    public var priority: UInt32
    public var pcp: PriorityCodePoint

    public init(priority: UInt32, pcp: PriorityCodePoint) {
        self.priority = priority
        self.pcp = pcp
    }
}

/// What a `link` statement asks for.
public enum LinkForm: Hashable, Sendable {
    case egressMapAuto
    case egressMap([LinkMapEntry])
    case ingressMap([LinkMapEntry])
    case tagPriority
    case retag
    case trustPCP
    case trustDSCP

    /// The words that tell the form.
    public var keyword: String {
        switch self {
        case .egressMapAuto, .egressMap: "egress-map"
        case .ingressMap: "ingress-map"
        case .tagPriority: "tag priority"
        case .retag: "retag"
        case .trustPCP: "trust pcp"
        case .trustDSCP: "trust dscp"
        }
    }
}

/// `link IFACE …`, or `link? IFACE …` for a link that may be missing.
public struct LinkStatement: Hashable, Sendable {
    public var interface: Located<InterfaceName>
    public var isOptional: Bool
    public var form: LinkForm

    public init(interface: Located<InterfaceName>, isOptional: Bool, form: LinkForm) {
        self.interface = interface
        self.isOptional = isOptional
        self.form = form
    }
}
