/// The kernel's per-packet priority (`skb->priority`), 32 bits: a small number, or a tc class id `MAJOR:MINOR`.
public struct PacketPriority: Hashable, Sendable {
    /// The largest priority that is written as a plain decimal number.
    public static let maximumPlain: UInt32 = 15

    public let value: UInt32

    public init(_ value: UInt32) {
        self.value = value
    }

    /// The priority that a marking with only a PCP gives its packets.
    public init(_ pcp: PriorityCodePoint) {
        value = UInt32(pcp.value)
    }

    public var major: UInt16 { UInt16(truncatingIfNeeded: value >> 16) }
    public var minor: UInt16 { UInt16(truncatingIfNeeded: value) }

    /// `MAJOR:MINOR` in lower-case hexadecimal, as tc writes a class id.
    public var classID: String {
        String(major, radix: 16) + ":" + String(minor, radix: 16)
    }
}

extension PacketPriority: CustomStringConvertible {
    /// As a policy writes it: decimal up to 15, a class id above.
    public var description: String {
        value <= Self.maximumPlain ? String(value) : classID
    }
}
