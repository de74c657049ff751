/// A named counter object (`NFT_OBJECT_COUNTER`): it lives in the table, not in a rule, and survives rule changes.
public struct NFTCounter: Hashable, Sendable {
    public var name: String
    public var packets: UInt64
    /// Layer 3 bytes.
    public var bytes: UInt64

    public init(name: String, packets: UInt64 = 0, bytes: UInt64 = 0) {
        self.name = name
        self.packets = packets
        self.bytes = bytes
    }
}
