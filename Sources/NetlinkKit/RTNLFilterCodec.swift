internal import NetlinkModel

extension TCFilter {
    /// Decodes an `RTM_NEWTFILTER` (`tcf_fill_node`, net/sched/cls_api.c) of a clsact or ingress qdisc. Nil for any other
    /// message, and for the one that stands before all filters of one preference, which is no filter.
    ///
    /// `asked`: where the filters asked for are. The kernel does not repeat it for those that several qdiscs share.
    init?(_ message: NetlinkMessage, asked: (interfaceIndex: Int32, hook: TCHook)? = nil) throws(MalformedMessage) {
        guard message.type == RTNLMessage.newFilter else { return nil }
        let listing = try TCFilterListing(message)
        guard let identity = listing.identity(asked: asked) else { return nil }
        if identity.handle == 0, listing.options == nil { return nil }
        let decoded = try TCClassifierCodec.decode(
            kind: listing.kind, options: listing.options ?? [], protocolType: identity.protocolType)
        self.init(identity: identity, classifier: decoded.classifier, actions: decoded.actions)
    }
}

/// The parts of a filter message.
struct TCFilterListing {
    var header: TCMessage
    var kind: String
    var chain: UInt32 = 0
    var options: ArraySlice<UInt8>?

    init(_ message: NetlinkMessage) throws(MalformedMessage) {
        header = try TCMessage(message.payload)
        var kind: String?
        var reader = TCMessage.attributes(message.payload)
        while let attribute = try reader.next() {
            switch attribute.type {
            case TCAttribute.kind: kind = attribute.string()
            case TCAttribute.chain: chain = try attribute.hostUInt32()
            case TCAttribute.options: options = attribute.payload
            default: break
            }
        }
        guard let kind else { throw MalformedMessage() }
        self.kind = kind
    }

    /// Nil for a filter of another qdisc than clsact and ingress.
    func identity(asked: (interfaceIndex: Int32, hook: TCHook)? = nil) -> TCFilter.Identity? {
        guard let hook = asked?.hook ?? header.hook else { return nil }
        let index = asked?.interfaceIndex ?? header.interfaceIndex
        guard index != TCAttribute.sharedBlock else { return nil }
        return TCFilter.Identity(
            interfaceIndex: index, hook: hook, chain: chain, preference: header.preference,
            protocolType: header.protocolType, handle: header.handle)
    }
}
