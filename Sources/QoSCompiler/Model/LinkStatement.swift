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

    /// The form as a policy writes it; entries of maps in the order of their left sides.
    var words: String {
        switch self {
        case .egressMapAuto: keyword + " auto"
        case .egressMap(let entries):
            keyword + Self.braces(entries.sorted { $0.priority < $1.priority }.map { "\($0.priority):\($0.pcp)" })
        case .ingressMap(let entries):
            keyword + Self.braces(entries.sorted { $0.pcp.value < $1.pcp.value }.map { "\($0.pcp):\($0.priority)" })
        case .tagPriority, .retag, .trustPCP, .trustDSCP: keyword
        }
    }

    private static func braces(_ pairs: [String]) -> String { " { \(pairs.joined(separator: " ")) }" }

    /// Whether frames that leave get a PCP.
    var writesPCPs: Bool {
        if case .egressMap = self { true } else { writesStatedPCPs }
    }

    /// Whether frames that leave get the PCPs that the policy's markings state.
    var writesStatedPCPs: Bool {
        switch self {
        case .egressMapAuto, .tagPriority, .retag: true
        case .egressMap, .ingressMap, .trustPCP, .trustDSCP: false
        }
    }

    /// Whether frames of all packets with a priority, whoever gave it, get a PCP that a marking states for it.
    func maps(_ priority: PacketPriority, to pcp: PriorityCodePoint) -> Bool {
        switch self {
        case .egressMapAuto: true
        case .egressMap(let entries): entries.contains { $0.priority == priority.value && $0.pcp == pcp }
        case .ingressMap, .tagPriority, .retag, .trustPCP, .trustDSCP: false
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
