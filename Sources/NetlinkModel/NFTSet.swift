/// The data type of a set key: what nft(8) needs to print it (`enum datatypes`, nft's datatype.h), and its length.
public enum NFTSetKey: Hashable, Sendable {
    case ipv4Address
    case ipv6Address
    case internetProtocol
    case internetService
    case mark
    case userID
    case groupID
    /// 16 bytes, padded with zeros.
    case interfaceName
    /// The DSCP in place inside the header word that was loaded and masked: 1 byte for IPv4, 2 for IPv6.
    case dscp(length: Int)
    /// A key type that this model has no name for.
    case other(type: UInt32, length: Int)

    /// Length in bytes.
    public var length: Int {
        switch self {
        case .ipv4Address, .mark, .userID, .groupID: 4
        case .ipv6Address, .interfaceName: 16
        case .internetProtocol: 1
        case .internetService: 2
        case .dscp(let length), .other(_, let length): length
        }
    }

    /// Whether the kernel hands the key over in the host's byte order (`meta mark`, `skuid`, `skgid`), so that an
    /// interval set over it needs a byteorder expression before the lookup.
    public var isHostEndian: Bool {
        switch self {
        case .mark, .userID, .groupID: true
        default: false
        }
    }
}

/// One element: a single key, or a closed interval of keys.
///
/// A key is held as a number. Its bytes are that number big-endian in `NFTSetKey.length` bytes, except in a
/// set of single host-endian keys, where they are in host order; the codec knows.
public struct NFTSetElement: Hashable, Sendable, Comparable {
    public var lower: UInt128
    public var upper: UInt128

    public init(_ lower: UInt128, _ upper: UInt128) {
        self.lower = lower
        self.upper = upper
    }

    public init(_ key: UInt128) {
        self.init(key, key)
    }

    public static func < (left: Self, right: Self) -> Bool {
        (left.lower, left.upper) < (right.lower, right.upper)
    }
}

/// A set, or a verdict map: keys with a verdict each.
///
/// Elements are sorted and disjoint in an interval set, and not adjacent unless their verdicts differ; sorted and single
/// otherwise.
public struct NFTSet: Hashable, Sendable {
    /// Empty for an anonymous set, whose name the kernel makes up.
    public var name: String
    public var key: NFTSetKey
    /// `NFT_SET_INTERVAL`: elements may be intervals.
    public var isInterval: Bool
    /// `NFT_SET_CONSTANT`: no element changes after the set is bound.
    public var isConstant: Bool
    public var elements: [NFTSetElement]
    /// Of a verdict map (`NFT_SET_MAP` with data of type `NFT_DATA_VERDICT`): one for each element, in their order.
    /// Nil for a set. Beside the elements, not in them: most sets have none, and there may be a million elements.
    public var verdicts: [NFTVerdict]?

    public init(
        name: String, key: NFTSetKey, isInterval: Bool, isConstant: Bool = false, elements: [NFTSetElement],
        verdicts: [NFTVerdict]? = nil
    ) {
        self.name = name
        self.key = key
        self.isInterval = isInterval
        self.isConstant = isConstant
        self.elements = elements
        self.verdicts = verdicts
    }

    public var isMap: Bool { verdicts != nil }

    /// An anonymous set: constant, and bound to the one expression that holds it.
    public static func anonymous(key: NFTSetKey, isInterval: Bool, elements: [NFTSetElement]) -> NFTSet {
        NFTSet(name: "", key: key, isInterval: isInterval, isConstant: true, elements: elements)
    }
}
