internal import NetlinkModel

/// `enum nft_verdict_attributes`
private enum Attribute {
    static let code: UInt16 = 1
    static let chain: UInt16 = 2
}

/// Verdicts as the kernel numbers them: `NF_DROP`, `NF_ACCEPT`, `NFT_CONTINUE`, `NFT_JUMP`, `NFT_GOTO`, `NFT_RETURN`.
private enum Code {
    static let drop: Int32 = 0
    static let accept: Int32 = 1
    static let `continue`: Int32 = -1
    static let jump: Int32 = -3
    static let goto: Int32 = -4
    static let `return`: Int32 = -5
}

extension NFTVerdict {
    /// `NFTA_VERDICT_CODE`
    var code: Int32 {
        switch self {
        case .accept: Code.accept
        case .drop: Code.drop
        case .continue: Code.continue
        case .return: Code.return
        case .jump: Code.jump
        case .goto: Code.goto
        }
    }

    /// Reads the attributes inside `NFTA_DATA_VERDICT`. Throws for a verdict that the model does not know.
    init(_ payload: ArraySlice<UInt8>) throws(MalformedMessage) {
        let fields = try ExpressionFields(payload)
        let code = Int32(bitPattern: try fields.number(Attribute.code))
        switch code {
        case Code.jump, Code.goto:
            try fields.allow(Attribute.code, Attribute.chain)
            let chain = try fields.name(Attribute.chain)
            self = code == Code.jump ? .jump(chain) : .goto(chain)
            return
        default:
            try fields.allow(Attribute.code)
        }
        switch code {
        case Code.accept: self = .accept
        case Code.drop: self = .drop
        case Code.continue: self = .continue
        case Code.return: self = .return
        default: throw MalformedMessage()
        }
    }
}

extension NetlinkMessageWriter {
    /// A nested attribute with code and chain of a verdict; `prefix` goes before the chain's name.
    mutating func put(_ type: UInt16, verdict: NFTVerdict, prefix: NFTNamePrefix) {
        let nested = beginNested(type)
        put(Attribute.code, uint32: UInt32(bitPattern: verdict.code))
        if let chain = verdict.target { put(Attribute.chain, string: chain, prefix: prefix.ofChain(chain)) }
        endNested(nested)
    }
}
