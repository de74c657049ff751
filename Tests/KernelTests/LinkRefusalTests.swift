import Foundation
import NetworkLab
import PolicyTesting
import QoSCompiler
import QoSDriver
import Testing

/// What a link or kernel cannot carry is said by `check --link`, and refused by `apply` before anything is changed.
@Suite(.serialized)
struct LinkRefusalTests {
    private static let head = "class voice dscp ef priority 6 pcp 5\n"
    private static let tail = "rule v proto udp class voice\n"

    private func lacks(_ form: LinkForm) -> [KernelFeature] { KernelFeatures.current().missing(of: form.needs) }

    /// `line:column: severity: message` of each finding, those about the kernel and the lengths of frames left out.
    private func findings(_ stderr: String) -> [String] {
        stderr.split(separator: "\n").compactMap { line -> String? in
            guard let place = line.range(of: "p.qos:"), !line.contains("' needs "), !line.contains("largest frame")
            else { return nil }
            return String(line[place.upperBound...])
        }
    }

    @Test func checkLooksAtTheLinksOfThisHost() throws {
        let laboratory = try PolicyLab.pair()
        let folder = try Folder([
            "p.qos": Self.head + """
                link eth0 tag priority
                link eth9 retag
                link? eth0.30 egress-map auto
                link eth0 egress-map auto
                link lo trust pcp

                """ + Self.tail
        ])
        #expect(try laboratory.qosctl("check", folder["p.qos"]).status == 0)
        let checked = try laboratory.qosctl("check", "--link", folder["p.qos"])
        #expect(checked.status == 1 && checked.stdout == "")
        #expect(
            findings(checked.stderr) == [
                "3:6: error: there is no link 'eth9'",
                "4:7: note: there is no link 'eth0.30' yet",
                "5:6: error: eth0 is no VLAN device, so it has no maps",
                "6:6: error: lo is no Ethernet link: what it sends has no place for a tag",
            ])
        #expect(
            checked.stderr.contains(
                "p.qos:2:6: note: eth0: with a priority tag the largest frame is 1518 bytes (MTU 1500 + 14 + 4)"))
        for feature in lacks(.tagPriority) { #expect(checked.stderr.contains(feature.option)) }
        let json = try schemaObject(try laboratory.qosctl("check", "--link", "--json", folder["p.qos"]).stdout)
        let found = try #require(json["diagnostics"] as? [[String: Any]])
        #expect(found.count { $0["code"] as? String == "link" } >= 5)
    }

    @Test("nothing is sent but questions", arguments: LinkForm.samples)
    func applyRefuses(_ form: LinkForm) throws {
        let laboratory = try PolicyLab.pair()
        let words =
            form == .ingressMap([]) ? "ingress-map { 5:6 }" : form == .egressMapAuto ? "egress-map auto" : form.keyword
        // The second link refuses each of them on every kernel.
        let folder = try Folder([
            "p.qos": Self.head + "link eth0 \(words)\nlink nosuch \(words)\n" + Self.tail
        ])
        func state() throws -> [String] {
            let place = laboratory.lab.policyPlace
            return [
                try place.command(["nft", "list", "ruleset"]), try place.command(["tc", "qdisc", "show"]),
                try place.command(["ip", "-d", "link"]),
            ]
        }
        let before = try state()
        let traced = try laboratory.lab.policyPlace.run(
            [
                "strace", "-f", "-e", "trace=sendto,sendmsg,sendmmsg,write", try Files.qosctl(), "apply",
                folder["p.qos"],
            ],
            environment: ["QOSCTL_STATE_DIR": laboratory.stateDirectory])
        #expect(traced.status == 1)
        let sent = traced.stderr.split(separator: "\n").filter { $0.contains("nlmsg_type=") }
        #expect(!sent.isEmpty)
        for line in sent {
            let type = line.split(separator: "nlmsg_type=").dropFirst().first?.prefix { $0 != "," } ?? ""
            #expect(type.contains("GET") || type == "nlctrl" || type == "ethtool" || type.hasPrefix("0x"), "\(line)")
            #expect(!line.contains("NLM_F_CREATE") && !line.contains("NLM_F_ACK"), "\(line)")
        }
        #expect(traced.stderr.contains("p.qos:3:6: error: there is no link 'nosuch'"))
        for feature in lacks(form) { #expect(traced.stderr.contains(feature.option), "\(feature)") }
        #expect(try state() == before)
    }
}
