/// What marks a packet as the laboratory's: the last 12 bytes.
enum Trailer {
    static let magic: [UInt8] = Array("qosLab\u{1}\u{2}".utf8)
    static let length = 12

    static func bytes(id: UInt32) -> [UInt8] { magic + Checksum.be32(Int(id)) }

    static func id(atEndOf packet: some BidirectionalCollection<UInt8>) -> UInt32? {
        let end = packet.suffix(length)
        guard end.count == length, end.prefix(magic.count).elementsEqual(magic) else { return nil }
        return end.suffix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }
}

extension Packet {
    /// The packet from its IP header on, with valid checksums.
    public func bytes(id: UInt32) throws(LabError) -> [UInt8] {
        guard source.family == destination.family, dscp < 64, ecn < 4 else {
            throw .invalid("addresses of two families, or DSCP or ECN out of range: \(self)")
        }
        let (chain, first) = try headerChain()
        let data = transport(id: id, isLater: isLaterFragment)
        return switch family {
        case .ip: try ipv4(next: first, chain: chain, data: data, id: id)
        case .ip6: ipv6(next: first, chain: chain, data: data)
        }
    }

    private var isLaterFragment: Bool {
        if case .later = fragment { true } else { false }
    }

    // MARK: IP headers

    private func ipv4(next: UInt8, chain: [UInt8], data: [UInt8], id: UInt32) throws(LabError) -> [UInt8] {
        guard options.count % 4 == 0, options.count <= 40 else {
            throw .invalid("IPv4 options of \(options.count) bytes")
        }
        let length = 20 + options.count
        var header: [UInt8] = [0x40 | UInt8(length / 4), dscp << 2 | ecn]
        header += Checksum.be16(length + chain.count + data.count)
        // Never 0, which the kernel would replace.
        header += Checksum.be16(Int(id % 0xffff) + 1)
        header += Checksum.be16(fragmentWord) + [64, next, 0, 0]
        header += source.bytes + destination.bytes + options
        header.replaceSubrange(10..<12, with: Checksum.be16(Int(Checksum.internet(header))))
        return header + chain + data
    }

    private func ipv6(next: UInt8, chain: [UInt8], data: [UInt8]) -> [UInt8] {
        let trafficClass = Int(dscp) << 2 | Int(ecn)
        return Checksum.be32(6 << 28 | trafficClass << 20) + Checksum.be16(chain.count + data.count) + [next, 64]
            + source.bytes + destination.bytes + chain + data
    }

    /// Offset and "more fragments" as IPv4 writes them.
    private var fragmentWord: Int {
        switch fragment {
        case .whole: 0
        case .first: 0x2000
        case .later(let offset, let more): Int(offset & 0x1fff) | (more ? 0x2000 : 0)
        }
    }

    /// The headers between the IP header and the data, and the number of the first. What stands behind a fragment header
    /// went with the first fragment.
    private func headerChain() throws(LabError) -> (bytes: [UInt8], first: UInt8) {
        var list = headers
        if family == .ip {
            guard list.allSatisfy({ $0 == .authentication }) else { throw .invalid("IPv4 has no extension headers") }
            return isLaterFragment ? ([], list.first?.number ?? protocolNumber) : chain(list)
        }
        guard options.isEmpty else { throw .invalid("IPv6 has no IPv4 options") }
        if fragment != .whole && !list.contains(.fragment) { list.append(.fragment) }
        guard isLaterFragment, let cut = list.firstIndex(of: .fragment) else { return chain(list) }
        let behind = cut + 1 < list.count ? list[cut + 1].number : protocolNumber
        return (chain(Array(list[...cut]), last: behind).bytes, list[0].number)
    }

    private func chain(_ list: [ExtensionHeader], last: UInt8? = nil) -> (bytes: [UInt8], first: UInt8) {
        var bytes: [UInt8] = []
        for (index, header) in list.enumerated() {
            let next = index + 1 < list.count ? list[index + 1].number : last ?? protocolNumber
            switch header {
            case .hopByHop, .destinationOptions: bytes += [next, 0, 1, 4, 0, 0, 0, 0]  // one PadN
            case .routing: bytes += [next, 0, 253, 0, 0, 0, 0, 0]
            case .fragment:
                let word = (fragmentWord & 0x1fff) << 3 | (fragmentWord & 0x2000 == 0 ? 0 : 1)
                bytes += [next, 0] + Checksum.be16(word) + [0x51, 0x4f, 0x53, 0x01]
            case .authentication:
                bytes += [next, 4, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1] + [UInt8](repeating: 0xa5, count: 12)
            }
        }
        return (bytes, list.first?.number ?? protocolNumber)
    }

    // MARK: what IP carries

    private func transport(id: UInt32, isLater: Bool) -> [UInt8] {
        let ports = Checksum.be16(Int(sourcePort)) + Checksum.be16(Int(destinationPort))
        var filler = payloadLength
        let build = { (filler: Int) -> [UInt8] in
            let payload = (0..<filler).map { UInt8(truncatingIfNeeded: $0) } + Trailer.bytes(id: id)
            return isLater ? ports + payload : message(ports: ports, payload: payload)
        }
        var data = build(filler)
        // All fragments but the last carry a multiple of eight bytes (the headers behind a fragment header do anyway).
        if fragmentWord & 0x2000 != 0, data.count % 8 != 0 {
            filler += 8 - data.count % 8
            data = build(filler)
        }
        return data
    }

    private func message(ports: [UInt8], payload: [UInt8]) -> [UInt8] {
        switch protocolNumber {
        case .tcp:
            return summed(ports + [0, 0, 0, 1, 0, 0, 0, 1, 0x50, tcpFlags, 0x20, 0, 0, 0, 0, 0] + payload, at: 16)
        case .udp: return summed(ports + Checksum.be16(8 + payload.count) + [0, 0] + payload, at: 6)
        case .udplite: return summed(ports + [0, 0, 0, 0] + payload, at: 6)  // coverage 0: everything
        case .dccp:  // Data, long sequence numbers, everything covered
            return summed(ports + [4, 0, 0, 0, 2 << 1 | 1, 0, 0, 0, 0, 0, 0, 1] + payload, at: 6)
        case .sctp:
            let padding = [UInt8](repeating: 0, count: (4 - payload.count % 4) % 4)
            let chunk =
                [0, 3] + Checksum.be16(16 + padding.count + payload.count) + [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]
            var bytes = ports + [0, 0, 0, 1, 0, 0, 0, 0] + chunk + padding + payload
            bytes.replaceSubrange(8..<12, with: Checksum.crc32c(bytes))
            return bytes
        case .icmp: return summed([messageType ?? 8, 0, 0, 0] + ports + payload, at: 2, pseudoHeader: false)
        case .igmp: return summed([messageType ?? 0x17, 0, 0, 0] + ports + payload, at: 2, pseudoHeader: false)
        case .icmpv6: return summed([messageType ?? 128, 0, 0, 0] + ports + payload, at: 2)
        default: return ports + payload
        }
    }

    private func summed(_ bytes: [UInt8], at offset: Int, pseudoHeader: Bool = true) -> [UInt8] {
        let before =
            pseudoHeader
            ? Checksum.pseudoHeader(
                source: source, destination: destination, protocol: protocolNumber, length: bytes.count) : []
        var sum = Checksum.internet(before, bytes)
        if sum == 0, pseudoHeader, protocolNumber != .tcp { sum = 0xffff }
        var bytes = bytes
        bytes.replaceSubrange(offset..<offset + 2, with: Checksum.be16(Int(sum)))
        return bytes
    }
}
