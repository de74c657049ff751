import Glibc
import NetworkLab
import Testing

/// The laboratory's links do what Linux's own tools say, and captures tell.
@Suite(.serialized) struct TrunkLabTests {
    /// Every way in which tags go down to the driver.
    static let trunks: [Lab.Trunk] = [(true, true), (true, false), (false, true), (false, false)].map {
        var trunk = Lab.Trunk(vlans: [10, 20])
        (trunk.takesTags, trunk.reordersHeader) = $0
        return trunk
    }

    /// Sets priorities by UDP port and a DSCP, as a policy would.
    static func mark(_ lab: Lab, _ priorities: KeyValuePairs<UInt16, String>) throws {
        try lab.sender.nft(
            """
            table inet t {
              chain c {
                type filter hook output priority -140; policy accept;
            \(priorities.map { "    udp dport \($0) meta priority set \($1)" }.joined(separator: "\n"))
                udp dport 1 ip dscp set ef
                udp dport 1 ip6 dscp set ef
              }
            }
            """)
    }

    static func packets(ports: ClosedRange<UInt16>, to destination: Address, over interface: String) -> [Packet] {
        ports.map {
            var packet = Packet(.udp, to: destination)
            packet.destinationPort = $0
            packet.interface = interface
            return packet
        }
    }

    @Test(arguments: trunks) func egressMap(_ trunk: Lab.Trunk) throws {
        try requireVM()
        let lab = try Lab.trunk(trunk)
        try lab.sender.command(
            ["ip", "link", "set", "eth0.10", "type", "vlan", "egress-qos-map", "6:5", "0x51500006:3"])
        try Self.mark(lab, [1: "0:6", 2: "5150:6", 3: "0:2"])
        let leaving = try Capture(in: lab.sender, outgoing: true)
        for destination: Address in ["203.0.113.7", "2001:db8:7::7"] {
            let frames = try lab.exchange(Self.packets(ports: 0...3, to: destination, over: "eth0.10"))
            let tags = [0, 5, 3, 0].map { VLANTag(vid: 10, pcp: $0) }
            #expect(frames.map(\.tags) == tags.map { [$0] })
            #expect(frames.map(\.priority) == [0, 6, 0x5150_0006, 2])
            #expect(frames.map(\.dscp) == [0, 46, 0, 0])
            #expect(frames.allSatisfy { $0.checksumIsValid == true })

            let untouched = try lab.exchange(Self.packets(ports: 0...1, to: destination, over: "eth0.20"))
            #expect(untouched.map(\.tags) == [0, 0].map { [VLANTag(vid: 20, pcp: $0)] })
            let untagged = try lab.exchange(Self.packets(ports: 0...1, to: destination, over: "eth0"))
            #expect(untagged.map(\.tags) == [[], []] && untagged.map(\.priority) == [0, 6])
        }
        // Once on the VLAN device, once on the port, once on the wire: there the driver has the tag as it takes it.
        let wire = try lab.sender.perform { if_nametoindex("wire0") }
        var given: Set<VLANTag> = []
        while let frame = try leaving.next(within: 0, { $0 }) {
            if frame.interface == wire, frame.tags.first?.vid == 10 { given.formUnion(frame.tags) }
        }
        #expect(given == Set([0, 3, 5].map { VLANTag(vid: 10, pcp: $0, isInBand: !trunk.takesTags) }))
        #expect(lab.capture.lost() == 0)
    }

    /// The stamp stands below tc: it tells what a filter has left.
    @Test(arguments: [true, false]) func priorityTags(takesTags: Bool) throws {
        try requireVM()
        var trunk = Lab.Trunk()
        trunk.takesTags = takesTags
        let lab = try Lab.trunk(trunk)
        try Self.mark(lab, [1: "5150:6", 2: "0:6"])
        try lab.sender.command(["tc", "qdisc", "add", "dev", "eth0", "clsact"])
        try lab.sender.command([
            "tc", "filter", "add", "dev", "eth0", "egress", "pref", "100", "protocol", "all", "handle", "1", "basic",
            "match", "meta(priority eq 0x51500006)", "action", "vlan", "push", "id", "0", "priority", "5", "pipe",
            "action", "skbedit", "priority", "6", "continue",
        ])
        for destination: Address in ["203.0.113.7", "2001:db8:7::7"] {
            let frames = try lab.exchange(Self.packets(ports: 0...2, to: destination, over: "eth0"))
            #expect(frames.map(\.tags) == [[], [VLANTag(vid: 0, pcp: 5)], []])
            #expect(frames.map(\.priority) == [0, 6, 6])
            #expect(frames.map(\.dscp) == [0, 46, 0])
        }
    }

    @Test(arguments: [true, false]) func received(takesTags: Bool) throws {
        try requireVM()
        var trunk = Lab.Trunk(vlans: [10])
        trunk.takesTags = takesTags
        let lab = try Lab.trunk(trunk)
        try lab.sender.command([
            "ip", "link", "set", "eth0.10", "type", "vlan", "ingress-qos-map", "5:3", "7:0x51500001",
        ])
        let received = try ReceivedPriorities(in: lab.sender)
        for (source, destination) in [(Lab.receiverIP, Lab.senderIP), (Lab.receiverIP6, Lab.senderIP6)] {
            for pcp: UInt8 in 0...7 {
                for (offset, tags) in [[VLANTag(vid: 10, pcp: pcp)], [VLANTag(vid: 0, pcp: pcp)], []].enumerated() {
                    var packet = Packet(.udp, from: source, to: destination)
                    packet.destinationPort = 1000 + UInt16(offset) * 10 + UInt16(pcp)
                    try lab.inject(packet, tags: tags)
                }
            }
        }
        // One packet of each family.
        var expected: [UInt16: [UInt32: UInt64]] = [:]
        for pcp: UInt16 in 0...7 {
            expected[1000 + pcp] = [pcp == 5 ? 3 : pcp == 7 ? 0x5150_0001 : 0: 2]
            expected[1010 + pcp] = [0: 2]
            expected[1020 + pcp] = [0: 2]
        }
        #expect(try received.counts() == expected)
    }

    /// Frames that are not IP have their tag too.
    @Test func addressResolution() throws {
        try requireVM()
        let lab = try Lab.trunk(Lab.Trunk(vlans: [10]))
        try lab.sender.command(["ip", "link", "set", "eth0.10", "type", "vlan", "egress-qos-map", "0:1"])
        let request = try lab.addressRequest(over: "eth0.10")
        #expect(request.tags == [VLANTag(vid: 10, pcp: 1)])
    }
}
