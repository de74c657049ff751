import CNetworkLab
import Glibc

/// Sends pre-built packets at full speed from a thread of its own until it is stopped, forgotten, or has reached a bound.
public final class TrafficGenerator: @unchecked Sendable {
    // The C side has atomic counters, and joins its thread once; `stop` is for one caller.
    private let traffic: OpaquePointer
    private let sockets: [Sender.Socket]
    private let flowCount: Int

    /// Each packet description is a flow; flows take turns in bursts of 32.
    public init(
        _ flows: [Packet], from sender: Sender, mostPackets: UInt64 = 50_000_000, mostSeconds: Double = 30
    ) throws(LabError) {
        var sockets: [Sender.Socket] = []
        var prepared: [(bytes: [UInt8], address: SocketAddress)] = []
        for (index, flow) in flows.enumerated() {
            let socket = try sender.socket(for: flow)
            sockets.append(socket)
            prepared.append(
                (try flow.bytes(id: UInt32.max - UInt32(index)), flow.destination.socketAddress(scope: socket.scope)))
        }
        self.sockets = sockets
        flowCount = flows.count
        let copies = prepared.map { flow in
            let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: flow.bytes.count, alignment: 16)
            copy.copyBytes(from: flow.bytes)
            return copy
        }
        defer { copies.forEach { $0.deallocate() } }
        let list = prepared.indices.map { index in
            lab_flow(
                descriptor: sockets[index].descriptor.number, packet: UnsafeRawPointer(copies[index].baseAddress),
                length: copies[index].count, destination: prepared[index].address.storage,
                destination_length: prepared[index].address.length)
        }
        guard let traffic = lab_traffic_start(list, list.count, mostPackets, mostSeconds) else {
            throw LabError.last("traffic generator")
        }
        self.traffic = traffic
    }

    deinit { lab_traffic_free(traffic) }

    /// Packets sent so far, by flow.
    public var sent: [UInt64] { (0..<flowCount).map { lab_traffic_sent(traffic, $0) } }

    /// Waits for the thread to end and returns what was sent, by flow; throws what ended it early.
    @discardableResult
    public func stop() throws(LabError) -> [UInt64] {
        lab_traffic_stop(traffic)
        let error = lab_traffic_error(traffic)
        guard error == 0 else { throw .system(operation: "sendmmsg", errno: error) }
        return sent
    }

    /// Waits until at least this many packets have been sent in all.
    public func wait(forPackets count: UInt64, within seconds: Double = 10) throws(LabError) {
        let deadline = Deadline(in: seconds)
        while sent.reduce(0, +) < count {
            guard lab_traffic_error(traffic) == 0 else { try stop(); return }
            guard !deadline.hasPassed else { throw .timeout("\(count) packets of traffic") }
            usleep(500)
        }
    }
}
