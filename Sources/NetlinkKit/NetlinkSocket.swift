internal import CMnl
internal import Glibc

/// A netlink socket, closed at the end of its life.
///
/// Opened anew for every transaction and every reading: leftovers of an earlier request cannot be mistaken for
/// an answer. It belongs to the network namespace of the thread that opened it.
@safe
struct NetlinkSocket: ~Copyable {
    private let handle: OpaquePointer

    private init(handle: OpaquePointer) {
        unsafe self.handle = unsafe handle
    }

    deinit {
        _ = unsafe mnl_socket_close(handle)
    }

    /// A socket to nfnetlink.
    static func openNetfilter(for operation: String) throws(NetlinkError) -> NetlinkSocket {
        try open(bus: NetlinkSocketOption.netfilterBus, for: operation)
    }

    /// A socket to one of the kernel's netlink families, with extended acks switched on. `groups`: notifications that it
    /// gets, a bit each.
    static func open(bus: Int32, groups: UInt32 = 0, for operation: String) throws(NetlinkError) -> NetlinkSocket {
        guard let handle = unsafe mnl_socket_open2(bus, Int32(SOCK_CLOEXEC.rawValue)) else {
            throw NetlinkError(operation: operation, code: errno, message: "opening a netlink socket")
        }
        let socket = unsafe NetlinkSocket(handle: handle)
        guard unsafe mnl_socket_bind(handle, groups, 0) == 0 else {
            throw NetlinkError(operation: operation, code: errno, message: "binding a netlink socket")
        }
        // Both only make errors richer or smaller, so a kernel without them is no failure.
        _ = socket.set(NetlinkSocketOption.extendedAcknowledgement, 1, level: NetlinkSocketOption.level)
        _ = socket.set(NetlinkSocketOption.cappedAcknowledgement, 1, level: NetlinkSocketOption.level)
        return socket
    }

    /// Asks for a buffer that holds one message of `count` bytes. Beyond the system's limit (`net.core.wmem_max`) only
    /// with CAP_NET_ADMIN in the initial user namespace; otherwise as much as is allowed.
    func reserve(sending count: Int) {
        grow(force: SO_SNDBUFFORCE, plain: SO_SNDBUF, to: count)
    }

    /// Asks for room for `count` bytes of answers, under the same conditions (`net.core.rmem_max`).
    func reserve(receiving count: Int) {
        grow(force: SO_RCVBUFFORCE, plain: SO_RCVBUF, to: count)
    }

    /// The longest message that the send buffer lets through (`netlink_sendmsg`, af_netlink.c); nil when unknown.
    var longestMessage: Int? {
        var size: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        let status = unsafe getsockopt(mnl_socket_get_fd(handle), SOL_SOCKET, SO_SNDBUF, &size, &length)
        return status == 0 ? Int(size) - 32 : nil
    }

    /// Sends bytes as one message to the kernel.
    func send(_ bytes: RawSpan, for operation: String) throws(NetlinkError) {
        let sent = unsafe bytes.withUnsafeBytes { buffer in
            unsafe mnl_socket_sendto(handle, buffer.baseAddress, buffer.count)
        }
        guard sent == bytes.byteCount else {
            throw NetlinkError(operation: operation, code: sent < 0 ? errno : EMSGSIZE)
        }
    }

    /// Waits until there is something to receive, or an error to hear of; false after `milliseconds`, or earlier when a
    /// signal came.
    func waitReadable(milliseconds: Int32) -> Bool {
        var entry = unsafe pollfd(fd: mnl_socket_get_fd(handle), events: Int16(POLLIN), revents: 0)
        return unsafe poll(&entry, 1, milliseconds) > 0
    }

    /// Receives one datagram from the kernel into `buffer`.
    ///
    /// Returns how many bytes it has, or nil when there is none and `wait` is false. Throws errno as it is.
    func receive(into buffer: inout [UInt8], wait: Bool) throws(SystemError) -> Int? {
        while true {
            var sender = sockaddr_nl()
            var senderLength = socklen_t(MemoryLayout<sockaddr_nl>.size)
            let flags = Int32(MSG_TRUNC) | (wait ? 0 : Int32(MSG_DONTWAIT))
            let count = unsafe buffer.withUnsafeMutableBytes { bytes in
                unsafe withUnsafeMutableBytes(of: &sender) { address in
                    unsafe recvfrom(
                        mnl_socket_get_fd(handle), bytes.baseAddress, bytes.count, flags,
                        address.baseAddress?.assumingMemoryBound(to: sockaddr.self), &senderLength)
                }
            }
            if count < 0 {
                switch errno {
                case EINTR: continue
                case EAGAIN where !wait: return nil
                default: throw SystemError(code: errno)
                }
            }
            // Only the kernel has port 0; anything else was sent by another process.
            guard sender.nl_pid == 0 else { continue }
            guard count <= buffer.count else { throw SystemError(code: EMSGSIZE) }
            return count
        }
    }

    private func grow(force: Int32, plain: Int32, to size: Int) {
        let value = Int32(clamping: size)
        if !set(force, value, level: SOL_SOCKET) { _ = set(plain, value, level: SOL_SOCKET) }
    }

    private func set(_ option: Int32, _ value: Int32, level: Int32) -> Bool {
        unsafe withUnsafeBytes(of: value) { bytes in
            unsafe setsockopt(mnl_socket_get_fd(handle), level, option, bytes.baseAddress, socklen_t(bytes.count)) == 0
        }
    }
}

/// An errno from a system call.
struct SystemError: Error {
    var code: Int32
}
