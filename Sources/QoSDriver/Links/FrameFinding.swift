import NetlinkModel

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
    static func ofPriorityTag(on link: Link, among links: [Link], devices: [Int32: LinkFeatures]) -> FrameFinding? {
        guard let frames = LinkFrames(link) else { return nil }
        let name = link.shownName
        let message =
            "\(name): with a priority tag the largest frame is \(frames.taggedText), without one \(frames.untagged)"
        let smaller = frames.mtu - min(frames.mtu, LinkFrames.tag)
        let hint = "an MTU of \(smaller) leaves room for the tag: ip link set \(name) mtu \(smaller)"
        guard let doubt = doubt(frames.mtu + LinkFrames.tag, on: link, among: links, devices) else {
            return FrameFinding(isWarning: false, message: message, hint: "where that does not pass, \(hint)")
        }
        return FrameFinding(isWarning: doubt.isWarning, message: "\(message): \(doubt.reason)", hint: hint)
    }

    /// For a VLAN device over another link.
    static func ofVLANDevice(_ device: Link, among links: [Link], devices: [Int32: LinkFeatures]) -> FrameFinding? {
        guard let lower = links.first(where: { $0.index == device.lowerIndex }),
            let frames = LinkFrames(device), let below = LinkFrames(lower)
        else { return nil }
        let message = "\(device.shownName): its largest frame is \(frames.taggedText)"
        func finding(_ reason: String, fitting mtu: UInt64, isWarning: Bool = true) -> FrameFinding {
            FrameFinding(
                isWarning: isWarning, message: message + reason,
                hint: "an MTU of \(mtu) fits: ip link set \(device.shownName) mtu \(mtu)")
        }
        // netif_reduces_vlan_mtu
        let room = lower.kind == "macsec" ? below.mtu - min(below.mtu, LinkFrames.tag) : below.mtu
        guard frames.mtu <= room else {
            return finding(
                ", and \(lower.shownName) carries \(room + LinkFrames.header + LinkFrames.tag)", fitting: room)
        }
        // A tag that the lower link's own MTU has room for.
        guard frames.mtu + LinkFrames.tag > below.mtu, below.mtu > LinkFrames.tag else { return nil }
        let fitting = below.mtu - LinkFrames.tag
        if lower.isVLANDevice, let base = links.first(where: { $0.index == lower.lowerIndex }),
            let baseMTU = base.mtu, frames.mtu + LinkFrames.tag > UInt64(baseMTU),
            devices[base.index]?.insertsTag?.isActive == false
        {
            return finding(
                ", and \(LinkFrames.tag) more with the tag of \(lower.shownName): \(base.shownName) does not tag by itself,"
                    + " and one tag is what passes beside its MTU of \(baseMTU)", fitting: fitting)
        }
        guard let doubt = doubt(frames.mtu + LinkFrames.tag, on: lower, among: links, devices) else { return nil }
        return finding(": \(doubt.reason)", fitting: fitting, isWarning: doubt.isWarning)
    }

    /// What speaks against frames that are as long as those of this MTU without a tag.
    private static func doubt(
        _ mtu: UInt64, on link: Link, among links: [Link], _ devices: [Int32: LinkFeatures]
    ) -> (reason: String, isWarning: Bool)? {
        let name = link.shownName
        guard let kind = link.kind else {
            guard let limit = link.maximumMTU, mtu > UInt64(limit), devices[link.index]?.insertsTag?.isActive == false
            else { return nil }
            let reason = "the driver of \(name) takes no MTU over \(limit) and does not tag by itself"
            return (reason + ", so 4 bytes more may not pass", true)
        }
        if kind == "macsec" { return ("\(name) is a MACsec device, whose MTU has to have room for tags", true) }
        guard tunnels.contains(kind) else { return nil }
        guard let carrier = links.first(where: { $0.index == link.lowerIndex }), let carried = carrier.mtu else {
            // The kernel does not list what VXLAN goes over.
            return ("\(name) is a tunnel (\(kind)), and what carries it needs room for 4 bytes more", false)
        }
        guard mtu + tunnelHeaders > UInt64(carried) else { return nil }
        let reason = "\(name) is a tunnel (\(kind)) over \(carrier.shownName)"
        return (reason + ", whose MTU of \(carried) may have no room for it", true)
    }
}
