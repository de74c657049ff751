/// A network interface, as rtnetlink lists it (`RTM_NEWLINK`, `struct ifinfomsg`).
public struct Link: Hashable, Sendable {
    /// The kernel's number of the interface in its network namespace, from 1.
    public var index: Int32
    /// Nil for a name that is no UTF-8 text: the kernel takes nearly any bytes.
    public var name: InterfaceName?
    /// `ARPHRD_*` of `<linux/if_arp.h>`: 1 for Ethernet, 772 for loopback.
    public var hardwareType: UInt16
    public var flags: LinkFlags
    /// In bytes; nil when the kernel does not say.
    public var mtu: UInt32?
    /// The driver's own word for virtual devices (`veth`, `vlan`, `bridge`, `wireguard`); nil for hardware and loopback.
    public var kind: String?
    /// What a VLAN device tags with; nil for other kinds.
    public var vlan: VLANDevice?
    /// The index of the bridge, bond or team that it is a port of (`IFLA_MASTER`).
    public var masterIndex: Int32?
    /// The kind of its root qdisc (`IFLA_QDISC`): `noqueue`, `pfifo_fast`, `fq_codel`.
    public var qdisc: String?
    /// The longest MTU that the driver takes, in bytes; nil when it does not say, or has no limit.
    public var maximumMTU: UInt32?
    /// The index of the device below (of a VLAN), or of the peer (of a veth). Nil where there is none, or where it is in
    /// another network namespace, in which the number means something else.
    public var lowerIndex: Int32?

    public init(
        index: Int32, name: InterfaceName?, hardwareType: UInt16, flags: LinkFlags, mtu: UInt32? = nil,
        kind: String? = nil, vlan: VLANDevice? = nil, lowerIndex: Int32? = nil, masterIndex: Int32? = nil,
        qdisc: String? = nil, maximumMTU: UInt32? = nil
    ) {
        self.index = index
        self.name = name
        self.hardwareType = hardwareType
        self.flags = flags
        self.mtu = mtu
        self.kind = kind
        self.vlan = vlan
        self.lowerIndex = lowerIndex
        self.masterIndex = masterIndex
        self.qdisc = qdisc
        self.maximumMTU = maximumMTU
    }
}

/// `ifi_flags`: `IFF_*` of `<linux/if.h>`, those without a name here included.
public struct LinkFlags: OptionSet, Hashable, Sendable {
    public let rawValue: UInt32

    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// `IFF_UP`: the administrator has switched it on.
    public static let up = LinkFlags(rawValue: 0x1)
    /// `IFF_LOOPBACK`
    public static let loopback = LinkFlags(rawValue: 0x8)
    /// `IFF_POINTOPOINT`
    public static let pointToPoint = LinkFlags(rawValue: 0x10)
    /// `IFF_RUNNING`: it can carry packets.
    public static let running = LinkFlags(rawValue: 0x40)
    /// `IFF_LOWER_UP`: the driver sees the line.
    public static let lowerUp = LinkFlags(rawValue: 0x10000)
}
