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

/// Whether full frames with a tag pass. An MTU is never changed.
struct FrameFinding: Hashable {
    var isWarning: Bool
    var message: String
    var hint: String

    /// Kinds whose frames are packets of another link, which has to carry them whole.
    private static let tunnels: Set<String> = ["vxlan", "geneve", "gretap", "ip6gretap", "erspan", "ip6erspan"]
    /// The most that such a tunnel puts before a packet: IPv6, UDP, VXLAN, Ethernet.
    private static let tunnelHeaders: UInt64 = 70

    /// For priority tags on a link that sends untagged frames.
    static func ofPriorityTag(on link: Link, among links: [Link], features: LinkFeatures?) -> FrameFinding? {
        guard let frames = LinkFrames(link) else { return nil }
        let name = link.shownName
        let message =
            "\(name): with a priority tag the largest frame is \(frames.taggedText), without one \(frames.untagged)"
        let hint =
            frames.mtu > LinkFrames.tag
            ? "an MTU of \(frames.mtu - LinkFrames.tag) leaves room for the tag: ip link set \(name) mtu \(frames.mtu - LinkFrames.tag)"
            : "its MTU is too small for anything"
        guard let reason = reasonAgainst(frames.mtu + LinkFrames.tag, on: link, among: links, features) else {
            return FrameFinding(isWarning: false, message: message, hint: "where that does not pass, \(hint)")
        }
        return FrameFinding(isWarning: true, message: "\(message): \(reason)", hint: hint)
    }

    /// For a VLAN device over another link.
    static func ofVLANDevice(_ device: Link, among links: [Link], features: LinkFeatures?) -> FrameFinding? {
        guard let index = device.lowerIndex, let lower = links.first(where: { $0.index == index }),
            let frames = LinkFrames(device), let below = LinkFrames(lower)
        else { return nil }
        let message = "\(device.shownName): its largest frame is \(frames.taggedText)"
        // netif_reduces_vlan_mtu
        let room = lower.kind == "macsec" ? below.mtu - min(below.mtu, LinkFrames.tag) : below.mtu
        func hint(_ mtu: UInt64) -> String {
            "an MTU of \(mtu) fits: ip link set \(device.shownName) mtu \(mtu)"
        }
        guard frames.mtu <= room else {
            return FrameFinding(
                isWarning: true,
                message: "\(message), and \(lower.shownName) carries \(room + LinkFrames.header + LinkFrames.tag)",
                hint: hint(room))
        }
        // A tag that the lower link's own MTU has room for.
        guard frames.mtu + LinkFrames.tag > below.mtu, below.mtu > LinkFrames.tag,
            let reason = reasonAgainst(frames.mtu + LinkFrames.tag, on: lower, among: links, features)
        else { return nil }
        return FrameFinding(isWarning: true, message: "\(message): \(reason)", hint: hint(below.mtu - LinkFrames.tag))
    }

    /// What speaks against frames that are as long as those of this MTU without a tag.
    private static func reasonAgainst(
        _ mtu: UInt64, on link: Link, among links: [Link], _ features: LinkFeatures?
    ) -> String? {
        let name = link.shownName
        guard let kind = link.kind else {
            guard let limit = link.maximumMTU, mtu > UInt64(limit), features?.insertsTag?.isActive == false else {
                return nil
            }
            return "the driver of \(name) takes no MTU over \(limit) and does not tag by itself, "
                + "so 4 bytes more may not pass"
        }
        if kind == "macsec" { return "\(name) is a MACsec device, whose MTU has to have room for tags" }
        guard tunnels.contains(kind), let index = link.lowerIndex,
            let carrier = links.first(where: { $0.index == index }), let carried = carrier.mtu,
            mtu + tunnelHeaders > UInt64(carried)
        else { return nil }
        return
            "\(name) is a tunnel (\(kind)) over \(carrier.shownName), whose MTU of \(carried) may have no room for it"
    }
}
