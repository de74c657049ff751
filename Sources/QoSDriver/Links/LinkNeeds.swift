public import QoSCompiler

/// What each form of `link` needs of the kernel and of the link: the one place that says it.
extension LinkForm {
    /// Each form once; what stands in maps does not matter to what they need.
    public static let samples: [LinkForm] = [
        .egressMapAuto, .ingressMap([]), .tagPriority, .retag, .trustPCP, .trustDSCP,
    ]

    public var needs: [KernelFeature] {
        switch self {
        case .egressMapAuto, .egressMap, .ingressMap: [.vlan8021q]
        case .tagPriority, .retag: [.schIngress, .clsBasic, .emMeta, .actVLAN, .actSKBEdit]
        case .trustPCP: [.schIngress, .clsFlower, .actSKBEdit]
        case .trustDSCP: [.schIngress, .clsMatchAll, .actSKBEdit]
        }
    }

    /// What carries it out.
    public var tool: String {
        switch self {
        case .egressMapAuto, .egressMap: "egress map of the VLAN device"
        case .ingressMap: "ingress map of the VLAN device"
        case .tagPriority: "tc clsact egress: basic, vlan push, skbedit"
        case .retag: "tc clsact egress: basic, vlan modify, skbedit"
        case .trustPCP: "tc clsact ingress: flower, skbedit priority"
        case .trustDSCP: "tc clsact ingress: matchall, skbedit inheritdsfield"
        }
    }
}
