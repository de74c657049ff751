import Glibc
import NetworkLab
import Testing

/// What the packet does not carry comes through as well, and what a policy can match on is really there.
@Suite struct PriorityTests {
    @Test func priorityIsStamped() throws {
        try requireKernel()
        for (lab, hook) in [(try Lab.pair(), "output"), (try Lab.routed(), "forward")] {
            try lab.policyPlace.nft(
                """
                table inet t {
                  chain c {
                    type filter hook \(hook) priority -140; policy accept;
                    udp dport 1 meta priority set 0:5
                    udp dport 2 meta priority set 1:4
                    udp dport 3 meta priority set ffff:fffe
                    udp dport 4 meta priority set 0:0
                  }
                }
                """)
            for destination: Address in ["203.0.113.7", "2001:db8:7::7"] {
                let packets = (0...4).map { port in
                    var packet = Packet(.udp, to: destination)
                    packet.destinationPort = UInt16(port)
                    packet.priority = 6
                    return packet
                }
                let seen = try lab.exchange(packets).map(\.priority)
                // Forwarding IPv4 sets the priority from the TOS; IPv6 keeps what the veth has cleared.
                #expect(seen == [hook == "output" ? 6 : 0, 5, 0x0001_0004, 0xffff_fffe, 0], "\(hook) \(destination)")
            }
        }
    }

    @Test func ownerMarkAndInterface() throws {
        try requireKernel()
        let lab = try Lab.pair(interfaces: ["eth0", "wg0"])
        try lab.policyPlace.nft(
            """
            table inet t {
              chain c {
                type filter hook output priority -140; policy accept;
                meta skuid 1234 meta skgid 4321 meta priority set 0:1 return
                meta mark 0x77 meta priority set 0:2 return
                oifname "wg*" meta priority set 0:3 return
              }
            }
            """)
        for destination: Address in ["203.0.113.7", "2001:db8:7::7"] {
            var owned = Packet(.udp, to: destination)
            owned.owner = Owner(uid: 1234, gid: 4321)
            var marked = Packet(.udp, to: destination)
            marked.mark = 0x77
            var bound = Packet(.udp, to: destination)
            bound.interface = "wg0"
            let frames = try lab.exchange([owned, marked, bound, Packet(.udp, to: destination)])
            #expect(frames.map(\.priority) == [1, 2, 3, 0])
            #expect(frames[2].interface != frames[3].interface)
            try lab.route("\(destination)/\(destination.bytes.count * 8)", over: "wg0")
            #expect(try lab.exchange(Packet(.udp, to: destination)).priority == 3)
        }
    }

    @Test func cgroup() throws {
        try requireKernel()
        let root = try #require(
            ["/sys/fs/cgroup/unified", "/sys/fs/cgroup"].first { access("\($0)/cgroup.controllers", R_OK) == 0 })
        let directory = "\(root)/qosctl_lab_\(getpid())"
        try #require(mkdir(directory, 0o755) == 0)
        defer { rmdir(directory) }
        let lab = try Lab.pair()
        let prefix = root == "/sys/fs/cgroup" ? "" : "unified/"
        let script = """
            table inet t {
              chain c {
                type filter hook output priority -140; policy accept;
                socket cgroupv2 level 1 "\(prefix)qosctl_lab_\(getpid())" meta priority set 0:3
              }
            }
            """
        try lab.policyPlace.nft(script)
        for destination: Address in ["203.0.113.7", "2001:db8:7::7"] {
            var inside = Packet(.udp, to: destination)
            inside.cgroup = directory
            #expect(try lab.exchange([inside, Packet(.udp, to: destination)]).map(\.priority) == [3, 0])
        }
        let path = try lab.sender.run(["cat", "/proc/self/cgroup"], inCgroup: directory)
        #expect(path.stdout.contains("qosctl_lab_"), "\(path)")
    }
}
