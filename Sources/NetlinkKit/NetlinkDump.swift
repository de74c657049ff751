/// The kernel's answer to one request, as it came.
struct NetlinkDump {
    /// The request that it answers; a datagram can hold other messages too.
    let sequence: UInt32
    var datagrams: [[UInt8]] = []

    init(sequence: UInt32) {
        self.sequence = sequence
    }
}
