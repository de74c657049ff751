/// A data register. nft 1.0.6 uses the 16-byte registers 1-4 for single values; the verdict register is not a
/// case: a verdict is an expression of its own.
public enum NFTRegister: Hashable, Sendable {
    /// `NFT_REG_1` … `NFT_REG_4`, 16 bytes each.
    case data1
    case data2
    case data3
    case data4
    /// Another register number (`NFT_REG32_*`), kept from a read-back.
    case other(UInt32)

    public init(rawValue: UInt32) {
        switch rawValue {
        case 1: self = .data1
        case 2: self = .data2
        case 3: self = .data3
        case 4: self = .data4
        default: self = .other(rawValue)
        }
    }

    public var rawValue: UInt32 {
        switch self {
        case .data1: 1
        case .data2: 2
        case .data3: 3
        case .data4: 4
        case .other(let number): number
        }
    }
}
