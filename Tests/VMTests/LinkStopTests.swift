import NetworkLab
import PolicyTesting
import QoSDriver
import Testing

extension LinkLayerTests {
    /// `stop` gives links back as they were before the first apply, byte for byte as Linux's own tools tell.
    @Suite(.serialized) struct Stop {
        private let lab: LinkLab

        init() throws { lab = try LinkLab.fresh() }

        /// What somebody else has on the links: entries beside ours and under ours, filters beside ours and in other
        /// chains, a table at the same hooks.
        private static let foreign = """
            ip link set eth0.10 type vlan egress 2:2 6:2 22:3 ingress 5:1 6:4
            tc qdisc add dev eth1 clsact
            tc filter add dev eth1 egress pref 7 matchall action skbedit mark 5 continue
            tc filter add dev eth1 egress pref 20802 basic match 'meta(priority eq 6)' action skbedit mark 6 continue
            tc filter add dev eth1 egress pref 20804 chain 7 matchall action skbedit mark 7 continue
            tc filter add dev eth1 ingress pref 20805 protocol 802.1Q flower vlan_prio 5 action skbedit mark 8 continue
            nft 'table inet other { chain c { type filter hook output priority -140; counter; }; }'
            """

        @Test func onceForEach() throws {
            let before = try lab.snapshot()
            for policy in [LinkPolicy.voice, .retagged, .mapped] {
                try lab.laboratory.apply(policy.text)
                let isChanged = try lab.snapshot() != before
                #expect(isChanged)
                #expect(try lab.stop())
                expectSame(try lab.snapshot(), before, "\(policy)")
            }
            #expect(try !lab.stop())
            #expect(try lab.laboratory.inPlace { try $0.start().changedKernel })
            #expect(try lab.status().isInStep)
            #expect(try lab.qosctl("stop").stdout == "stopped\n")
            expectSame(try lab.snapshot(), before, "start")
            #expect(try lab.qosctl("stop").stdout == "nothing was loaded\n")
        }

        @Test func besideOthers() throws {
            try lab.shell(Self.foreign)
            let before = try lab.snapshot()
            // There and back, so that each has others before it.
            for policy in LinkPolicy.all + LinkPolicy.all.reversed() { try lab.laboratory.apply(policy.text) }
            #expect(try lab.status().isInStep)
            try lab.stop()
            expectSame(try lab.snapshot(), before, "after many applies")

            try lab.laboratory.apply(LinkPolicy.voice.text)
            try lab.shell(
                """
                tc qdisc del dev eth0 clsact
                ip link set eth0.10 type vlan egress 6:7 ingress 3:0
                tc filter del dev eth1 egress pref 20803
                nft delete rule inet qosctl output handle \
                $(nft -a list chain inet qosctl output | sed -n 's/.*jump.*handle //p')
                """)
            #expect(try !lab.status().isInStep)
            try lab.stop()
            expectSame(try lab.snapshot(), before, "after others' changes of what is ours")
        }

        /// The clsact that we made stays for who uses it now.
        @Test func whatCameMeanwhileStays() throws {
            let meanwhile = """
                tc filter add dev eth0 ingress pref 9 matchall action skbedit mark 9 continue
                ip link set eth0.10 type vlan egress 9:3
                nft 'table inet other { chain c { type filter hook output priority -140; }; }'
                """
            try lab.shell("tc qdisc add dev eth0 clsact\n" + meanwhile)
            let wanted = try lab.snapshot().plain
            let fresh = try LinkLab.fresh()
            try fresh.laboratory.apply(LinkPolicy.voice.text)
            try fresh.shell(meanwhile)
            try fresh.laboratory.apply(LinkPolicy.video.text)
            #expect(try fresh.stop())
            let now = try fresh.snapshot().plain
            expectSame(now, wanted)
        }
    }
}
