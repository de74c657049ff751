internal import NetlinkModel

/// Numbers of `linux/netfilter/nf_tables.h` that expressions carry.
enum NFTExpressionConstant {
    /// NFT_REG_VERDICT
    static let verdictRegister: UInt32 = 0
    /// NFT_BITWISE_MASK_XOR (NFT_BITWISE_BOOL)
    static let maskAndXor: UInt32 = 0
    /// NFT_BYTEORDER_HTON
    static let hostToNetwork: UInt32 = 1
    /// NFT_RANGE_EQ
    static let inside: UInt32 = 0
    /// NFT_RANGE_NEQ
    static let outside: UInt32 = 1
    /// NFT_EXTHDR_OP_IPV6
    static let ipv6ExtensionHeader: UInt32 = 0
    /// NFT_LOOKUP_F_INV
    static let inverted: UInt32 = 1
    /// NFT_PAYLOAD_CSUM_NONE
    static let noChecksum: UInt32 = 0
    /// NFT_PAYLOAD_CSUM_INET
    static let internetChecksum: UInt32 = 1
}

/// `enum nft_data_attributes`
private enum Data {
    static let value: UInt16 = 1
    static let verdict: UInt16 = 2
}

// Written by hand, attribute by attribute in libnftnl's order: libnftnl takes several allocations for each expression.
// The tests compare the bytes with libnftnl's.

extension NetlinkMessageWriter {
    /// One element of `NFTA_RULE_EXPRESSIONS`. Lengths and registers have been checked (NFTCommandChecks). `prefix` goes
    /// before names of chains and sets; `anonymousSet` is the id of the set that a lookup holds.
    mutating func put(
        _ expression: NFTExpression, prefix: NFTNamePrefix, anonymousSet: UInt32? = nil
    ) throws(RefusedValue) {
        let element = beginNested(NFTRuleAttribute.listElement)
        put(NFTRuleAttribute.expressionName, string: expression.kernelName)
        let data = beginNested(NFTRuleAttribute.expressionData)
        switch expression {
        // `enum nft_meta_attributes`
        case .meta(let key, let register):
            put(2, uint32: key.rawValue)
            put(1, uint32: register.rawValue)
        case .setMeta(let key, let register):
            put(2, uint32: key.rawValue)
            put(3, uint32: register.rawValue)
        // `enum nft_payload_attributes`
        case .payload(let payload, let register):
            put(1, uint32: register.rawValue)
            put(payload)
        case .setPayload(let payload, let register, let checksum):
            put(5, uint32: register.rawValue)
            put(payload)
            put(checksum)
        // `enum nft_exthdr_attributes`
        case .extensionHeader(let header, let register):
            put(1, uint32: register.rawValue)
            put(2, uint8: header.type)
            put(3, uint32: header.offset)
            put(4, uint32: header.length)
            put(6, uint32: NFTExpressionConstant.ipv6ExtensionHeader)
            put(5, uint32: 0)
        // `enum nft_bitwise_attributes`
        case .bitwise(let source, let destination, let mask, let xor):
            put(1, uint32: source.rawValue)
            put(2, uint32: destination.rawValue)
            put(6, uint32: NFTExpressionConstant.maskAndXor)
            put(3, uint32: UInt32(truncatingIfNeeded: mask.count))
            put(4, data: mask)
            put(5, data: xor)
        // `enum nft_byteorder_attributes`
        case .hostToNetwork(let source, let destination, let length):
            put(1, uint32: source.rawValue)
            put(2, uint32: destination.rawValue)
            put(3, uint32: NFTExpressionConstant.hostToNetwork)
            put(4, uint32: length)
            put(5, uint32: length)
        // `enum nft_cmp_attributes`
        case .compare(let comparison, let register, .bytes(let bytes)):
            put(1, uint32: register.rawValue)
            put(2, uint32: comparison.rawValue)
            put(3, data: bytes)
        // `enum nft_range_attributes`
        case .range(let register, let from, let to, let inverted):
            put(1, uint32: register.rawValue)
            put(2, uint32: inverted ? NFTExpressionConstant.outside : NFTExpressionConstant.inside)
            put(3, data: from)
            put(4, data: to)
        // `enum nft_lookup_attributes`
        case .lookup(let reference, let register, let inverted):
            put(2, uint32: register.rawValue)
            switch reference {
            case .named(let name):
                put(1, string: name, prefix: prefix.ofSet(name))
            case .anonymous:
                guard let anonymousSet else { throw RefusedValue("a lookup without its set") }
                put(1, string: anonymousSetName)
                put(4, uint32: anonymousSet)
            }
            if inverted { put(5, uint32: NFTExpressionConstant.inverted) }
        case .lookupVerdict(let map, let register):
            put(2, uint32: register.rawValue)
            put(3, uint32: NFTExpressionConstant.verdictRegister)
            put(1, string: map, prefix: prefix.ofSet(map))
        // `enum nft_immediate_attributes`
        case .immediate(let bytes, let register):
            put(1, uint32: register.rawValue)
            put(2, data: bytes)
        case .verdict(let verdict):
            put(1, uint32: NFTExpressionConstant.verdictRegister)
            let nested = beginNested(2)
            put(Data.verdict, verdict: verdict, prefix: prefix)
            endNested(nested)
        // `enum nft_objref_attributes`
        case .countOn(let name):
            put(1, uint32: counterObjectType)
            // As libnftnl has it.
            put(2, string: name, isTerminated: false)
        case .compare(_, _, .user), .compare(_, _, .group), .unknown:
            throw RefusedValue("an expression that cannot be sent")
        }
        endNested(data)
        endNested(element)
    }

    private mutating func put(_ type: UInt16, data: [UInt8]) {
        let nested = beginNested(type)
        put(Data.value, bytes: data)
        endNested(nested)
    }

    private mutating func put(_ payload: NFTPayload) {
        put(2, uint32: payload.base.rawValue)
        put(3, uint32: payload.offset)
        put(4, uint32: payload.length)
    }

    /// Without a checksum nft leaves the attributes away, which means the same to the kernel.
    private mutating func put(_ checksum: NFTChecksum) {
        switch checksum {
        case .none:
            break
        case .internet(let offset):
            put(6, uint32: NFTExpressionConstant.internetChecksum)
            put(7, uint32: offset)
        case .other(let type, let offset, let flags):
            put(6, uint32: type)
            put(7, uint32: offset)
            put(8, uint32: flags)
        }
    }
}

extension NFTExpression {
    /// `NFTA_EXPR_NAME`
    fileprivate var kernelName: StaticString {
        switch self {
        case .meta, .setMeta: "meta"
        case .payload, .setPayload: "payload"
        case .extensionHeader: "exthdr"
        case .bitwise: "bitwise"
        case .hostToNetwork: "byteorder"
        case .compare: "cmp"
        case .range: "range"
        case .lookup, .lookupVerdict: "lookup"
        case .immediate, .verdict: "immediate"
        case .countOn: "objref"
        // Refused.
        case .unknown: ""
        }
    }
}
