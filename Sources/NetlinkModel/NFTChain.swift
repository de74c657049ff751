/// Where a base chain hangs (`NF_INET_*`, linux/netfilter.h).
public enum NFTHook: UInt32, Hashable, Sendable, CaseIterable {
    case prerouting = 0
    case input = 1
    case forward = 2
    case output = 3
    case postrouting = 4

    public var keyword: String { String(describing: self) }
}

/// The `type` of a base chain.
public enum NFTChainType: String, Hashable, Sendable, CaseIterable {
    case filter
    case route
    case nat
}

/// What happens to a packet that reaches the end of a base chain.
public enum NFTChainPolicy: UInt32, Hashable, Sendable {
    case drop = 0
    case accept = 1

    public var keyword: String { String(describing: self) }
}

/// What makes a chain a base chain.
public struct NFTBaseChain: Hashable, Sendable {
    public var type: NFTChainType
    public var hook: NFTHook
    /// Position among the chains of the hook: lower runs earlier (mangle is -150).
    public var priority: Int32
    public var policy: NFTChainPolicy

    public init(type: NFTChainType, hook: NFTHook, priority: Int32, policy: NFTChainPolicy = .accept) {
        self.type = type
        self.hook = hook
        self.priority = priority
        self.policy = policy
    }
}

/// A chain. Only a base chain has a hook.
public struct NFTChain: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case base(NFTBaseChain)
        case regular
    }

    public var name: String
    public var kind: Kind

    public init(name: String, kind: Kind = .regular) {
        self.name = name
        self.kind = kind
    }
}
