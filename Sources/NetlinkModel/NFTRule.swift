/// A rule: expressions in order, and the comment that nft shows.
public struct NFTRule: Hashable, Sendable {
    public var chain: String
    public var expressions: [NFTExpression]
    /// At most 128 bytes (nft's limit; `NFTNL_UDATA_RULE_COMMENT` in the rule's user data).
    public var comment: String?
    /// The kernel's handle; nil for a rule that is not in the kernel.
    public var handle: UInt64?

    public init(chain: String, expressions: [NFTExpression], comment: String? = nil, handle: UInt64? = nil) {
        self.chain = chain
        self.expressions = expressions
        self.comment = comment
        self.handle = handle
    }
}
