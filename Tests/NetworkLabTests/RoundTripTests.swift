import NetworkLab
import Testing

/// Without a policy everything arrives as it was sent, and the kernel agrees with the checksums.
@Suite struct RoundTripTests {
    static let protocols: [UInt8] = [
        .icmp, .igmp, .ipip, .tcp, .udp, .dccp, .gre, .esp, .icmpv6, .ospf, .sctp, .udplite, 253, 255,
    ]

    /// Packets of every kind that the laboratory can make, with DSCP and ECN values that differ.
    static func allKinds() -> [Packet] {
        var packets: [Packet] = []
        for destination: Address in ["203.0.113.7", "2001:db8:7::7"] {
            for number in protocols { packets.append(Packet(number, to: destination)) }
            for number: UInt8 in [.tcp, .udp, .sctp, .icmp, .gre] {
                for fragment: Packet.Fragment in [
                    .first, .later(offset: 100, more: true), .later(offset: 9, more: false),
                ] {
                    var packet = Packet(number, to: destination)
                    packet.fragment = fragment
                    packets.append(packet)
                }
            }
            var authenticated = Packet(.udp, to: destination)
            authenticated.headers = [.authentication]
            packets.append(authenticated)
        }
        var options = Packet(.udp, to: "203.0.113.7")
        options.options = [1, 1, 1, 1, 1, 1, 1, 0]
        packets.append(options)
        let chains: [[Packet.ExtensionHeader]] = [
            [.hopByHop], [.destinationOptions], [.routing], [.fragment], [.hopByHop, .routing, .destinationOptions],
            [.hopByHop, .fragment, .authentication, .destinationOptions],
        ]
        for chain in chains {
            for fragment: Packet.Fragment in [.whole, .first, .later(offset: 20, more: false)] {
                var packet = Packet(.tcp, from: "2001:db8:aa::1", to: "2001:db8:7::7")
                packet.headers = chain
                packet.fragment = fragment
                packets.append(packet)
            }
        }
        for index in packets.indices {
            packets[index].dscp = UInt8(index * 7 % 64)
            packets[index].ecn = UInt8(index % 4)
            if index % 3 == 0 { packets[index].source = packets[index].family == .ip ? "10.9.8.7" : "2001:db8:99::1" }
        }
        return packets
    }

    static func expectUnchanged(_ lab: Lab, hops: UInt8) throws {
        let packets = allKinds()
        for (packet, frame) in zip(packets, try lab.exchange(packets)) {
            var bytes = try packet.bytes(id: try #require(frame.id))
            if packet.family == .ip {
                bytes[8] -= hops
                bytes.replaceSubrange(10..<12, with: frame.bytes[10..<12])
            } else {
                bytes[7] -= hops
            }
            #expect(frame.bytes == bytes, "\(packet)")
            #expect(frame.dscp == packet.dscp && frame.ecn == packet.ecn, "\(packet)")
            #expect(frame.headerChecksumIsValid && frame.checksumIsValid != false, "\(packet)")
            #expect(
                frame.protocolNumber == packet.protocolNumber || packet.headers.contains(.authentication), "\(packet)")
        }
        #expect(lab.capture.lost() == 0)
    }

    @Test func pair() throws {
        try requireKernel()
        try Self.expectUnchanged(try Lab.pair(), hops: 0)
    }

    @Test func routed() throws {
        try requireKernel()
        try Self.expectUnchanged(try Lab.routed(), hops: 1)
    }

    @Test func unusualAddresses() throws {
        try requireKernel()
        let lab = try Lab.pair()
        let destinations: [Address] = [
            "224.0.0.5", "239.1.2.3", "255.255.255.255", "240.0.0.1", "ff02::5", "ff05::3", "fe80::1234",
        ]
        let sources: [Address] = ["127.0.0.1", "224.0.0.1", "::", "::1", "ff02::1", "fe80::9"]
        let packets =
            destinations.map { Packet(.ospf, to: $0) }
            + sources.map { Packet(.ospf, from: $0, to: $0.family == .ip ? "192.0.2.1" : "2001:db8::1") }
        let frames = try lab.exchange(packets)
        #expect(
            frames.map(\.source) == packets.map(\.source) && frames.map(\.destination) == packets.map(\.destination))
    }

    /// The receiver's kernel answers only what has valid checksums.
    @Test func theKernelTakesOurChecksums() throws {
        try requireKernel()
        let lab = try Lab.pair()
        let answers = try Capture(in: lab.sender)
        for destination in [Lab.receiverIP, Lab.receiverIP6] {
            for number: UInt8 in [.tcp, .udp, destination.family == .ip ? .icmp : .icmpv6] {
                _ = try lab.exchange(Packet(number, to: destination))
                let answer = try answers.collect(within: 2) { ($0.source == destination, $0.source == destination) }
                #expect(answer.count == 1, "protocol \(number) to \(destination)")
            }
        }
    }

    @Test func ordinarySockets() throws {
        try requireKernel()
        let lab = try Lab.pair()
        for destination: Address in ["203.0.113.9", "2001:db8:5::9"] {
            var options = Lab.SocketOptions()
            options.trafficClass = 46 << 2
            let datagram = try lab.datagram(to: destination, port: 5353, sourcePort: 4444, options: options)
            #expect(datagram.dscp == 46 && datagram.sourcePort == 4444 && datagram.checksumIsValid == true)
            // IP_TOS sets the priority, IPV6_TCLASS does not.
            #expect(datagram.priority == (destination.family == .ip ? 4 : 0))
            #expect(try lab.ping(destination).checksumIsValid == true)
            let connection = try lab.connection(to: destination, port: 443, options: options)
            #expect(connection.allSatisfy { $0.checksumIsValid == true && $0.dscp == 46 }, "\(connection)")
            #expect(connection.filter { $0.id != nil }.count == 1)
            #expect(connection.count >= 5, "\(connection)")
        }
    }
}
