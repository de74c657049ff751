import CNetworkLab
import Glibc
import Synchronization

/// Everything that arrives in a namespace, on all its interfaces, from the moment of creation, and if asked for what
/// leaves. One reader at a time.
public final class Capture: Sendable {
    private let socket: Descriptor
    private let buffer = Mutex([UInt8](repeating: 0, count: 65536))

    public init(
        in namespace: NetworkNamespace, outgoing: Bool = false, bufferBytes: Int = 64 << 20
    ) throws(LabError) {
        socket = try namespace.enter { () throws(LabError) in
            let number = lab_capture_open(Int32(clamping: bufferBytes), outgoing ? 1 : 0)
            guard number >= 0 else { throw LabError.last("AF_PACKET socket") }
            return Descriptor(number)
        }
    }

    /// The next IP packet that is there or comes within the time; nil when none does.
    public func next(within seconds: Double = 0) throws(LabError) -> Frame? {
        try next(within: seconds) { Frame($0) }
    }

    /// The next frame of which `read` makes something; nil when none comes within the time.
    public func next<Value>(within seconds: Double = 0, _ read: (LinkFrame) -> Value?) throws(LabError) -> Value? {
        let deadline = Deadline(in: seconds)
        repeat {
            var info = lab_frame_info()
            let bytes: [UInt8]? = try buffer.withLock { buffer throws(LabError) in
                let length = lab_capture_receive(socket.number, &buffer, buffer.count, &info)
                if length < 0 {
                    guard errno == EAGAIN || errno == EINTR else { throw LabError.last("capture") }
                    return nil
                }
                return Array(buffer[..<length])
            }
            if let bytes {
                let tag = info.vlan < 0 ? nil : UInt16(truncatingIfNeeded: info.vlan)
                let frame = LinkFrame(
                    bytes, beside: tag, interface: info.interface_index, isOutgoing: info.outgoing != 0)
                if let value = frame.flatMap(read) { return value }
            } else if !socket.wait(for: POLLIN, until: deadline) {
                return nil
            }
        } while true
    }

    /// Packets of the laboratory in order of arrival, until all of these ids were seen (copies come in as well as long as
    /// an id is missing) or the time has passed. Packets of others are dropped.
    public func collect(_ ids: some Sequence<UInt32>, within seconds: Double = 2) throws(LabError) -> [Frame] {
        var missing = Set(ids)
        return try collect(within: seconds) { frame in
            guard let id = frame.id else { return (false, false) }
            missing.remove(id)
            return (true, missing.isEmpty)
        }
    }

    /// Packets that `choose` takes, until it says that this was the last or the time has passed.
    public func collect(
        within seconds: Double, _ choose: (Frame) -> (take: Bool, isLast: Bool)
    ) throws(LabError) -> [Frame] {
        let clock = ContinuousClock()
        let end = clock.now + .seconds(seconds)
        var frames: [Frame] = []
        while clock.now < end, let frame = try next(within: (end - clock.now) / .seconds(1)) {
            let (take, isLast) = choose(frame)
            if take { frames.append(frame) }
            if isLast { break }
        }
        return frames
    }

    /// Throws away what has arrived so far.
    public func clear() throws(LabError) {
        while try next() != nil {}
    }

    /// Frames lost since the last question because the reader was too slow.
    public func lost() -> Int { Int(lab_capture_lost(socket.number)) }
}
