import CNetworkLab
import Glibc
import Synchronization

/// Sends crafted packets from a namespace through raw sockets, which pass the output hook. Sockets are kept, one for each
/// owner, mark, priority, cgroup and interface, so sending is one system call.
public final class Sender: Sendable {
    private struct Kind: Hashable {
        let family: Family
        let owner: Owner
        let cgroup: String?
        let mark: UInt32
        let priority: UInt32
        let interface: String?
    }

    struct Socket {
        let descriptor: Descriptor
        /// Index of the interface, for link-scoped destinations.
        let scope: UInt32
    }

    private let namespace: NetworkNamespace
    private let defaultInterface: String
    private let sockets = Mutex<[Kind: Socket]>([:])
    /// Several laboratories may be in use at a time, and a process usually may have 1024 files.
    private static let mostSockets = 128

    /// `interface`: where link-local destinations are when a packet names no interface.
    public init(in namespace: NetworkNamespace, interface: String = "eth0") {
        self.namespace = namespace
        defaultInterface = interface
    }

    public func send(_ packet: Packet, id: UInt32) throws(LabError) {
        let bytes = try packet.bytes(id: id)
        let socket = try socket(for: packet)
        let address = packet.destination.socketAddress(scope: socket.scope)
        let sent = address.withPointer { sendto(socket.descriptor.number, bytes, bytes.count, 0, $0, $1) }
        guard sent == bytes.count else { throw LabError.last("send \(packet)") }
    }

    func socket(for packet: Packet) throws(LabError) -> Socket {
        let kind = Kind(
            family: packet.family, owner: packet.owner, cgroup: packet.cgroup, mark: packet.mark,
            priority: packet.priority, interface: packet.interface)
        return try sockets.withLock { sockets throws(LabError) in
            if let socket = sockets[kind] { return socket }
            if sockets.count >= Self.mostSockets { sockets.removeAll() }
            let socket = try namespace.enter { () throws(LabError) in try open(kind) }
            sockets[kind] = socket
            return socket
        }
    }

    /// In the namespace.
    private func open(_ kind: Kind) throws(LabError) -> Socket {
        let socket = try Descriptor.socket(
            kind.family.domain, Int32(SOCK_RAW.rawValue), Int32(IPPROTO_RAW), owner: kind.owner, cgroup: kind.cgroup)
        switch kind.family {
        case .ip: try socket.set(Int32(IPPROTO_IP), IP_HDRINCL, Int32(1), "IP_HDRINCL")
        case .ip6:
            try socket.set(Int32(IPPROTO_IPV6), IPV6_HDRINCL, Int32(1), "IPV6_HDRINCL")
            // With a source of its own the kernel looks for none, which would fail for groups: eth0 has no IPv6 address.
            // The header's source is the packet's all the same.
            try socket.set(Int32(IPPROTO_IPV6), IPV6_FREEBIND, Int32(1), "IPV6_FREEBIND")
            let bound = Lab.senderIP6.socketAddress().withPointer { bind(socket.number, $0, $1) }
            guard bound == 0 else { throw LabError.last("bind \(Lab.senderIP6)") }
        }
        try socket.set(SOL_SOCKET, SO_BROADCAST, Int32(1), "SO_BROADCAST")
        try socket.configure(mark: kind.mark, priority: kind.priority, interface: kind.interface)
        return Socket(descriptor: socket, scope: if_nametoindex(kind.interface ?? defaultInterface))
    }
}

extension Descriptor {
    func configure(mark: UInt32, priority: UInt32, interface: String?) throws(LabError) {
        // SO_PRIORITY first: IP_TOS, where it is set, sets it again.
        if priority != 0 { try set(SOL_SOCKET, SO_PRIORITY, priority, "SO_PRIORITY") }
        if mark != 0 { try set(SOL_SOCKET, SO_MARK, mark, "SO_MARK") }
        if let interface { try set(SOL_SOCKET, SO_BINDTODEVICE, text: interface, "SO_BINDTODEVICE") }
    }
}
