/// How a compare expression compares (`enum nft_cmp_ops`): bytes as one big-endian number.
public enum NFTCompareOperator: UInt32, Hashable, Sendable, CaseIterable {
    case equal = 0
    case notEqual = 1
    case less = 2
    case lessOrEqual = 3
    case greater = 4
    case greaterOrEqual = 5
}

/// The constant that a compare expression compares with.
public enum NFTOperand: Hashable, Sendable {
    /// As they stand in the register.
    case bytes([UInt8])
    /// A user or group that still has to be looked up on the host. Cannot be sent to the kernel.
    case user(String)
    case group(String)
}

/// Where a rule ends, or goes on.
public enum NFTVerdict: Hashable, Sendable {
    case accept
    case drop
    case `continue`
    case `return`
    case jump(String)
    case goto(String)

    /// The chain that it leads to; nil for one that leads to none.
    public var target: String? {
        switch self {
        case .jump(let chain), .goto(let chain): chain
        case .accept, .drop, .continue, .return: nil
        }
    }

    /// The same verdict with its chain under another name.
    public func renamingTarget(_ rename: (String) -> String) -> NFTVerdict {
        switch self {
        case .jump(let chain): .jump(rename(chain))
        case .goto(let chain): .goto(rename(chain))
        case .accept, .drop, .continue, .return: self
        }
    }
}

/// Which set a lookup reads.
public enum NFTSetReference: Hashable, Sendable {
    case named(String)
    /// Bound to this expression alone.
    case anonymous(NFTSet)
}

/// An expression that this model does not know, kept as the kernel gave it, so that nothing gets lost in a diff.
public struct NFTUnknownExpression: Hashable, Sendable {
    /// `NFTA_EXPR_NAME`
    public var name: String
    /// The payload of `NFTA_EXPR_DATA`.
    public var data: [UInt8]

    public init(name: String, data: [UInt8]) {
        self.name = name
        self.data = data
    }
}

/// One step of the nf_tables virtual machine.
public enum NFTExpression: Hashable, Sendable {
    /// Loads packet metadata.
    case meta(NFTMetaKey, into: NFTRegister)
    /// Sets packet metadata.
    case setMeta(NFTMetaKey, from: NFTRegister)
    /// Loads packet bytes. Breaks the rule when the packet does not have them.
    case payload(NFTPayload, into: NFTRegister)
    /// Loads bytes of an IPv6 extension header. Breaks the rule when the packet does not have that header.
    case extensionHeader(NFTExtensionHeader, into: NFTRegister)
    /// Writes packet bytes.
    case setPayload(NFTPayload, from: NFTRegister, checksum: NFTChecksum)
    /// `into = (from & mask) ^ xor`; both have the same length, 1-16 bytes.
    case bitwise(from: NFTRegister, into: NFTRegister, mask: [UInt8], xor: [UInt8])
    /// Host to network order of one value of this many bytes (`NFT_BYTEORDER_HTON`, size = length).
    case hostToNetwork(from: NFTRegister, into: NFTRegister, length: UInt32)
    /// Breaks the rule unless the comparison holds.
    case compare(NFTCompareOperator, NFTRegister, NFTOperand)
    /// Breaks the rule unless the register is inside (or, inverted, outside) the closed interval.
    case range(NFTRegister, from: [UInt8], to: [UInt8], inverted: Bool)
    /// Breaks the rule unless the register is in (or, inverted, not in) the set. Elsewhere in memory: it is the
    /// largest and rarest, and a plan has a million of the others.
    indirect case lookup(NFTSetReference, NFTRegister, inverted: Bool)
    /// Goes where the named verdict map says; the rule goes on when the register is not in it.
    case lookupVerdict(String, NFTRegister)
    /// Loads a constant.
    case immediate([UInt8], into: NFTRegister)
    /// Ends the rule.
    case verdict(NFTVerdict)
    /// Counts on a named counter object.
    case countOn(String)
    /// Kept from a read-back.
    case unknown(NFTUnknownExpression)
}
