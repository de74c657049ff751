import Foundation
import NetworkLab
import PolicyTesting
import QoSDriver
import Testing

extension LinkLayerTests {
    /// What others do to links while a policy is in force.
    @Suite(.serialized) struct Lifecycle {
        private let lab: LinkLab

        init() throws { lab = try LinkLab.fresh() }

        private static let forms = LinkPolicy.voice.links.map { $0.prefix { $0 != "{" } }.map {
            $0.replacingOccurrences(of: " auto", with: "").trimmingCharacters(in: .whitespaces)
        }

        /// What is done, and the links that are not as they should be then.
        struct Damage: CustomStringConvertible, Sendable {
            let description: String
            let commands: String
            let differing: [String]
        }

        static let damages = [
            Damage(
                description: "a VLAN device that is made anew",
                commands:
                    "ip link del eth0.10; ip link add link eth0 name eth0.10 type vlan id 10; ip link set eth0.10 up",
                differing: ["eth0.10 egress-map", "eth0.10 ingress-map"]),
            Damage(
                description: "a flushed qdisc", commands: "tc qdisc del dev eth1 clsact",
                differing: ["eth1 tag priority", "eth1 retag"]),
            Damage(
                description: "a qdisc flushed and made by somebody else",
                commands: "tc qdisc del dev eth0 clsact; tc qdisc add dev eth0 clsact",
                differing: ["eth0 trust pcp", "eth0 trust dscp"]),
            Damage(
                description: "an entry of an egress map", commands: "ip link set eth0.10 type vlan egress 6:7",
                differing: ["eth0.10 egress-map"]),
            Damage(
                description: "an entry of an ingress map", commands: "ip link set eth0.10 type vlan ingress 5:0",
                differing: ["eth0.10 ingress-map"]),
            Damage(
                description: "one filter less",
                commands: "tc filter del dev eth0 ingress protocol 802.1Q pref 20804 handle 3 flower",
                differing: ["eth0 trust pcp"]),
            Damage(
                description: "all filters of a preference", commands: "tc filter del dev eth1 egress pref 20803",
                differing: ["eth1 retag"]),
            Damage(
                description: "a VLAN device more above a trunk",
                commands: "ip link add link eth1 name eth1.30 type vlan id 30; ip link set eth1.30 up",
                differing: ["eth1 retag"]),
        ]

        @Test("status says which, and apply repairs", arguments: VMSettings.some(damages, 4, "damages"))
        func damage(_ damage: Damage) throws {
            try lab.laboratory.apply(LinkPolicy.voice.text)
            let good = try lab.snapshot().plain
            let undamaged = try lab.links()
            #expect(undamaged == Self.forms.map { "\($0): in force" })
            try lab.shell(damage.commands)
            let status = try lab.qosctl("status")
            #expect(status.status == 1)
            let links = try lab.links()
            #expect(
                links == Self.forms.map { "\($0): \(damage.differing.contains($0) ? "differs" : "in force")" })
            for line in links { #expect(status.stdout.contains(line)) }

            #expect(try lab.laboratory.apply(LinkPolicy.voice.text).changedKernel)
            #expect(try lab.status().isInStep)
            let now = try lab.snapshot().plain
            if damage.description.hasSuffix("above a trunk") {
                #expect(now[.filters].contains("eq 30)") && now[.rules].contains("\"eth1.30\""))
                try lab.shell("ip link del eth1.30")
                #expect(try lab.qosctl("status").status == 1)
                try lab.laboratory.apply(LinkPolicy.voice.text)
                #expect(try lab.status().isInStep)
                expectSame(try lab.snapshot().plain, good)
            } else {
                let isSame = now.isSame(as: good, in: [.rules, .filters])
                #expect(isSame, "\(good.difference(now))")
            }
        }

        @Test func aLinkThatGoesAndComesBack() throws {
            let text = LinkPolicy.voice.text + "link aux0 tag priority\n"
            let make = "ip link add aux0 type veth peer name aux1; ip link set aux0 up; ip link set aux1 up"
            try lab.shell(make)
            try lab.laboratory.apply(text)
            let good = try lab.snapshot().plain
            try lab.shell("ip link del aux0")
            let waiting = "aux0 tag priority: waiting"
            let status = try lab.qosctl("status")
            #expect(status.status == 1 && status.stdout.contains("\(waiting) (there is no such link)"), "\(status)")
            let before = try lab.snapshot()
            let refused = try lab.apply(text)
            #expect(refused.status == 1 && refused.stderr.contains("error: there is no link 'aux0'"))
            expectSame(try lab.snapshot(), before)

            // As at boot.
            for isLoaded in [true, false] {
                if !isLoaded { try lab.stop() }
                let started = try lab.qosctl("start")
                #expect(started.status == 0 && started.stderr.contains("aux0"), "\(started)")
                let links = try lab.links()
                #expect(links == Self.forms.map { "\($0): in force" } + [waiting])
            }
            try lab.shell(make)
            #expect(try lab.links().last == "aux0 tag priority: differs")
            #expect(try lab.qosctl("start --links").status == 0)
            #expect(try lab.qosctl("status").status == 0)
            let now = try lab.snapshot().plain
            let isSame = now.isSame(as: good, in: [.rules, .filters])
            #expect(isSame, "\(good.difference(now))")

            try lab.stop()
            let stopped = try lab.snapshot()
            let hook = try lab.qosctl("start --links")
            #expect(hook.status == 0 && hook.stdout == "nothing is loaded, so no link was changed\n")
            expectSame(try lab.snapshot(), stopped)

            try lab.shell("ip link del aux0")
            #expect(try lab.apply(text.replacingOccurrences(of: "link aux0", with: "link? aux0")).status == 0)
            #expect(try lab.qosctl("status").status == 0)
            #expect(try lab.links().last == "aux0 tag priority: absent")
        }

