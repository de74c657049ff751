/// A part of the kernel that tables or links need, and that a kernel may have been built without.
public enum KernelFeature: Hashable, Sendable, CaseIterable {
    /// VLAN devices (net/8021q).
    case vlan8021q
    /// The qdiscs `ingress` and `clsact`.
    case schIngress
    /// The classifier `basic`.
    case clsBasic
    /// The ematch `meta` of `basic`.
    case emMeta
    /// The classifier `flower`.
    case clsFlower
    /// The classifier `matchall`.
    case clsMatchAll
    /// The action `vlan`.
    case actVLAN
    /// The action `skbedit`.
    case actSKBEdit
    /// The action `gact`.
    case actGact
    case nfTables
    /// Tables of the family `inet`.
    case nfTablesInet
    /// Tables of the family `netdev`.
    case nfTablesNetdev
    /// The egress hook of the family `netdev`.
    case netfilterEgress

    /// The option of the kernel's configuration that brings it.
    public var option: String {
        switch self {
        case .vlan8021q: "CONFIG_VLAN_8021Q"
        case .schIngress: "CONFIG_NET_SCH_INGRESS"
        case .clsBasic: "CONFIG_NET_CLS_BASIC"
        case .emMeta: "CONFIG_NET_EMATCH_META"
        case .clsFlower: "CONFIG_NET_CLS_FLOWER"
        case .clsMatchAll: "CONFIG_NET_CLS_MATCHALL"
        case .actVLAN: "CONFIG_NET_ACT_VLAN"
        case .actSKBEdit: "CONFIG_NET_ACT_SKBEDIT"
        case .actGact: "CONFIG_NET_ACT_GACT"
        case .nfTables: "CONFIG_NF_TABLES"
        case .nfTablesInet: "CONFIG_NF_TABLES_INET"
        case .nfTablesNetdev: "CONFIG_NF_TABLES_NETDEV"
        case .netfilterEgress: "CONFIG_NETFILTER_EGRESS"
        }
    }

    /// The module that it is in where it is not built in; nil for what cannot be a module.
    public var module: String? {
        switch self {
        case .vlan8021q: "8021q"
        case .schIngress: "sch_ingress"
        case .clsBasic: "cls_basic"
        case .emMeta: "em_meta"
        case .clsFlower: "cls_flower"
        case .clsMatchAll: "cls_matchall"
        case .actVLAN: "act_vlan"
        case .actSKBEdit: "act_skbedit"
        case .actGact: "act_gact"
        case .nfTables, .nfTablesInet, .nfTablesNetdev: "nf_tables"
        case .netfilterEgress: nil
        }
    }

    /// What people call it: its module, or what of the module it is.
    public var name: String {
        switch self {
        case .nfTablesInet: "nf_tables inet"
        case .nfTablesNetdev: "nf_tables netdev"
        case .netfilterEgress: "netfilter egress"
        default: module ?? option
        }
    }

    /// An option of the module, and no module of its own: the module can be there without it.
    var isPartOfModule: Bool { self == .nfTablesInet || self == .nfTablesNetdev }

    /// A function that is in every kernel with the feature, from 5.10 to 6.18, and in no other.
    var symbol: String {
        switch self {
        case .vlan8021q: "vlan_dev_hard_start_xmit"
        case .schIngress: "clsact_init"
        case .clsBasic: "basic_classify"
        case .emMeta: "em_meta_match"
        case .clsFlower: "fl_classify"
        case .clsMatchAll: "mall_classify"
        case .actVLAN: "tcf_vlan_act"
        case .actSKBEdit: "tcf_skbedit_act"
        case .actGact: "tcf_gact_act"
        case .nfTables: "nf_tables_newtable"
        case .nfTablesInet: "nft_do_chain_inet"
        case .nfTablesNetdev: "nft_do_chain_netdev"
        case .netfilterEgress: "nf_hook_direct_egress"
        }
    }

    /// Whether a kernel without the symbol is sure to lack the feature. The symbol of the egress hook is in AF_PACKET.
    var symbolIsCertain: Bool { self != .netfilterEgress }
}
