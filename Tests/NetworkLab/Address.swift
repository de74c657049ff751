import Glibc

public enum Family: Sendable, Hashable, CaseIterable, CustomStringConvertible {
    case ip, ip6

    public var description: String { self == .ip ? "ip" : "ip6" }
    var domain: Int32 { self == .ip ? AF_INET : AF_INET6 }
}

/// An IPv4 or IPv6 address. A string literal that is none stops the program.
public struct Address: Sendable, Hashable, CustomStringConvertible, ExpressibleByStringLiteral {
    public let family: Family
    /// 4 or 16 bytes in network order.
    public let bytes: [UInt8]

    public init?(_ text: String) {
        for family in Family.allCases {
            var bytes = [UInt8](repeating: 0, count: family == .ip ? 4 : 16)
            if inet_pton(family.domain, text, &bytes) == 1 {
                self.family = family
                self.bytes = bytes
                return
            }
        }
        return nil
    }

    /// 4 bytes are an IPv4 address, 16 an IPv6 one.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 4 || bytes.count == 16 else { return nil }
        self.family = bytes.count == 4 ? .ip : .ip6
        self.bytes = Array(bytes)
    }

    public init(stringLiteral text: String) {
        guard let address = Address(text) else { preconditionFailure("not an address: \(text)") }
        self = address
    }

    public var description: String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        guard inet_ntop(family.domain, bytes, &text, socklen_t(text.count)) != nil else { return "?" }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The host prefix: "192.0.2.1/32", "2001:db8::1/128".
    public var hostPrefix: String { "\(self)/\(bytes.count * 8)" }

    var isLinkScoped: Bool {
        family == .ip6
            && ((bytes[0] == 0xfe && bytes[1] & 0xc0 == 0x80) || (bytes[0] == 0xff && bytes[1] & 0x0f == 2))
    }

    func socketAddress(port: UInt16 = 0, scope: UInt32 = 0) -> SocketAddress {
        var storage = sockaddr_storage()
        let length: Int
        switch family {
        case .ip:
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            withUnsafeMutableBytes(of: &address.sin_addr) { $0.copyBytes(from: bytes) }
            length = MemoryLayout<sockaddr_in>.size
            withUnsafeMutableBytes(of: &storage) { to in withUnsafeBytes(of: address) { to.copyMemory(from: $0) } }
        case .ip6:
            var address = sockaddr_in6()
            address.sin6_family = sa_family_t(AF_INET6)
            address.sin6_port = port.bigEndian
            address.sin6_scope_id = isLinkScoped ? scope : 0
            withUnsafeMutableBytes(of: &address.sin6_addr) { $0.copyBytes(from: bytes) }
            length = MemoryLayout<sockaddr_in6>.size
            withUnsafeMutableBytes(of: &storage) { to in withUnsafeBytes(of: address) { to.copyMemory(from: $0) } }
        }
        return SocketAddress(storage: storage, length: socklen_t(length))
    }
}

/// A `sockaddr` and its length, ready for a system call.
struct SocketAddress: Sendable {
    var storage: sockaddr_storage
    var length: socklen_t

    func withPointer<Value>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Value) -> Value {
        withUnsafePointer(to: storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
        }
    }
}
