internal import Glibc

/// Requests that read, and the kernel's answers, over one socket of any netlink family.
struct NetlinkExchange: ~Copyable {
    enum Failure: Error {
        /// The kernel's data changed while it was read: read again.
        case changedMeanwhile
        case error(NetlinkError)
    }

    private static let attempts = 20

    let operation: String
    private let socket: NetlinkSocket
    private var sequence: UInt32 = 0
    /// The kernel fills at most 32 KiB of a dump at once, more only for a single larger object.
    private var buffer = [UInt8](repeating: 0, count: 128 << 10)

    /// `bus` is the netlink family: one of `NetlinkSocketOption`.
    init(operation: String, bus: Int32) throws(NetlinkError) {
        self.operation = operation
        socket = try NetlinkSocket.open(bus: bus, for: operation)
    }

    /// Runs `body` until nothing changed from its start to its end, at most twenty times. `what` is the data in words.
    static func repeated<Value>(
        _ operation: String, _ what: String, _ body: () throws(Failure) -> Value
    ) throws(NetlinkError) -> Value {
        for _ in 0..<attempts {
            do {
                return try body()
            } catch {
                if case .error(let error) = error { throw error }
            }
        }
        throw NetlinkError(
            operation: operation, code: EAGAIN, message: "\(what) kept changing during \(attempts) attempts")
    }

    /// Sends one request and collects what the kernel answers. `header` is what follows the netlink header.
    mutating func request(
        type: UInt16, flags: UInt16, header: [UInt8], arguments: (inout NetlinkMessageWriter) -> Void
    ) throws(Failure) -> NetlinkDump {
        sequence &+= 1
        var writer = NetlinkMessageWriter()
        let mark = writer.beginMessage(type: type, flags: flags, sequence: sequence, header: header)
        arguments(&writer)
        writer.endMessage(mark)
        do {
            try writer.withBytes { (bytes) throws(NetlinkError) in try socket.send(bytes, for: operation) }
        } catch {
            throw .error(error)
        }
        var answer = NetlinkDump(sequence: sequence)
        // NLM_F_DUMP has two bits, which mean other things in requests that change something.
        let isDump = flags & NetlinkFlags.dump == NetlinkFlags.dump
        while true {
            guard try !receive(into: &answer, isDump: isDump) else { return answer }
        }
    }

    /// Hands over the collected objects one by one.
    func decode(_ dump: NetlinkDump, _ each: (NetlinkMessage) throws(MalformedMessage) -> Void) throws(Failure) {
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

    /// Takes one datagram of the answer. True when it was the last.
    private mutating func receive(into answer: inout NetlinkDump, isDump: Bool) throws(Failure) -> Bool {
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
