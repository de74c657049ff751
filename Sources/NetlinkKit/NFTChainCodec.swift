internal import NetlinkModel

/// `enum nft_chain_attributes`, `enum nft_hook_attributes`
private enum Attribute {
    static let table: UInt16 = 1
    static let name: UInt16 = 3
    static let hook: UInt16 = 4
    static let policy: UInt16 = 5
    static let type: UInt16 = 7
    static let flags: UInt16 = 10
    static let hookNumber: UInt16 = 1
    static let hookPriority: UInt16 = 2
}

/// `NFT_CHAIN_BASE`; the other flags (offload, binding to a rule) are not modelled.
private let baseFlag: UInt32 = 1

extension NFTChain {
    /// The attributes of `NFT_MSG_NEWCHAIN`. `prefix` goes before the name of a regular chain.
    func put(to writer: inout NetlinkMessageWriter, table: String, prefix: NFTNamePrefix) {
        guard case .base(let base) = kind else {
            Self.putName(name, to: &writer, table: table, prefix: prefix)
            return
        }
        Self.putName(name, to: &writer, table: table, prefix: .none)
        let hook = writer.beginNested(Attribute.hook)
        writer.put(Attribute.hookNumber, uint32: base.hook.rawValue)
        writer.put(Attribute.hookPriority, uint32: UInt32(bitPattern: base.priority))
        writer.endNested(hook)
        writer.put(Attribute.policy, uint32: base.policy.rawValue)
        writer.put(Attribute.type, string: base.type.rawValue)
    }

    /// The attributes of `NFT_MSG_DELCHAIN`.
    static func putName(
        _ name: String, to writer: inout NetlinkMessageWriter, table: String, prefix: NFTNamePrefix
    ) {
        writer.put(Attribute.table, string: table)
        writer.put(Attribute.name, string: name, prefix: prefix.ofChain(name))
    }
}

/// A chain as the kernel lists it.
struct NFTChainListing {
    var table: String
    var name: String
    /// nil for what the model has no value for, such as a chain at a device.
    var modelled: NFTChain?

    init(_ message: NetlinkMessage) throws(MalformedMessage) {
        table = ""
        name = ""
        var hook: NetlinkAttribute?
        var policy: UInt32?
        var type: String?
        var flags: UInt32 = 0
        var reader = message.attributes
        while let attribute = try reader.next() {
            switch attribute.type {
            case Attribute.table: table = attribute.string()
            case Attribute.name: name = attribute.string()
            case Attribute.hook: hook = attribute
            case Attribute.policy: policy = try attribute.uint32()
            case Attribute.type: type = attribute.string()
            case Attribute.flags: flags = try attribute.uint32()
            default: break
            }
        }
        guard !table.isEmpty, !name.isEmpty else { throw MalformedMessage() }
        guard flags & ~baseFlag == 0 else { return }
        guard let hook else {
            modelled = NFTChain(name: name)
            return
        }
        // Hook numbers of arp and netdev mean other places.
        guard let family = message.family, family != .arp, family != .netdev,
            let type = type.flatMap(NFTChainType.init(rawValue:)),
            let policy = policy.flatMap(NFTChainPolicy.init(rawValue:)),
            let (number, priority) = try Self.place(hook)
        else { return }
        modelled = NFTChain(
            name: name, kind: .base(NFTBaseChain(type: type, hook: number, priority: priority, policy: policy)))
    }

    /// Hook and priority; nil when there is a device or an unknown hook.
    private static func place(_ attribute: NetlinkAttribute) throws(MalformedMessage) -> (NFTHook, Int32)? {
        var hook: NFTHook?
        var priority: Int32?
        var reader = attribute.attributes
        while let inner = try reader.next() {
            switch inner.type {
            case Attribute.hookNumber: hook = NFTHook(rawValue: try inner.uint32())
            case Attribute.hookPriority: priority = Int32(bitPattern: try inner.uint32())
            default: return nil
            }
        }
        guard let hook, let priority else { return nil }
        return (hook, priority)
    }
}
