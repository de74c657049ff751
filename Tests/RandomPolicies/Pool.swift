import QoSCompiler

/// The few values that random policies and packets are made of: few enough that they meet.
enum Pool {
    static let protocols: [UInt8] = [6, 17, 33, 132, 136, 1, 58, 47, 50, 51, 89, 200]
    static let ports: [UInt16] = [22, 53, 80, 443, 1000, 1001, 1009, 1010, 2000, 3478, 5060, 5061, 50_000, 65_535]
    static let ipv4 = ["198.51.100.", "203.0.113.", "10.20.30.", "172.16.5."]
    static let ipv6 = ["2001:db8:1::", "2001:db8:2::", "fd00:5::"]
    static let users: [UInt32] = [0, 1000, 1001, 1005, 2000, 65_534]
    static let interfaces = ["eth0", "wg0"]
    static let dscps: [UInt8] = [0, 1, 8, 10, 18, 26, 34, 40, 44, 46, 48, 56, 63]
    static let marks: [UInt32] = [0, 1, 0x10, 0x11, 0x20, 0xff, 0x1000_0000]
}

extension Array {
    /// An element of a pool, which is never empty.
    func pick(_ random: inout some RandomNumberGenerator) -> Element {
        self[Int.random(in: indices, using: &random)]
    }
}
