import Foundation
import NetlinkKit
import NetlinkModel
import NetworkLab
import PolicyTesting
import QoSCompiler
import SeededRandom
import Testing

/// What is installed is read alike by our decoders and by tc and ip, whoever installed it.
@Suite(.serialized) struct LinkReadBackTests {
    private let client = RTNLClient()

    private func namespace() throws -> NetworkNamespace {
        try requireVM()
        let namespace = try NetworkNamespace(purpose: "readback")
        let lines =
            [
                "link add eth0 type veth peer name peer0", "link set eth0 up",
                "link add eth1 type veth peer name peer1",
            ]
            + ["eth0", "eth1"].flatMap { port in
                [10, 20].map { "link add link \(port) name \(port).\($0) type vlan id \($0)" }
            }
            + ["link add side0 type veth peer name peer2"]
        try namespace.command(["ip", "-batch", "-"], input: lines.joined(separator: "\n") + "\n")
        return namespace
    }

    private func link(_ name: String, in namespace: NetworkNamespace) throws -> Link {
        let links = try namespace.perform { try client.links() }
        return try #require(links.first { $0.name?.description == name })
    }

    private func listed(_ hook: TCHook, of interface: String, in namespace: NetworkNamespace) throws -> [String] {
        try TCListing.filters(
            namespace.command(["tc", "-j", "-d", "filter", "show", "dev", interface, "\(hook)"]))
    }

