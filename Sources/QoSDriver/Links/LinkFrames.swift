public import NetlinkModel

/// How long the frames of an Ethernet link can be, in bytes, without preamble and frame check sequence (4 bytes).
///
/// A tag is no part of what an MTU limits: Linux lets a VLAN device have the MTU of the device below
/// (`vlan_dev_change_mtu`), and takes frames that are a tag longer (`is_skb_forwardable`); so does nearly all Ethernet
/// (IEEE 802.3 clause 3.2.7: 1522 bytes with the frame check sequence, 2000 for envelope frames).
public struct LinkFrames: Hashable, Sendable {
    /// `ETH_HLEN`
    public static let header: UInt64 = 14
    /// `VLAN_HLEN`
    public static let tag: UInt64 = 4

    /// The largest packet of the protocol above.
    public let mtu: UInt64

    public var untagged: UInt64 { mtu + Self.header }
    public var tagged: UInt64 { mtu + Self.header + Self.tag }

    /// Nil for what has no Ethernet header, or does not tell its MTU.
    public init?(_ link: Link) {
        guard link.isEthernet, let mtu = link.mtu else { return nil }
        self.mtu = UInt64(mtu)
    }

    /// `1518 bytes (MTU 1500 + 14 + 4)`
    var taggedText: String { "\(tagged) bytes (MTU \(mtu) + \(Self.header) + \(Self.tag))" }
}
