internal import NetlinkModel

/// `enum nft_rule_attributes`, `enum nft_expr_attributes`
enum NFTRuleAttribute {
    static let table: UInt16 = 1
    static let chain: UInt16 = 2
    static let handle: UInt16 = 3
    static let expressions: UInt16 = 4
    static let userData: UInt16 = 7
    static let expressionName: UInt16 = 1
    static let expressionData: UInt16 = 2
    /// NFTA_LIST_ELEM
    static let listElement: UInt16 = 1
}

/// Anonymous sets by the names that the kernel gave them; nil for one that the model has no value for.
typealias AnonymousSets = [String: NFTSet?]

extension NFTRule {
    /// The attributes of `NFT_MSG_NEWRULE`. `sets` are the ids of the anonymous sets in its lookups, in their order;
    /// `replacing` is the handle of the rule whose place it takes; `prefix` goes before names of chains and sets.
    func put(
        to writer: inout NetlinkMessageWriter, table: String, prefix: NFTNamePrefix, sets: [UInt32],
        replacing: UInt64? = nil
    ) throws(RefusedValue) {
        Self.putReference(chain: chain, handle: replacing, to: &writer, table: table, prefix: prefix)
        if let comment { NFTUserData.put(NFTRuleAttribute.userData, comment: comment, to: &writer) }
        if !expressions.isEmpty {
            let list = writer.beginNested(NFTRuleAttribute.expressions)
            var remaining = sets[...]
            for expression in expressions {
                let id: UInt32? = expression.holdsAnonymousSet ? remaining.popFirst() : nil
                try writer.put(expression, prefix: prefix, anonymousSet: id)
            }
            writer.endNested(list)
        }
    }

    /// The attributes of `NFT_MSG_DELRULE`: one rule, or without a handle all rules of the chain.
    static func putReference(
        chain: String, handle: UInt64?, to writer: inout NetlinkMessageWriter, table: String, prefix: NFTNamePrefix
    ) {
        writer.put(NFTRuleAttribute.table, string: table)
        writer.put(NFTRuleAttribute.chain, string: chain, prefix: prefix.ofChain(chain))
        if let handle { writer.put(NFTRuleAttribute.handle, uint64: handle) }
    }

    /// Decodes a rule by hand: libnftnl drops expressions that it does not know.
    init(_ message: NetlinkMessage, anonymousSets: AnonymousSets) throws(MalformedMessage) {
        self.init(chain: "", expressions: [])
        var reader = message.attributes
        while let attribute = try reader.next() {
            switch attribute.type {
            case NFTRuleAttribute.chain: chain = attribute.string()
            case NFTRuleAttribute.handle: handle = try attribute.uint64()
            case NFTRuleAttribute.userData: comment = NFTUserData.comment(in: attribute.payload)
            case NFTRuleAttribute.expressions:
                var list = attribute.attributes
                // Arrays that grow are up to twice as large as they have to be, and there may be 100,000 of them.
                expressions.reserveCapacity(try list.count())
                while let element = try list.next() {
                    guard element.type == NFTRuleAttribute.listElement else { throw MalformedMessage() }
                    expressions.append(try NFTExpression(element, anonymousSets: anonymousSets))
                }
            default: break
            }
        }
        guard !chain.isEmpty else { throw MalformedMessage() }
    }

    /// The table that a listed rule belongs to.
    static func table(of message: NetlinkMessage) throws(MalformedMessage) -> String {
        var reader = message.attributes
        while let attribute = try reader.next() {
            if attribute.type == NFTRuleAttribute.table { return attribute.string() }
        }
        throw MalformedMessage()
    }
}

extension NFTExpression {
    var holdsAnonymousSet: Bool {
        if case .lookup(.anonymous, _, _) = self { true } else { false }
    }

    /// The anonymous set that the expression holds.
    var anonymousSet: NFTSet? {
        if case .lookup(.anonymous(let set), _, _) = self { set } else { nil }
    }
}