    /// The entries of a VLAN device, as ip lists them: key and value.
    private func maps(of interface: String, in namespace: NetworkNamespace) throws -> [[[Int]]] {
        let text = try namespace.command(["ip", "-j", "-d", "link", "show", interface])
        let links = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]]
        let info = (links?.first?["linkinfo"] as? [String: Any])?["info_data"] as? [String: Any]
        return ["egress_qos", "ingress_qos"].map { key in
            (info?[key] as? [[String: Int]] ?? []).map { [$0["from"] ?? -1, $0["to"] ?? -1] }
        }
    }

    /// As `maps`, in order of their keys: the kernel lists them by hash.
    private func sorted(_ maps: [[[Int]]]) -> [[[Int]]] { maps.map { $0.sorted { $0[0] < $1[0] } } }

    private func entries(_ vlan: VLANDevice) -> [[[Int]]] {
        sorted([
            vlan.egressMap.map { [Int($0.priority), Int($0.pcp)] },
            vlan.ingressMap.map { [Int($0.pcp), Int($0.priority)] },
        ])
    }

    // MARK: What qosctl installs

    @Test(arguments: [8, 9]) func installedByQosctl(round: Int) throws {
        let namespace = try namespace()
        var seed = SeededGenerator("read back", round)
        print(seed)
        let text = LinkPolicyTests.text(round, using: &seed)
        let policy = try policy(text)
        let oracle = LinkOracle(policy: policy)
        let state = try Folder()
        let applied = try namespace.run(
            [try Files.qosctl(), "apply", "--state-dir", state.path, "-"], input: text)
        try #require(applied.succeeded, "\(applied.stderr)\n\(text)")

        var count = 0
        for port in ["eth0", "side0"] {
            let index = try link(port, in: namespace).index
            for hook in TCHook.allCases {
                let read = try namespace.perform { try client.filters(on: index, hook: hook) }
                #expect(try listed(hook, of: port, in: namespace) == read.map(TCListing.words), "\(text)")
                #expect(Set(read) == Set(wanted(policy, on: port, index, hook)), "\(text)")
                count += read.count
            }
        }
        #expect(count > 0)
        for device in ["eth0.10", "eth0.20"] {
            let vlan = try #require(try link(device, in: namespace).vlan)
            #expect(try sorted(maps(of: device, in: namespace)) == entries(vlan))
            let egress = Dictionary(uniqueKeysWithValues: vlan.egressMap.map { ($0.priority, $0.pcp) })
            #expect(egress == oracle.egressMap(of: device).filter { $0.value != 0 }, "\(text)")
        }
    }

    private func wanted(_ policy: Policy, on port: String, _ index: Int32, _ hook: TCHook) -> [TCFilter] {
        let links = PlannedLink.all(of: policy).filter { $0.interface.description == port }
        let tags = port == "eth0" ? [10, 20].map { LinkFilters.Tag(id: $0, tagProtocol: EtherType.vlan) } : []
        return links.flatMap { link -> [TCFilter] in
            guard case .filters(let filters) = link.work, filters.hook == hook else { return [] }
            return filters.filters(on: index, tags: tags, besideTags: links.contains(where: \.pushesTags))
        }
    }

    // MARK: The same by tc and by us

    /// Filters of all kinds that we know, made by tc, are the values that they were printed from; and tc prints them
    /// as it prints ours.
    @Test func filters() throws {
        let namespace = try namespace()
        let (first, second) = (try link("eth0", in: namespace).index, try link("eth1", in: namespace).index)
        for port in ["eth0", "eth1"] { try namespace.command(["tc", "qdisc", "add", "dev", port, "clsact"]) }
        let filters = Self.filters(on: first)
        try namespace.command(
            ["sh", "-e"], input: filters.map { TCText.add($0, to: "eth0") + "\n" }.joined())
        try namespace.perform {
            for filter in filters {
                var other = filter
                other.identity.interfaceIndex = second
                try client.commit(.addFilter(other))
            }
        }
        for hook in TCHook.allCases {
            let read = try namespace.perform { try client.filters(on: first, hook: hook) }
            #expect(Set(read) == Set(filters.filter { $0.identity.hook == hook }))
            let theirs = try listed(hook, of: "eth0", in: namespace)
            #expect(theirs == read.map(TCListing.words))
            #expect(theirs.count == filters.count { $0.identity.hook == hook })
            #expect(try listed(hook, of: "eth1", in: namespace) == theirs)
            let texts = try ["eth0", "eth1"].map { try plainText(hook, of: $0, in: namespace) }
            #expect(texts.first == texts.last)
        }
    }

    /// `tc -d filter show` without the kernel's numbers of actions.
    private func plainText(_ hook: TCHook, of interface: String, in namespace: NetworkNamespace) throws -> [String] {
        try namespace.command(["tc", "-d", "filter", "show", "dev", interface, "\(hook)"])
            .split(separator: "\n").filter { !$0.contains(" index ") }.map(String.init)
    }

    private static func filters(on index: Int32) -> [TCFilter] {
        let cookie: [UInt8] = Array("qosctl:1".utf8) + [0, 1, 2, 3, 0xfc, 0xfd, 0xfe, 0xff]
        func filter(
            _ hook: TCHook, _ preference: UInt16, _ handle: UInt32, _ classifier: TCClassifier, _ actions: [TCAction],
            type: UInt16 = EtherType.all
        ) -> TCFilter {
            TCFilter(
                identity: TCFilter.Identity(
                    interfaceIndex: index, hook: hook, preference: preference, protocolType: type, handle: handle),
                classifier: classifier, actions: actions)
        }
        let priority = TCMetaMatch(.priority, equals: 0x5150_0006)
        return [
            filter(
                .egress, 20803, 1, .basic([priority, TCMetaMatch(.vlanTag, mask: 0xfff, equals: 4094)]),
                [
                    TCAction(
                        .modifyVLAN(id: 4094, priority: 7, tagProtocol: EtherType.vlan), then: .pipe, cookie: cookie),
                    TCAction(.setPriority(0xffff_fffe), then: .continue, cookie: cookie),
                ]),
            filter(
                .egress, 20803, 18, .basic([TCMetaMatch(.priority, mask: 0xff00_0000, equals: 0x5100_0000)]),
                [TCAction(.setPriority(15), then: .continue)]),
            filter(
                .egress, 20804, 1, .basic([priority]),
                [
                    TCAction(.pushVLAN(id: 0, priority: 5, tagProtocol: EtherType.vlan), then: .pipe, cookie: cookie),
                    TCAction(.setPriority(6), then: .continue, cookie: cookie),
                ]),
            filter(
                .egress, 20805, 7, .matchAll,
                [TCAction(.pushVLAN(id: 5, priority: 0, tagProtocol: EtherType.serviceVLAN), then: .pass)],
                type: EtherType.ipv4),
            filter(.egress, 20806, 1, .matchAll, [TCAction(.generic, then: .goto(chain: 3))], type: EtherType.ipv6),
            filter(.egress, 20807, 1, .matchAll, [TCAction(.popVLAN, then: .continue)], type: EtherType.vlan),
            filter(
                .egress, 20808, 1, .matchAll,
                [TCAction(.modifyVLAN(id: 9, priority: nil, tagProtocol: EtherType.vlan), then: .pipe)]),
            filter(
                .ingress, 20803, 1, .matchAll, [TCAction(.inheritDSField, then: .continue, cookie: cookie)]),
            filter(
                .ingress, 20804, 9, .flower([.vlanPriority(7)]),
                [TCAction(.setPriority(0), then: .continue, cookie: cookie)], type: EtherType.vlan),
            filter(
                .ingress, 20805, 2, .flower([.vlanID(10), .vlanPriority(0), .vlanEtherType(EtherType.ipv6)]),
                [TCAction(.generic, then: .drop)], type: EtherType.vlan),
        ]
    }

    /// VLAN maps made by ip and by us are listed alike, in the same order.
    @Test func vlanMaps() throws {
        let namespace = try namespace()
        let egress = [(6, 5), (0x5150_0006, 4), (22, 1), (0, 3)].map {
            VLANMapping(priority: UInt32($0.0), pcp: UInt8($0.1))
        }
        let ingress = [(5, 3), (7, 0x1_0004), (0, 9)].map { VLANMapping(priority: UInt32($0.1), pcp: UInt8($0.0)) }
        let lines = [
            TCText.map(egress, isEgress: true, of: "eth0.10"), TCText.map(ingress, isEgress: false, of: "eth0.10"),
        ].compactMap(\.self)
        try namespace.command(["sh", "-e"], input: lines.joined(separator: "\n"))
        let index = try link("eth1.10", in: namespace).index
        try namespace.perform {
            try client.commit(.setVLANMaps(interfaceIndex: index, egress: egress, ingress: ingress))
        }
        let theirs = try #require(try link("eth0.10", in: namespace).vlan)
        #expect(Set(theirs.egressMap) == Set(egress) && Set(theirs.ingressMap) == Set(ingress))
        #expect(try link("eth1.10", in: namespace).vlan == theirs)
        #expect(try maps(of: "eth0.10", in: namespace) == maps(of: "eth1.10", in: namespace))
        #expect(try sorted(maps(of: "eth0.10", in: namespace)) == entries(theirs))
    }
}