        @Test("what is not ours is left alone, and nothing is changed", arguments: [false, true])
        func refused(isLoaded: Bool) throws {
            if isLoaded { try lab.laboratory.apply(LinkPolicy.unlinked.text) }
            let filter = "tc filter add dev eth1 egress pref 20804 matchall action skbedit mark 5 continue"
            for (commands, undoing, reason) in [
                (
                    "tc qdisc add dev eth1 clsact; \(filter)", "tc qdisc del dev eth1 clsact",
                    "eth1 has a filter at preference 20804 that qosctl did not make"
                ),
                (
                    // Its cookie is nearly ours.
                    "tc qdisc add dev eth1 clsact; \(filter) cookie 716f7363746c3a32",
                    "tc qdisc del dev eth1 clsact", "eth1 has a filter at preference 20804 that qosctl did not make"
                ),
                (
                    "tc qdisc add dev eth1 ingress", "tc qdisc del dev eth1 ingress",
                    "eth1 has an ingress qdisc, where 'tag priority' needs clsact"
                ),
            ] {
                try lab.shell(commands)
                let before = try lab.snapshot()
                let result = try lab.apply(LinkPolicy.voice.text)
                #expect(result.status == 1 && result.stderr.contains("error: \(reason)"), "\(result)")
                expectSame(try lab.snapshot(), before)
                #expect(try lab.status().isLoaded == isLoaded)
                try lab.shell(undoing)
            }
        }

        @Test func programsAreTold() throws {
            try lab.laboratory.apply(LinkPolicy.tagged.text)
            let differences = try lab.qosctl("diff -", input: LinkPolicy.voice.text)
            #expect(differences.status == 1)
            for line in [
                "+ip link set dev eth0.10 type vlan egress-qos-map 6:5",
                "-ip link set dev eth0.10 type vlan egress-qos-map 4:2",
            ] { #expect(differences.stdout.contains(line), "\(differences.stdout)") }
            #expect(differences.stdout.contains("vlan push"), "\(differences.stdout)")
            try lab.shell("tc qdisc del dev eth1 clsact")
            for command in ["list --json", "status --json"] {
                let text = try lab.qosctl(command).stdout
                let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
                let links = try #require(object["links"] as? [[String: Any]], "\(text)")
                #expect(links.map { $0["interface"] as? String } == ["eth0.10", "eth1"])
                #expect(links.map { $0["form"] as? String } == ["egress-map", "retag"])
                #expect(links.map { $0["state"] as? String } == ["in force", "differs"])
                #expect(
                    (links.last?["detail"] as? [String])?.contains { $0.hasPrefix("tc filter add dev eth1 egress") }
                        == true)
            }
            #expect(try lab.qosctl("list").stdout.contains("link eth1 retag: differs"))
        }

        @Test func proofs() throws {
            try lab.laboratory.apply(LinkPolicy.voice.text)
            let proved = try lab.qosctl("verify")
            #expect(proved.status == 0 && proved.stdout.contains("proved"), "\(proved)")
            let marking = try #require(
                try lab.shell("nft list table inet qosctl").firstMatch(of: #/chain (g\d+_class_x)/#)?.output.1)
            func handle(_ chain: some StringProtocol, _ text: String) -> String {
                "$(nft -a list chain inet qosctl \(chain) | sed -n 's/.*\(text).*handle //p')"
            }
            for change in [
                "flush chain inet qosctl \(marking)",
                "delete rule inet qosctl \(marking) handle \(handle(marking, "5150:6"))",
                "replace rule inet qosctl \(marking) handle \(handle(marking, "5150:6")) meta priority set 5130:6",
                "replace rule inet qosctl \(marking) handle \(handle(marking, "5150:6")) meta priority set 0:5",
            ] {
                try lab.shell("nft \"\(change)\"")
                let refuted = try lab.qosctl("verify")
                #expect(refuted.status == 1 && !refuted.stdout.contains("proved"), "\(change): \(refuted)")
                try lab.laboratory.apply(LinkPolicy.voice.text)
                #expect(try lab.qosctl("verify").status == 0, "\(change)")
                // Names are others now.
                try lab.stop()
                try? FileManager.default.removeItem(atPath: lab.laboratory.stateDirectory)
                try lab.laboratory.apply(LinkPolicy.voice.text)
            }
        }

        @Test func theSameAgain() throws {
            try lab.laboratory.apply(LinkPolicy.voice.text)
            var packet = NetworkLab.Packet(.udp, to: "203.0.113.7")
            packet.destinationPort = 4010
            _ = try lab.laboratory.lab.exchange([NetworkLab.Packet](repeating: packet, count: 5))
            let before = try lab.snapshot()
            #expect(before[.rules].contains("packets 5"))
            let (result, sent) = try lab.traced("apply -", input: LinkPolicy.voice.text)
            #expect(result.status == 0 && result.stdout.hasPrefix("already so"))
            #expect(sent.count > 5)
            #expect(sent.filter(\.isChange).map(\.line) == [])
            expectSame(try lab.snapshot(), before)
        }
    }
}
