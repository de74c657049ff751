import CNetworkLab

/// An Ethernet frame as a packet socket shows it, whatever it carries.
public struct LinkFrame: Sendable, Hashable {
    /// The interface's index in its namespace.
    public let interface: UInt32
    public let isOutgoing: Bool
    /// 802.1Q tags from the outermost on. A kernel takes the outermost tag out of every frame that it receives, so on
    /// arrival it always stands beside; only frames that leave tell which of the two the device was given.
    public let tags: [VLANTag]
    /// Type of what is behind all tags: 0x0800 IPv4, 0x86dd IPv6, 0x0806 ARP.
    public let etherType: UInt16
    /// The stamp: the skb priority where the transmit path ends; nil where nothing stamped.
    public let priority: UInt32?
    /// What is behind all tags.
    public let payload: [UInt8]

    /// nil when the frame is too short for its header. `tag`: the tag control information that stands beside it.
    public init?(_ bytes: [UInt8], beside tag: UInt16? = nil, interface: UInt32 = 0, isOutgoing: Bool = false) {
        var tags = tag.map { [VLANTag(control: $0, isInBand: false)] } ?? []
        var start = 14
        guard bytes.count >= start else { return nil }
        while bytes.be16(start - 2) == 0x8100, bytes.count >= start + 4 {
            tags.append(VLANTag(control: bytes.be16(start), isInBand: true))
            start += 4
        }
        let isStamped = bytes[10] == UInt8(LAB_STAMP_MARK_0) && bytes[11] == UInt8(LAB_STAMP_MARK_1)
        // Written by a register, so in the byte order of the machine.
        priority = isStamped ? bytes[6..<10].withUnsafeBytes { $0.loadUnaligned(as: UInt32.self) } : nil
        etherType = bytes.be16(start - 2)
        payload = Array(bytes[start...])
        self.tags = tags
        self.interface = interface
        self.isOutgoing = isOutgoing
    }
}

/// An 802.1Q tag.
public struct VLANTag: Sendable, Hashable, CustomStringConvertible {
    /// Priority code point, 0-7.
    public var pcp: UInt8
    /// Drop eligible indicator.
    public var isDropEligible: Bool
    /// VLAN identifier, 0-4095; 0: the tag carries nothing but a priority.
    public var vid: UInt16
    /// In the bytes of the frame, not beside it.
    public var isInBand: Bool

    public init(vid: UInt16, pcp: UInt8, isDropEligible: Bool = false, isInBand: Bool = false) {
        self.vid = vid
        self.pcp = pcp
        self.isDropEligible = isDropEligible
        self.isInBand = isInBand
    }

    /// Out of the tag control information.
    public init(control: UInt16, isInBand: Bool) {
        self.init(
            vid: control & 0xfff, pcp: UInt8(truncatingIfNeeded: control >> 13),
            isDropEligible: control & 0x1000 != 0, isInBand: isInBand)
    }

    public var control: UInt16 { UInt16(pcp & 7) << 13 | (isDropEligible ? 0x1000 : 0) | vid & 0xfff }

    public var description: String {
        "vlan \(vid) pcp \(pcp)" + (isDropEligible ? " dei" : "") + (isInBand ? " in band" : "")
    }
}
