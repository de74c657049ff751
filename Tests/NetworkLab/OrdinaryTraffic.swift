import CNetworkLab
import Glibc

/// Packets that the kernel makes itself, for sockets as programs open them.
extension Lab {
    /// How an ordinary socket is set up before it is used.
    public struct SocketOptions: Sendable, Hashable {
        public var owner = Owner.caller
        public var cgroup: String?
        public var mark: UInt32 = 0
        public var priority: UInt32 = 0
        /// IP_TOS or IPV6_TCLASS; for IPv4 the kernel derives the skb priority from it.
        public var trafficClass: UInt8?
        public var interface: String?
        public init() {}
    }

    /// One UDP datagram from the sender's own address.
    public func datagram(
        to destination: Address, port: UInt16, sourcePort: UInt16 = 0, options: SocketOptions = SocketOptions(),
        payloadLength: Int = 20
    ) throws(LabError) -> Frame {
        try sendOrdinary(to: destination, port: port, options: options) { () throws(LabError) in
            let socket = try self.open(SOCK_DGRAM, 0, destination.family, options)
            try Self.bind(socket, destination.family, port: sourcePort)
            return (socket, [UInt8](repeating: 0x2e, count: payloadLength))
        }
    }

    /// UDP datagrams of equal length that the socket hands down as one packet (UDP_SEGMENT, udp(7)), in order of sending.
    public func segmented(
        to destination: Address, port: UInt16, count: Int, length: Int, options: SocketOptions
    ) throws(LabError) -> [Frame] {
        let ids = (0..<count).map { _ in nextID() }
        let socket = try sender.enter { () throws(LabError) in
            try self.open(SOCK_DGRAM, 0, destination.family, options)
        }
        // SOL_UDP, UDP_SEGMENT
        try socket.set(17, 103, Int32(length), "UDP_SEGMENT")
        let filler = [UInt8](repeating: 0x2e, count: max(0, length - Trailer.length))
        let data = ids.flatMap { filler + Trailer.bytes(id: $0) }
        let sent = destination.socketAddress(port: port).withPointer {
            sendto(socket.number, data, data.count, 0, $0, $1)
        }
        guard sent == data.count else { throw LabError.last("sendto \(destination) \(port)") }
        var frames: [UInt32: Frame] = [:]
        for frame in try capture.collect(ids) {
            if let id = frame.id { frames[id] = frame }
        }
        let arrived = ids.compactMap { frames[$0] }
        guard arrived.count == count else { throw .lost([ids.first ?? 0: "\(arrived.count) of \(count) segments"]) }
        return arrived
    }

    /// One echo request from a ping socket.
    public func ping(_ destination: Address, options: SocketOptions = SocketOptions()) throws(LabError) -> Frame {
        try sendOrdinary(to: destination, port: 0, options: options) { () throws(LabError) in
            let number = destination.family == .ip ? IPPROTO_ICMP : IPPROTO_ICMPV6
            let socket = try self.open(SOCK_DGRAM, Int32(number), destination.family, options)
            return (socket, [destination.family == .ip ? 8 : 128, 0, 0, 0, 0, 0, 0, 1])
        }
    }

