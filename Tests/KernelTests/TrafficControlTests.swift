import Foundation
import NetlinkKit
import NetlinkModel
import NetworkLab
import Testing

/// Qdiscs, filters and their notifications in the real kernel, beside what tc says.
@Suite(.serialized)
struct TrafficControlTests {
    private let client = RTNLClient()

    private func namespace() throws -> (NetworkNamespace, index: Int32) {
        try requireKernel()
        let namespace = try NetworkNamespace(purpose: "tc")
        for command in ["link add v0 type veth peer name v1", "link set v0 up", "link set v1 up"] {
            try namespace.command(["ip"] + command.split(separator: " ").map(String.init))
        }
        return (namespace, try #require(try namespace.perform { try client.link(named: name("v0")) }).index)
    }

    private func name(_ text: String) throws -> InterfaceName { try #require(InterfaceName(text)) }

    private func filter(
        _ index: Int32, _ hook: TCHook, _ classifier: TCClassifier, _ actions: [TCAction],
        protocolType: UInt16 = EtherType.all
    ) -> TCFilter {
        TCFilter(
            identity: TCFilter.Identity(
                interfaceIndex: index, hook: hook, preference: 20800, protocolType: protocolType, handle: 7),
            classifier: classifier, actions: actions)
    }

    @Test func linkByName() throws {
        let (namespace, _) = try namespace()
        try namespace.command(["ip", "link", "property", "add", "dev", "v0", "altname", "other"])
        let (links, named, missing, alternative) = try namespace.perform {
            (
                try client.links(), try client.link(named: name("v0")), try client.link(named: name("v7")),
                try client.link(named: name("other"))
            )
        }
        #expect(named == links.first { $0.name?.description == "v0" } && named != nil)
        #expect(missing == nil && alternative == nil)
    }

    @Test func qdiscsAreThoseOfTC() throws {
        let (namespace, index) = try namespace()
        try namespace.perform { try client.commit(.addClsact(interfaceIndex: index)) }
        try namespace.command(["tc", "qdisc", "add", "dev", "v1", "root", "handle", "1:", "htb"])
        let (qdiscs, links) = try namespace.perform { (try client.qdiscs(), try client.links()) }
        let json = try namespace.command(["tc", "-j", "qdisc", "show"])
        let listed = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: Any]])
        // lo has one too where it is up.
        try #require(qdiscs.count == listed.count && qdiscs.count >= 3)
        for (qdisc, tc) in zip(qdiscs, listed) {
            #expect(qdisc.kind == tc["kind"] as? String)
            #expect(qdisc.handle.description == tc["handle"] as? String)
            #expect(links.first { $0.index == qdisc.interfaceIndex }?.name?.description == tc["dev"] as? String)
            #expect(qdisc.parent == (tc["root"] as? Bool == true ? .root : .clsact))
        }
        #expect(qdiscs.contains(TCQdisc(interfaceIndex: index, kind: "clsact", handle: .clsactHandle, parent: .clsact)))
    }

    @Test func clsactComesAndGoes() throws {
        let (namespace, index) = try namespace()
        let before = try namespace.command(["tc", "qdisc", "show"])
        try namespace.perform { () throws in
            try client.commit(.addClsact(interfaceIndex: index))
            let again = #expect(throws: NetlinkError.self) { try client.commit(.addClsact(interfaceIndex: index)) }
            #expect(again?.code == EEXIST && again?.message == "Exclusivity flag on, cannot modify")
            #expect(again?.operation == "add a clsact qdisc to interface \(index)")
            try client.commit(.deleteClsact(interfaceIndex: index))
            let gone = #expect(throws: NetlinkError.self) { try client.commit(.deleteClsact(interfaceIndex: index)) }
            #expect(gone?.code == EINVAL || gone?.code == ENOENT)
            let nowhere = #expect(throws: NetlinkError.self) { try client.commit(.addClsact(interfaceIndex: 99_999)) }
            #expect(nowhere?.code == ENODEV)
        }
        #expect(try namespace.command(["tc", "qdisc", "show"]) == before)
    }

    /// Filters of others are listed with their actions, and deleted by what names them.
    @Test func filtersOfTC() throws {
        let (namespace, index) = try namespace()
        try namespace.command(["tc", "qdisc", "add", "dev", "v0", "clsact"])
        try namespace.command(
            "tc filter add dev v0 egress pref 5 protocol ip chain 3 u32 match u32 0 0 action mirred egress redirect dev v1"
                .split(separator: " ").map(String.init))
        try namespace.perform { () throws in
            #expect(try client.filters(on: index, hook: .ingress) == [])
            let filters = try client.filters(on: index, hook: .egress)
            let filter = try #require(filters.first { !$0.actions.isEmpty })
            // The other is the table that u32 puts its filters into.
            #expect(filters.count == 2 && filters.allSatisfy { $0.classifier.kind == "u32" })
            #expect(
                filter.identity
                    == TCFilter.Identity(
                        interfaceIndex: index, hook: .egress, chain: 3, preference: 5, protocolType: EtherType.ipv4,
                        handle: 0x8000_0800))
            #expect(filter.actions.map(\.operation.kind) == ["mirred"])
            #expect(filter.actions.map(\.control) == [.other(4)])
            #expect(try client.actionKind("mirred") == .known)

            let otherKind = RTNLCommand.deleteFilter(filter.identity, kind: "basic")
            #expect(throws: NetlinkError.self) { try client.commit(otherKind) }
            #expect(try client.filters(on: index, hook: .egress) == filters)
            try client.commit(.deleteFilter(filter.identity, kind: "u32"))
            #expect(try client.filters(on: index, hook: .egress).allSatisfy(\.actions.isEmpty))
        }
    }

    /// An ingress qdisc gives its filters for any direction.
    @Test func ingressQdiscHasNoEgress() throws {
        let (namespace, index) = try namespace()
        try namespace.command(["tc", "qdisc", "add", "dev", "v0", "ingress"])
        try namespace.command(
            "tc filter add dev v0 ingress pref 5 u32 match u32 0 0 flowid 1:1".split(separator: " ").map(String.init))
        try namespace.perform { () throws in
            #expect(try client.filters(on: index, hook: .ingress).count == 2)
            #expect(try client.filters(on: index, hook: .egress) == [])
            #expect(try client.filters(on: 99_999, hook: .egress) == [])
            let error = #expect(throws: NetlinkError.self) { try client.commit(.addClsact(interfaceIndex: index)) }
            #expect(error?.code == EEXIST)
        }
    }

    private static let kinds: [(TCClassifier, [TCAction], protocolType: UInt16)] = [
        (.matchAll, [TCAction(.inheritDSField, then: .continue)], EtherType.all),
        (.flower([.vlanPriority(5)]), [TCAction(.setPriority(6), then: .continue)], EtherType.vlan),
        (
            .basic([TCMetaMatch(.priority, equals: 0x5100_0001)]),
            [TCAction(.pushVLAN(id: 0, priority: 5, tagProtocol: EtherType.vlan), then: .pipe, cookie: [1, 2])],
            EtherType.all
        ),
        (.matchAll, [TCAction(.generic, then: .goto(chain: 3))], EtherType.all),
    ]

    /// What the kernel has, is read back as it was sent. What it lacks, it names, and nothing has changed.
    @Test("filters or refusals", arguments: kinds.indices)
    func filtersOrRefusals(_ number: Int) throws {
        let (classifier, actions, protocolType) = Self.kinds[number]
        let (namespace, index) = try namespace()
        try namespace.perform { () throws in
            try client.commit(.addClsact(interfaceIndex: index))
            let filter = filter(index, .egress, classifier, actions, protocolType: protocolType)
            var refusal: NetlinkError?
            do throws(NetlinkError) { try client.commit(.addFilter(filter)) } catch { refusal = error }
            if let refusal {
                #expect(refusal.code == ENOENT)
                let lacks = ["TC classifier not found", "Failed to load TC action module"]
                #expect(lacks.contains(refusal.message ?? ""))
                #expect(
                    refusal.operation
                        == "add a filter to egress of interface \(index) (preference 20800, handle 7)")
            } else {
                #expect(try client.filters(on: index, hook: .egress) == [filter])
                try client.commit(.deleteFilter(filter.identity, kind: classifier.kind))
            }
            #expect(try client.filters(on: index, hook: .egress) == [])
            #expect(try client.actionKind("no-such-action") == .notKnown)
        }
    }

    @Test func vlanMapsOfNoVLANDevice() throws {
        let (namespace, index) = try namespace()
        let error = try namespace.perform {
            #expect(throws: NetlinkError.self) {
                try client.commit(
                    .setVLANMaps(interfaceIndex: index, egress: [VLANMapping(priority: 1, pcp: 1)], ingress: []))
            }
        }
        #expect(error?.code == EOPNOTSUPP)
    }

    @Test func featuresOfVeth() throws {
        let (namespace, index) = try namespace()
        try namespace.perform { () throws in
            let features = try #require(try EthtoolClient().features(of: index))
            #expect(features.insertsTag == LinkFeatures.State(isActive: true, isChangeable: true))
            #expect(features.takesServiceTag == LinkFeatures.State(isActive: true, isChangeable: true))
            let error = #expect(throws: NetlinkError.self) { try EthtoolClient().features(of: 99_999) }
            #expect(error?.code == ENODEV)
        }
    }

    @Test func notifications() throws {
        let (namespace, index) = try namespace()
        let clsact = TCQdisc(interfaceIndex: index, kind: "clsact", handle: .clsactHandle, parent: .clsact)
        try namespace.perform { () throws in
            var monitor = try RTNLMonitor.open()
            #expect(try monitor.next(within: .zero) == nil)
            try client.commit(.addClsact(interfaceIndex: index))
            #expect(try monitor.next(within: .seconds(30)) == .qdisc(clsact))
            try client.commit(.deleteClsact(interfaceIndex: index))
            #expect(try monitor.next(within: .seconds(30)) == .qdiscRemoved(clsact))
            try namespace.command(["ip", "link", "set", "v0", "mtu", "1400"])
            let event = try monitor.next(within: .seconds(30))
            guard case .link(let link) = event else {
                Issue.record("\(String(describing: event))")
                return
            }
            #expect(link.index == index && link.mtu == 1400)
            try namespace.command(["ip", "link", "delete", "v0"])
            var removed: [Int32] = []
            while let event = try monitor.next(within: .zero) {
                if case .linkRemoved(let link) = event { removed.append(link.index) }
            }
            #expect(removed.contains(index))
        }
    }

    /// More changes than the socket holds, and none of them read.
    @Test func overrun() throws {
        let (namespace, _) = try namespace()
        let lines = (0..<300).map { "link add p\($0) type veth peer name q\($0)\n" }.joined()
        try namespace.perform { () throws in
            var monitor = try RTNLMonitor.open()
            try namespace.command(["ip", "-batch", "-"], input: lines)
            var isOverrun = false
            while let event = try monitor.next(within: .zero) { isOverrun = isOverrun || event == .overrun }
            #expect(isOverrun)
        }
    }
}
