/// What a VLAN device (802.1Q, kind `vlan`) does with frames: `struct vlan_dev_priv`, net/8021q.
public struct VLANDevice: Hashable, Sendable {
    /// The VID, 0-4095.
    public var id: UInt16
    /// The EtherType of its tags: `EtherType.vlan` (802.1Q) or `EtherType.serviceVLAN` (802.1ad).
    public var tagProtocol: UInt16
    public var flags: VLANFlags
    /// `skb->priority` to PCP, by priority: priorities that are not here get PCP 0.
    public var egressMap: [VLANMapping]
    /// PCP to `skb->priority`, by PCP: PCPs that are not here give priority 0.
    public var ingressMap: [VLANMapping]

    public init(
        id: UInt16, tagProtocol: UInt16 = EtherType.vlan, flags: VLANFlags = .reorderHeader,
        egressMap: [VLANMapping] = [], ingressMap: [VLANMapping] = []
    ) {
        self.id = id
        self.tagProtocol = tagProtocol
        self.flags = flags
        self.egressMap = egressMap
        self.ingressMap = ingressMap
    }
}

/// One entry of a VLAN device's map (`struct ifla_vlan_qos_mapping`). Outward the priority is the key and 0-7 the PCP
/// that it gives; inward the PCP is the key. The kernel adds and overrides entries, and never deletes them: mapping to 0
/// is the same as no entry, and such entries are not listed.
public struct VLANMapping: Hashable, Sendable {
    /// `skb->priority`
    public var priority: UInt32
    /// 0-7 for what the kernel takes.
    public var pcp: UInt8

    public init(priority: UInt32, pcp: UInt8) {
        self.priority = priority
        self.pcp = pcp
    }
}

/// `enum vlan_flags` of `<linux/if_vlan.h>`, those without a name here included.
public struct VLANFlags: OptionSet, Hashable, Sendable {
    public let rawValue: UInt32

    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// `VLAN_FLAG_REORDER_HDR`: tags are beside the frame, not in it; the default.
    public static let reorderHeader = VLANFlags(rawValue: 0x1)
    /// `VLAN_FLAG_GVRP`
    public static let gvrp = VLANFlags(rawValue: 0x2)
    /// `VLAN_FLAG_LOOSE_BINDING`
    public static let looseBinding = VLANFlags(rawValue: 0x4)
    /// `VLAN_FLAG_MVRP`
    public static let mvrp = VLANFlags(rawValue: 0x8)
    /// `VLAN_FLAG_BRIDGE_BINDING`
    public static let bridgeBinding = VLANFlags(rawValue: 0x10)
}

/// EtherTypes that tags and filters are about, in host order (`ETH_P_*` of `<linux/if_ether.h>`).
public enum EtherType {
    /// `ETH_P_ALL`: every frame.
    public static let all: UInt16 = 0x0003
    /// `ETH_P_IP`
    public static let ipv4: UInt16 = 0x0800
    /// `ETH_P_IPV6`
    public static let ipv6: UInt16 = 0x86dd
    /// `ETH_P_8021Q`
    public static let vlan: UInt16 = 0x8100
    /// `ETH_P_8021AD`
    public static let serviceVLAN: UInt16 = 0x88a8
}
