import NetworkLab
import PolicyTesting
import SeededRandom
import Testing

/// Large packets that the kernel cuts into segments below tc and the VLAN devices: each has the marks and the tag.
@Suite(.serialized) struct LinkSegmentTests {
    static let trunks: [Lab.Trunk] = [true, false].map {
        var trunk = Lab.Trunk(vlans: [10])
        (trunk.takesTags, trunk.reordersHeader, trunk.takesLargePackets) = ($0, $0, true)
        return trunk
    }

    static let rules = """
        class voice dscp ef priority 6 pcp 5
        class bulk dscp cs1 priority 1:4 pcp 1
        rule voice proto udp dport 5001 class voice
        rule bulk proto udp dport 5002 class bulk
        rule video proto udp dport 5003 set dscp af41 priority 6

        """

    @Test(arguments: trunks) func allSegmentsAreTagged(_ trunk: Lab.Trunk) throws {
        try requireVM()
        let laboratory = try PolicyLab(Lab.trunk(trunk))
        let leaving = try Capture(in: laboratory.lab.sender, outgoing: true)
        let links = [
            "link eth0 tag priority\nlink eth0.10 egress-map auto\n",
            "link eth0 retag\nlink eth0.10 egress-map { 0:2 6:3 }\n",
        ]
        for links in links {
            let text = Self.rules + links
            try laboratory.apply(text)
            let traffic = LinkTraffic(laboratory.lab, LinkOracle(policy: try policy(text)))
            for (destination, length) in [("203.0.113.7", 1472), ("2001:db8:7::7", 1000)] {
                let places = [("eth0", 5001), ("eth0.10", 5002), ("eth0.10", 5003), ("eth0", 5004)]
                for (interface, port) in places {
                    var options = Lab.SocketOptions()
                    options.interface = interface
                    options.priority = 6
                    let frames = try laboratory.lab.segmented(
                        to: try #require(Address(destination)), port: UInt16(port), count: 8,
                        length: length, options: options)
                    let problems = frames.flatMap { traffic.problem($0, options) }
                    #expect(problems.isEmpty, "\(problems.first ?? "")")
                    #expect(frames.allSatisfy { $0.checksumIsValid == true })
                }
            }
        }
        // They have come whole as far as the port.
        var longest = 0
        while let length = try leaving.next(within: 0, { $0.payload.count }) { longest = max(longest, length) }
        #expect(longest > 8000)
    }
}