    /// A TCP connection: handshake, one segment of data, orderly end. Returns the packets of the sender's side in order;
    /// the one with the data has an id. The receiver gets the destination as an address of its own.
    public func connection(
        to destination: Address, port: UInt16, options: SocketOptions = SocketOptions(), within seconds: Double = 5
    ) throws(LabError) -> [Frame] {
        let id = nextID()
        let deadline = Deadline(in: seconds)
        try Topology.batch(
            receiver, ["addr replace \(destination.hostPrefix) dev lo" + (destination.family == .ip6 ? " nodad" : "")])
        let listener = try receiver.enter { () throws(LabError) in
            let socket = try self.open(SOCK_STREAM, 0, destination.family, SocketOptions())
            try socket.set(SOL_SOCKET, SO_REUSEADDR, Int32(1), "SO_REUSEADDR")
            try Self.bind(socket, destination.family, port: port)
            guard listen(socket.number, 1) == 0 else { throw LabError.last("listen") }
            return socket
        }
        let client = try sender.enter { () throws(LabError) in
            try self.open(SOCK_STREAM, 0, destination.family, options)
        }
        try Self.connect(client, to: destination, port: port, until: deadline)
        guard listener.wait(for: POLLIN, until: deadline) else { throw .timeout("accept") }
        let accepted = accept(listener.number, nil, nil)
        guard accepted >= 0 else { throw LabError.last("accept") }
        let server = Descriptor(accepted)
        let data = [UInt8](repeating: 0x2e, count: 20) + Trailer.bytes(id: id)
        guard send(client.number, data, data.count, Int32(MSG_NOSIGNAL)) == data.count else {
            throw LabError.last("send")
        }
        shutdown(client.number, Int32(SHUT_WR))
        // Reads up to the end of the stream, then ends the other direction: the sender's last packet acknowledges that.
        var buffer = [UInt8](repeating: 0, count: 256)
        repeat {
            guard server.wait(for: POLLIN, until: deadline) else { throw .timeout("receive") }
        } while recv(server.number, &buffer, buffer.count, 0) > 0
        shutdown(server.number, Int32(SHUT_WR))
        var finished = false
        let frames = try capture.collect(within: seconds) { frame in
            let isOurs =
                frame.protocolNumber == .tcp && frame.destination == destination && frame.destinationPort == port
            guard isOurs, frame.bytes.count > frame.payloadOffset + 13 else { return (false, false) }
            let flags = frame.bytes[frame.payloadOffset + 13]
            defer { if flags & 1 != 0 { finished = true } }
            return (true, finished && flags & 1 == 0)
        }
        guard frames.contains(where: { $0.id == id }) else { throw .lost([id: "TCP data to \(destination) \(port)"]) }
        return frames
    }

    // MARK: sockets

    private func sendOrdinary(
        to destination: Address, port: UInt16, options: SocketOptions,
        _ prepare: () throws(LabError) -> (Descriptor, [UInt8])
    ) throws(LabError) -> Frame {
        let id = nextID()
        let (socket, start) = try sender.enter(prepare)
        let data = start + Trailer.bytes(id: id)
        let sent = destination.socketAddress(port: port).withPointer {
            sendto(socket.number, data, data.count, 0, $0, $1)
        }
        guard sent == data.count else { throw LabError.last("sendto \(destination) \(port)") }
        guard let frame = try capture.collect([id]).first(where: { $0.id == id }) else {
            throw .lost([id: "datagram to \(destination) \(port)"])
        }
        return frame
    }

    /// In a namespace.
    private func open(
        _ type: __socket_type, _ number: Int32, _ family: Family, _ options: SocketOptions
    ) throws(LabError) -> Descriptor {
        let socket = try Descriptor.socket(
            family.domain, Int32(type.rawValue), number, owner: options.owner, cgroup: options.cgroup)
        if let trafficClass = options.trafficClass {
            switch family {
            case .ip: try socket.set(Int32(IPPROTO_IP), IP_TOS, Int32(trafficClass), "IP_TOS")
            case .ip6: try socket.set(Int32(IPPROTO_IPV6), IPV6_TCLASS, Int32(trafficClass), "IPV6_TCLASS")
            }
        }
        try socket.configure(mark: options.mark, priority: options.priority, interface: options.interface)
        return socket
    }

    private static func bind(_ socket: Descriptor, _ family: Family, port: UInt16) throws(LabError) {
        let any: Address = family == .ip ? "0.0.0.0" : "::"
        let result = any.socketAddress(port: port).withPointer { Glibc.bind(socket.number, $0, $1) }
        guard result == 0 else { throw LabError.last("bind port \(port)") }
    }

    private static func connect(
        _ socket: Descriptor, to destination: Address, port: UInt16, until deadline: Deadline
    ) throws(LabError) {
        let flags = fcntl(socket.number, F_GETFL)
        _ = fcntl(socket.number, F_SETFL, flags | O_NONBLOCK)
        defer { _ = fcntl(socket.number, F_SETFL, flags) }
        let result = destination.socketAddress(port: port).withPointer { Glibc.connect(socket.number, $0, $1) }
        guard result == 0 || errno == EINPROGRESS else { throw LabError.last("connect \(destination) \(port)") }
        guard socket.wait(for: POLLOUT, until: deadline) else { throw .timeout("connect \(destination) \(port)") }
        var error: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(socket.number, SOL_SOCKET, SO_ERROR, &error, &length)
        guard error == 0 else { throw .system(operation: "connect \(destination) \(port)", errno: error) }
    }
}
