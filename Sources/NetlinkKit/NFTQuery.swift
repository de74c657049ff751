internal import Glibc
internal import NetlinkModel

/// The answer of nf_tables to one request.
typealias NFTDump = NetlinkDump

/// Requests that read nf_tables, over one socket: single answers and dumps.
struct NFTQuery: ~Copyable {
    typealias Failure = NetlinkExchange.Failure

    private var exchange: NetlinkExchange

    init(operation: String) throws(NetlinkError) {
        exchange = try NetlinkExchange(operation: operation, bus: NetlinkSocketOption.netfilterBus)
    }

    /// Runs `body` until nothing changed from its start to its end, at most twenty times, each time with a new socket.
    static func consistent<Value>(
        _ operation: String, _ body: (inout NFTQuery) throws(Failure) -> Value
    ) throws(NetlinkError) -> Value {
        try NetlinkExchange.repeated(operation, "the rule set") { () throws(Failure) in
            var query: NFTQuery
            do throws(NetlinkError) { query = try NFTQuery(operation: operation) } catch { throw .error(error) }
            return try body(&query)
        }
    }

    /// The rule set generation.
    mutating func generation() throws(NetlinkError) -> UInt32 {
        var generation: UInt32?
        do {
            let answer = try request(.getGeneration, flags: 0, family: nil, arguments: { _ in })
            try decode(answer) { (message) throws(MalformedMessage) in
                var reader = message.attributes
                while let attribute = try reader.next() {
                    // NFTA_GEN_ID
                    if attribute.type == 1 { generation = try attribute.uint32() }
                }
            }
        } catch {
            if case .error(let error) = error { throw error }
            throw NetlinkError(operation: exchange.operation, code: EAGAIN)
        }
        guard let generation else { throw NetlinkError(operation: exchange.operation, code: EBADMSG) }
        return generation
    }

    /// Lists objects of one kind; `arguments` narrow the list where the kernel can.
    mutating func dump(
        _ message: NFTMessage, family: NFTFamily? = nil, arguments: (inout NetlinkMessageWriter) -> Void = { _ in },
        each: (NetlinkMessage) throws(MalformedMessage) -> Void
    ) throws(Failure) {
        try decode(try collect(message, family: family, arguments: arguments), each)
    }

    /// As `dump`, without looking into the objects: what is read before it is understood is read faster, and the less
    /// time passes between two looks at the generation, the less often somebody else commits in between.
    mutating func collect(
        _ message: NFTMessage, family: NFTFamily? = nil, arguments: (inout NetlinkMessageWriter) -> Void = { _ in }
    ) throws(Failure) -> NFTDump {
        try request(message, flags: NetlinkFlags.dump, family: family, arguments: arguments)
    }

    /// Hands over the collected objects one by one.
    func decode(_ dump: NFTDump, _ each: (NetlinkMessage) throws(MalformedMessage) -> Void) throws(Failure) {
        try exchange.decode(dump, each)
    }

    /// Asks for one object; false when it does not exist.
    mutating func get(
        _ message: NFTMessage, family: NFTFamily, arguments: (inout NetlinkMessageWriter) -> Void,
        each: (NetlinkMessage) throws(MalformedMessage) -> Void
    ) throws(Failure) -> Bool {
        do {
            try decode(try request(message, flags: 0, family: family, arguments: arguments), each)
            return true
        } catch .error(let error) where error.code == ENOENT {
            return false
        } catch {
            throw error
        }
    }

    /// The header is a `struct nfgenmsg`: family, version 0, resource 0.
    private mutating func request(
        _ kind: NFTMessage, flags: UInt16, family: NFTFamily?, arguments: (inout NetlinkMessageWriter) -> Void
    ) throws(Failure) -> NFTDump {
        try exchange.request(
            type: kind.type, flags: flags, header: [family?.rawValue ?? 0, 0, 0, 0], arguments: arguments)
    }
}
