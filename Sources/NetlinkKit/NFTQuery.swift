internal import Glibc
internal import NetlinkModel

/// Requests that read, over one socket: single answers and dumps.
struct NFTQuery: ~Copyable {
    enum Failure: Error {
        /// The kernel's data changed while it was read: read again.
        case changedMeanwhile
        case error(NetlinkError)
    }

    private static let attempts = 20

    private let operation: String
    private let socket: NetlinkSocket
    private var sequence: UInt32 = 0
    /// The kernel fills at most 32 KiB of a dump at once, more only for a single larger object.
    private var buffer = [UInt8](repeating: 0, count: 128 << 10)

    init(operation: String) throws(NetlinkError) {
        self.operation = operation
        socket = try NetlinkSocket.openNetfilter(for: operation)
    }

    /// Runs `body` until nothing changed from its start to its end, at most twenty times, each time with a new socket.
    static func consistent<Value>(
        _ operation: String, _ body: (inout NFTQuery) throws(Failure) -> Value
    ) throws(NetlinkError) -> Value {
        for _ in 0..<attempts {
            var query = try NFTQuery(operation: operation)
            do {
                return try body(&query)
            } catch {
                if case .error(let error) = error { throw error }
            }
        }
        throw NetlinkError(
            operation: operation, code: EAGAIN, message: "the rule set kept changing during \(attempts) attempts")
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
            throw NetlinkError(operation: operation, code: EAGAIN)
        }
        guard let generation else { throw NetlinkError(operation: operation, code: EBADMSG) }
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
        do {
            for datagram in dump.datagrams {
                var reader = NetlinkMessageReader(datagram[...])
                while let message = try reader.next() {
                    guard message.sequence == dump.sequence, message.type != NetlinkMessageType.done else { continue }
                    try each(message)
                }
            }
        } catch {
            throw .error(NetlinkError(operation: operation, code: EBADMSG))
        }
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

    private mutating func request(
        _ kind: NFTMessage, flags: UInt16, family: NFTFamily?, arguments: (inout NetlinkMessageWriter) -> Void
    ) throws(Failure) -> NFTDump {
        sequence &+= 1
        var writer = NetlinkMessageWriter()
        let mark = writer.beginMessage(type: kind.type, flags: flags, sequence: sequence, family: family?.rawValue ?? 0)
        arguments(&writer)
        writer.endMessage(mark)
        do {
            try socket.send(writer.bytes, for: operation)
        } catch {
            throw .error(error)
        }
        var answer = NFTDump(sequence: sequence)
        let isDump = flags & NetlinkFlags.dump != 0
        while true {
            guard try !receive(into: &answer, isDump: isDump) else { return answer }
        }
    }

    /// Takes one datagram of the answer. True when it was the last.
    private mutating func receive(into answer: inout NFTDump, isDump: Bool) throws(Failure) -> Bool {
        do {
            guard let count = try socket.receive(into: &buffer, wait: true) else { return true }
            let datagram = buffer.prefix(count)
            var isLast = false
            var reader = NetlinkMessageReader(datagram)
            while !isLast, let message = try reader.next() {
                guard message.sequence == sequence else { continue }
                if message.flags & NetlinkFlags.dumpInterrupted != 0 { throw Failure.changedMeanwhile }
                switch message.type {
                case NetlinkMessageType.error:
                    let report = try NetlinkErrorReport(message)
                    guard report.code == 0 else { throw Failure.error(failure(report)) }
                    return true
                case NetlinkMessageType.done:
                    let code = NetlinkErrorReport.code(ofDone: message)
                    guard code == 0 else { throw Failure.error(NetlinkError(operation: operation, code: code)) }
                    isLast = true
                default:
                    isLast = !isDump
                }
            }
            answer.datagrams.append(Array(datagram))
            return isLast
        } catch let error as Failure {
            throw error
        } catch let error as SystemError {
            throw .error(NetlinkError(operation: operation, code: error.code))
        } catch {
            throw .error(NetlinkError(operation: operation, code: EBADMSG))
        }
    }

    private func failure(_ report: NetlinkErrorReport) -> NetlinkError {
        NetlinkError(
            operation: operation, code: report.code, message: report.text, attributeOffset: report.attributeOffset)
    }
}
