import Foundation
import NetlinkModel
import NetworkLab
import PolicyTesting
import QoSCompiler
import QoSDriver
import Testing

/// What the program says about links of a namespace and about this kernel, and that it only looks.
@Suite(.serialized)
struct CapabilitiesTests {
    /// The kernel's own configuration, where it shows it: CONFIG_… to y, m or nil.
    private func configuration() throws -> [String: String] {
        let namespace = try NetworkNamespace(purpose: "config")
        let text = try namespace.command([
            "sh", "-c", "zcat /proc/config.gz 2>/dev/null || cat /boot/config-$(uname -r)",
        ])
        var values: [String: String] = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: "=", maxSplits: 1).map(String.init)
            if parts.count == 2 { values[parts[0]] = parts[1] }
        }
        return values
    }

    private func namespace() throws -> NetworkNamespace {
        try requireKernel()
        let namespace = try NetworkNamespace(purpose: "capabilities")
        for command in [
            "ip link add eth0 mtu 1400 type veth peer name far", "ip link set eth0 up", "ip link set far up",
            "ip link add br0 type bridge", "ip link add eth1 type veth peer name far1", "ip link set eth1 master br0",
            "tc qdisc add dev eth0 clsact", "tc qdisc add dev far ingress",
        ] {
            try namespace.command(command.split(separator: " ").map(String.init))
        }
        return namespace
    }

    /// The configuration that this kernel shows, read another way, is what the features are.
    @Test func partsAreThoseOfTheConfiguration() throws {
        let values = try configuration()
        let features = KernelFeatures.current()
        let loadsModules = values["CONFIG_MODULES"] == "y"
        for feature in KernelFeature.allCases {
            switch values[feature.option] {
            case "y": #expect(features[feature] == .builtIn || loadsModules, "\(feature)")
            case nil: #expect(features[feature] == .missing, "\(feature)")
            default: #expect(features[feature] != .missing || !loadsModules, "\(feature)")
            }
        }
        // The tests of this host need these.
        #expect(features.missing(of: [.nfTables, .nfTablesInet, .nfTablesNetdev, .netfilterEgress, .schIngress]) == [])
        #expect(features.release == (try NetworkNamespace(purpose: "uname").command(["uname", "-r"])).dropLast())
    }

    @Test func linksOfANamespace() throws {
        let namespace = try namespace()
        let found = try namespace.perform { try HostInspection.capabilities() }
        func link(_ name: String) throws -> LinkCapabilities {
            try #require(found.links.first { $0.link.name?.description == name })
        }
        let eth0 = try link("eth0")
        #expect(eth0.link.kind == "veth" && eth0.link.mtu == 1400 && eth0.lower == nil)
        #expect(eth0.frames?.untagged == 1414 && eth0.frames?.tagged == 1418 && eth0.frameWarning == nil)
        #expect(eth0.filterQueue == "clsact" && eth0.link.qdisc == "noqueue")
        #expect(eth0.features?.insertsTag != nil)
        let needed: [KernelFeature] = [.schIngress, .clsBasic, .emMeta, .actVLAN, .actSKBEdit]
        let lacking = found.kernel.missing(of: needed)
        for (form, outcome) in eth0.forms where form == .tagPriority || form == .retag {
            #expect(outcome == (lacking.isEmpty ? .usable : .missing(lacking)), "\(form)")
        }
        func isImpossible(_ name: String, _ form: LinkForm) throws -> Bool {
            if case .impossible? = try link(name).forms.first(where: { $0.form == form })?.outcome {
                true
            } else {
                false
            }
        }
        #expect(try isImpossible("eth0", .egressMapAuto) && isImpossible("lo", .tagPriority))
        #expect(try isImpossible("far", .retag) && !isImpossible("far", .trustPCP))
        let port = try link("eth1").forms.first { $0.form == .tagPriority }?.outcome
        guard case .pointless(_, "link br0 tag priority")? = port else {
            Issue.record("\(String(describing: port))")
            return
        }
    }

    @Test func command() throws {
        let laboratory = try PolicyLab.pair()
        let features = KernelFeatures.current()
        let text = try laboratory.qosctl("capabilities")
        let lacks = !features.missing(
            of: LinkForm.tagPriority.needs + LinkForm.trustPCP.needs + LinkForm.trustDSCP.needs
        )
        .isEmpty
        #expect(text.status == (lacks ? 1 : 0) && text.stderr == "")
        #expect(text.stdout.hasPrefix("kernel \(features.release)\n"))
        #expect(text.stdout.contains("\n\nlo  loopback, up\n") && text.stdout.contains("\n\neth0  veth, up\n"))
        for feature in features.missing(of: LinkForm.tagPriority.needs) {
            #expect(text.stdout.contains(feature.option) && text.stdout.contains(feature.name))
        }
        let one = try laboratory.qosctl("capabilities", "eth0", "--json")
        let object = try schemaObject(one.stdout)
        #expect(Set(object.keys) == ["schema", "kernel", "links"])
        let links = try #require(object["links"] as? [[String: Any]])
        #expect(links.count == 1 && links[0]["name"] as? String == "eth0" && links[0]["mtu"] as? Int == 1500)
        #expect(
            Set(links[0].keys) == [
                "name", "index", "kind", "up", "lower", "vlanDevices", "mtu", "maximumMTU", "frames", "warning",
                "queue",
                "filterQueue", "offload", "vlan", "forms",
            ])
        let forms = try #require(links[0]["forms"] as? [[String: Any]])
        #expect(forms.map { $0["form"] as? String } == LinkForm.samples.map(\.keyword))
        #expect(forms.allSatisfy { Set($0.keys) == ["form", "outcome", "tool", "reason", "parts"] })
        let unknown = try laboratory.qosctl("capabilities", "eth1", "--json")
        #expect(unknown.status == 2 && unknown.stderr == "qosctl: there is no link 'eth1'; did you mean 'eth0'?\n")
        #expect(
            (try schemaObject(unknown.stdout)["diagnostics"] as? [[String: Any]])?.first?["code"] as? String == "link")
        // Anyone may look.
        #expect(try laboratory.qosctl("capabilities", "eth0", user: 65534).stdout.contains("eth0  veth, up\n"))
    }

    /// Dumps, requests to read, and no message that changes anything.
    @Test func nothingIsChanged() throws {
        let laboratory = try PolicyLab.pair()
        let program = try Files.qosctl()
        let traced = try laboratory.lab.policyPlace.run([
            "strace", "-f", "-e", "trace=sendto,sendmsg,sendmmsg,write,openat,open,finit_module,init_module", "-v",
            "-s", "64",
            program, "capabilities",
        ])
        let sent = traced.stderr.split(separator: "\n").filter { $0.contains("nlmsg_type=") }
        #expect(!sent.isEmpty)
        // The number of ethtool's family differs from boot to boot; its only request here is the one that reads features.
        let reading = ["RTM_GETLINK", "RTM_GETQDISC", "nlctrl", "ethtool"]
        for line in sent {
            let type = line.split(separator: "nlmsg_type=").dropFirst().first?.prefix { $0 != "," } ?? ""
            #expect(reading.contains(String(type)) || type.hasPrefix("0x"), "\(line)")
            #expect(!line.contains("NLM_F_CREATE") && !line.contains("NLM_F_REPLACE"), "\(line)")
        }
        let opened = traced.stderr.split(separator: "\n").filter { $0.contains("open") && $0.contains("O_WRONLY") }
        #expect(opened.isEmpty && !traced.stderr.contains("init_module("), "\(opened)")
    }

    @Test func checkLooksAtLinksWhenAsked() throws {
        let laboratory = try PolicyLab.pair()
        let folder = try Folder(["p.qos": "rule r proto udp set dscp ef\n"])
        for arguments in [[], ["--link"]] {
            let checked = try laboratory.run(["check", folder["p.qos"]] + arguments)
            #expect(checked.status == 0 && checked.stdout == "\(folder["p.qos"]): 1 rule\n" && checked.stderr == "")
        }
    }
}
