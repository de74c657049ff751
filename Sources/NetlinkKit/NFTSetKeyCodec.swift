internal import NetlinkModel

// How a set's key type stands in the kernel: nft's number for it (`enum datatypes`, nft's include/datatype.h),
// and the byte order of the keys.

extension NFTSetKey {
    /// `NFTA_SET_KEY_TYPE`. The kernel only keeps it; nft prints by it.
    var typeNumber: UInt32 {
        switch self {
        case .ipv4Address: 7
        case .ipv6Address: 8
        case .internetProtocol: 12
        case .internetService: 13
        case .mark: 19
        case .userID: 24
        case .groupID: 25
        case .dscp: 36
        case .interfaceName: 41
        case .other(let type, _): type
        }
    }

    /// The key type of a set that the kernel lists. A known type with an unusual length is `.other`.
    init(typeNumber: UInt32, length: Int) {
        let known: [NFTSetKey] = [
            .ipv4Address, .ipv6Address, .internetProtocol, .internetService, .mark, .userID, .groupID, .interfaceName,
            .dscp(length: 1), .dscp(length: 2),
        ]
        self =
            known.first { $0.typeNumber == typeNumber && $0.length == length }
            ?? .other(type: typeNumber, length: length)
    }

    /// Whether keys stand in host order. Intervals are ordered as big-endian numbers, so an interval set never has
    /// host order, whatever its key.
    func isHostOrder(inInterval: Bool) -> Bool {
        isHostEndian && !inInterval
    }

    /// The number of `NFTNL_UDATA_SET_KEYBYTEORDER` as nft sets it for the type (`enum byteorder`: 1 host, 2 big
    /// endian), by which nft prints the keys. It does not change with the interval flag: nft swaps by itself there.
    /// nil: say nothing.
    func userDataByteOrder(isAnonymous: Bool) -> UInt32? {
        switch self {
        case .ipv4Address, .ipv6Address, .internetService, .dscp: 2
        case .mark, .userID, .groupID, .interfaceName: 1
        // nft leaves the type's own order (none) in a named set, and takes that of `meta l4proto` otherwise.
        case .internetProtocol: isAnonymous ? 1 : 0
        case .other: nil
        }
    }

    /// The greatest key.
    var maximum: UInt128 {
        length >= 16 ? .max : (1 << UInt128(max(length, 0) * 8)) - 1
    }

    /// The number that key bytes from the kernel stand for.
    func number(from bytes: ArraySlice<UInt8>, inInterval: Bool) throws(MalformedMessage) -> UInt128 {
        guard bytes.count == length else { throw MalformedMessage() }
        return isHostOrder(inInterval: inInterval) ? UInt128(hostOrder: bytes) : UInt128(networkOrder: bytes)
    }
}
