internal import Glibc
internal import NetlinkModel

/// Sends one encoded batch and collects what the kernel says to it.
///
/// No acknowledgements are asked for: when the send call returns the kernel has done everything, and each message
/// that failed has queued one error (`nfnetlink_rcv_batch`, nfnetlink.c). No error means that the batch committed.
enum NFTTransaction {
    private static let operation = "commit the batch"

    static func run(_ bytes: RawSpan, commands: [NFTCommand]) throws(NFTBatchError) {
        do {
            let socket = try NetlinkSocket.openNetfilter(for: operation)
            socket.reserve(sending: bytes.byteCount)
            socket.reserve(receiving: answerSpace(for: bytes.byteCount))
            try socket.send(bytes, for: operation)
            try collect(from: socket, commands: commands)
        } catch let error as NetlinkError {
            throw NFTBatchError(error)
        } catch let error as NFTBatchError {
            throw error
        } catch {
            throw NFTBatchError(NetlinkError(operation: operation, code: EIO))
        }
    }

    /// The size of the largest batch, up to `limit`, that can be sent from here: less than asked for in an
    /// unprivileged user namespace.
    static func largestBatch(upTo limit: Int) throws(NFTBatchError) -> Int {
        do {
            let socket = try NetlinkSocket.openNetfilter(for: operation)
            socket.reserve(sending: limit)
            return min(limit, socket.longestMessage ?? limit)
        } catch {
            throw NFTBatchError(error)
        }
    }

    /// Room for an error for every message. The smallest message has 28 bytes; a queued error counts about a KiB.
    private static func answerSpace(for byteCount: Int) -> Int {
        min(max(byteCount / 40, 256) * 1024, 1 << 30)
    }

    private static func collect(from socket: borrowing NetlinkSocket, commands: [NFTCommand]) throws(NFTBatchError) {
        var failures: [NFTBatchError.Failure] = []
        var overflowed = false
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        receiving: while true {
            do {
                guard let count = try socket.receive(into: &buffer, wait: false) else { break receiving }
                failures += try Self.failures(in: buffer.prefix(count), commands: commands)
            } catch let error as SystemError {
                // The kernel reports the overflow first; what did fit in is still to be read.
                guard error.code == ENOBUFS, !overflowed else {
                    failures.append(
                        .init(commandIndex: nil, error: NetlinkError(operation: operation, code: error.code)))
                    throw NFTBatchError(failures: failures, isOutcomeUnknown: true)
                }
                overflowed = true
            } catch {
                failures.append(.init(commandIndex: nil, error: NetlinkError(operation: operation, code: EBADMSG)))
                throw NFTBatchError(failures: failures, isOutcomeUnknown: true)
            }
        }
        if overflowed && failures.isEmpty {
            let lost = NetlinkError(operation: operation, code: ENOBUFS, message: "the kernel's answers were lost")
            throw NFTBatchError(failures: [.init(commandIndex: nil, error: lost)], isOutcomeUnknown: true)
        }
        if overflowed {
            let more = NetlinkError(operation: operation, code: ENOBUFS, message: "there were more errors than these")
            failures.append(.init(commandIndex: nil, error: more))
        }
        if !failures.isEmpty { throw NFTBatchError(failures: failures) }
    }

    /// The failures in one received datagram.
    static func failures(
        in bytes: ArraySlice<UInt8>, commands: [NFTCommand]
    ) throws(MalformedMessage) -> [NFTBatchError.Failure] {
        var failures: [NFTBatchError.Failure] = []
        var reader = NetlinkMessageReader(bytes)
        while let message = try reader.next() {
            guard message.type == NetlinkMessageType.error else { continue }
            let report = try NetlinkErrorReport(message)
            guard report.code != 0 else { continue }
            let index = NFTBatchEncoder.command(ofSequence: message.sequence).flatMap {
                commands.indices.contains($0) ? $0 : nil
            }
            let error = NetlinkError(
                operation: index.map { commands[$0].operation } ?? operation, code: report.code, message: report.text,
                attributeOffset: report.attributeOffset)
            failures.append(.init(commandIndex: index, error: error))
        }
        return failures
    }
}
