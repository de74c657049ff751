/// A set of packets that is one set of coordinates an axis, within one part of all packets: those of one family and
/// path, with ports or without.
struct Region: Sendable {
    var family: IPFamily
    var path: PacketPath
    var hasPorts: Bool
    /// One for each axis.
    var sets: [IntervalSet<UInt32>]

    var isEmpty: Bool { sets.contains(where: \.isEmpty) }
}

/// One packet, as far as conditions tell it from others.
struct Point: Sendable {
    var family: IPFamily
    var path: PacketPath
    var hasPorts: Bool
    var coordinates: [UInt32]
}
