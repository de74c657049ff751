import NetlinkModel
import QoSCompiler
import Testing

@testable import QoSDriver

/// Which changes of links an apply makes, in which half of it, and what it notes for `stop`.
@Suite struct LinkPlannerTests {
    private static let identity = NamespaceIdentity(boot: "b", namespace: "n")

    private static func device(_ egress: [UInt32: UInt8] = [:], _ ingress: [UInt8: UInt32] = [:]) -> LiveLink {
        LiveLink(
            link: Link(
                index: 7, name: InterfaceName("eth0.10"), hardwareType: 1, flags: .up, kind: "vlan",
                vlan: VLANDevice(
                    id: 10, egressMap: egress.map { VLANMapping(priority: $0.key, pcp: $0.value) },
                    ingressMap: ingress.map { VLANMapping(priority: $0.value, pcp: $0.key) })))
    }

    private static func port(_ qdisc: String?, _ filters: [TCFilter] = [], others: Int = 0) -> LiveLink {
        var live = LiveLink(link: Link(index: 5, name: InterfaceName("eth1"), hardwareType: 1, flags: .up))
        live.qdisc = qdisc
        live.ours = filters
        live.others = others
        return live
    }

    private static func record(_ index: Int32, _ interface: LinkRecord.Interface?) -> LinkRecord {
        var record = LinkRecord(identity: identity)
        record.interfaces[index] = interface
        return record
    }

    private static func interface(
        _ name: String, clsact: Bool = false, egress: [UInt32: UInt8] = [:], ingress: [UInt8: UInt32] = [:]
    ) throws -> LinkRecord.Interface {
        var interface = LinkRecord.Interface(name: try #require(InterfaceName(name)))
        interface.madeClsact = clsact
        interface.egressBefore = egress
        interface.ingressBefore = ingress
        return interface
    }

    private func planner(
        _ live: LiveLink, egress: [UInt32: UInt8] = [:], ingress: [UInt8: UInt32] = [:], filters: [TCFilter] = [],
        _ record: LinkRecord? = nil
    ) -> LinkPlanner {
        var target = LinkTarget(live.link)
        target.egress = egress
        target.ingress = ingress
        target.filters = filters.map { LinkTarget.Filter(filter: $0, statement: 3) }
        target.egressStatement = 2
        target.ingressStatement = 4
        let index = live.link.index
        let isWanted = !egress.isEmpty || !ingress.isEmpty || !filters.isEmpty
        return LinkPlanner(
            targets: isWanted ? [index: target] : [:], live: [index: live],
            record: record ?? LinkRecord(identity: Self.identity))
    }

    private static func filter(_ value: UInt32, handle: UInt32 = 1, priority: UInt32 = 6) -> TCFilter {
        TCFilter(
            identity: TCFilter.Identity(interfaceIndex: 5, hook: .egress, preference: 20804, handle: handle),
            classifier: .basic([TCMetaMatch(.priority, equals: value)]),
            actions: [TCAction(.setPriority(priority), then: .continue, cookie: LinkFilters.cookiePrefix)])
    }

    // MARK: Maps

    @Test("an entry that no packet of the old rules meets is there before the flip")
    func newEntries() throws {
        var planner = planner(Self.device([2: 2]), egress: [6: 5, 2: 2], ingress: [5: 6])
        planner.oldPriorities = [4]
        planner.newPriorities = [6]
        let steps = planner.steps()
        #expect(
            steps.prepare.map(\.command) == [
                .setVLANMaps(interfaceIndex: 7, egress: [VLANMapping(priority: 6, pcp: 5)], ingress: []),
                .setVLANMaps(interfaceIndex: 7, egress: [], ingress: [VLANMapping(priority: 6, pcp: 5)]),
            ])
        #expect(
            steps.prepare.map(\.undo) == [
                .setVLANMaps(interfaceIndex: 7, egress: [VLANMapping(priority: 6, pcp: 0)], ingress: []),
                .setVLANMaps(interfaceIndex: 7, egress: [], ingress: [VLANMapping(priority: 0, pcp: 5)]),
            ])
        #expect(steps.prepare.map(\.statement) == [2, 4])
        #expect(steps.finish.isEmpty && steps.conflicts.isEmpty)
        // 2 was there, and is not ours to take away.
        #expect(
            steps.recordAfter == Self.record(7, try Self.interface("eth0.10", egress: [6: 0], ingress: [5: 0])))
        #expect(steps.recordMeanwhile == steps.recordAfter)
    }

    @Test(
        "an entry that old packets meet changes after them; a conflict where new ones meet it too",
        arguments: [(true, 1), (false, 0)])
    func changedEntries(_ isUsed: Bool, _ conflicts: Int) throws {
        var planner = planner(Self.device([6: 5]), egress: [6: 3])
        planner.oldPriorities = [6]
        planner.newPriorities = isUsed ? [6] : [1]
        let steps = planner.steps()
        #expect(steps.prepare.isEmpty)
        #expect(steps.finish.count == 1)
        #expect(steps.conflicts.count == conflicts)
        if isUsed {
            let name = try #require(InterfaceName("eth0.10"))
            #expect(steps.conflicts == [MapChange(interface: name, priority: 6, old: 5, new: 3)])
        }
        #expect(steps.recordAfter == Self.record(7, try Self.interface("eth0.10", egress: [6: 5])))
    }

    @Test("without a change of rules there is nothing to wait for")
    func sameRules() {
        var planner = planner(Self.device([6: 5]), egress: [6: 3])
        planner.isTableChanging = false
        let steps = planner.steps()
        #expect(steps.prepare.count == 1 && steps.finish.isEmpty && steps.conflicts.isEmpty)
    }

    @Test("what is not wanted any more is put back to what it was")
    func putBack() throws {
        let record = Self.record(7, try Self.interface("eth0.10", egress: [6: 2, 1: 0], ingress: [5: 4]))
        let planner = planner(Self.device([6: 5, 1: 1, 3: 3], [5: 6]), record)
        let steps = planner.steps()
        #expect(
            (steps.prepare + steps.finish).map(\.command) == [
                .setVLANMaps(interfaceIndex: 7, egress: [], ingress: [VLANMapping(priority: 4, pcp: 5)]),
                .setVLANMaps(
                    interfaceIndex: 7,
                    egress: [VLANMapping(priority: 1, pcp: 0), VLANMapping(priority: 6, pcp: 2)], ingress: []),
            ])
        #expect(steps.recordAfter.interfaces.isEmpty)
        #expect(steps.recordMeanwhile == record)
    }

    @Test("an entry that somebody has changed is set again, and the first value is still the one to go back to")
    func drift() throws {
        let record = Self.record(7, try Self.interface("eth0.10", egress: [6: 2]))
        let steps = planner(Self.device([6: 7]), egress: [6: 5], record).steps()
        #expect(steps.recordAfter == record && steps.recordMeanwhile == record)
        #expect((steps.prepare + steps.finish).count == 1)
        #expect(planner(Self.device([6: 5]), egress: [6: 5], record).steps().isEmpty)
    }

    @Test("a link that is gone is forgotten")
    func gone() throws {
        let record = Self.record(9, try Self.interface("eth9.10", egress: [6: 2]))
        let steps = planner(Self.device(), egress: [6: 5], record).steps()
        #expect(steps.recordAfter.interfaces.keys.sorted() == [7])
        #expect(steps.recordMeanwhile.interfaces.keys.sorted() == [7])
    }

    // MARK: Filters

    @Test("clsact and filters come before the flip")
    func newFilters() throws {
        let filters = [Self.filter(0x5150_0006), Self.filter(0x5110_0001, handle: 2)]
        let steps = planner(Self.port(nil), filters: filters).steps()
        #expect(
            steps.prepare.map(\.command)
                == [.addClsact(interfaceIndex: 5), .addFilter(filters[0]), .addFilter(filters[1])])
        #expect(
            steps.prepare.map(\.undo) == [
                .deleteClsact(interfaceIndex: 5), .deleteFilter(filters[0].identity, kind: "basic"),
                .deleteFilter(filters[1].identity, kind: "basic"),
            ])
        #expect(steps.finish.isEmpty)
        #expect(steps.recordAfter == Self.record(5, try Self.interface("eth1", clsact: true)))
        let beside = planner(Self.port("clsact"), filters: filters).steps()
        #expect(beside.prepare.count == 2)
        #expect(beside.recordAfter == Self.record(5, try Self.interface("eth1")))
    }

    @Test("filters are known by what they do; a handle that is taken is not taken again; the rest goes afterwards")
    func otherFilters() {
        let live = [Self.filter(0x5110_0001, handle: 1), Self.filter(0x5150_0006, handle: 9)]
        let steps = planner(
            Self.port("clsact", live), filters: [Self.filter(0x5150_0006), Self.filter(0x5130_0006)]
        ).steps()
        #expect(steps.prepare.map(\.command) == [.addFilter(Self.filter(0x5130_0006, handle: 2))])
        #expect(steps.finish.map(\.command) == [.deleteFilter(live[0].identity, kind: "basic")])
        #expect(steps.finish.map(\.undo) == [.addFilter(live[0])])
    }

    @Test("a filter for the same frames that does something else is replaced in its place")
    func replaced() {
        let live = Self.filter(0x5150_0006, handle: 4)
        let steps = planner(Self.port("clsact", [live]), filters: [Self.filter(0x5150_0006, priority: 7)]).steps()
        #expect(steps.prepare.isEmpty)
        #expect(steps.finish.map(\.command) == [.replaceFilter(Self.filter(0x5150_0006, handle: 4, priority: 7))])
        #expect(steps.finish.map(\.undo) == [.replaceFilter(live)])
    }

    @Test("matchall is what the kernel cannot replace")
    func matchAll() {
        var live = Self.filter(0)
        live.classifier = .matchAll
        var new = live
        new.actions = [TCAction(.inheritDSField, then: .continue, cookie: LinkFilters.cookiePrefix)]
        let steps = planner(Self.port("clsact", [live]), filters: [new]).steps()
        #expect(
            steps.finish.map(\.command) == [.deleteFilter(live.identity, kind: "matchall"), .addFilter(new)])
    }

    @Test(
        "clsact goes where it is ours and nobody else uses it",
        arguments: [(true, 0, true), (true, 1, false), (false, 0, false)])
    func clsact(_ isOurs: Bool, _ others: Int, _ goes: Bool) throws {
        let live = Self.filter(0x5150_0006)
        let steps = planner(
            Self.port("clsact", [live], others: others), Self.record(5, try Self.interface("eth1", clsact: isOurs))
        ).steps()
        let commands: [RTNLCommand] = [.deleteFilter(live.identity, kind: "basic")]
        #expect(steps.finish.map(\.command) == commands + (goes ? [.deleteClsact(interfaceIndex: 5)] : []))
        #expect(steps.recordAfter.interfaces.isEmpty)
    }

    // MARK: The record

    @Test func recordIsReadBack() throws {
        var record = Self.record(
            7, try Self.interface("eth0.10", clsact: true, egress: [6: 2, 65552: 0], ingress: [5: 4]))
        record.interfaces[12] = try Self.interface("x", egress: [:])
        #expect(LinkRecord(record.bytes) == record)
        #expect(
            String(decoding: record.bytes, as: UTF8.self) == """
                qosctl-links 1
                boot b
                namespace n
                link 7 eth0.10
                clsact 7
                egress 7 6 2
                egress 7 65552 0
                ingress 7 5 4
                link 12 x

                """)
    }

    @Test(
        "what is no record is none",
        arguments: [
            "", "qosctl-links 2\n", "qosctl-links 1\nlink x y\n", "qosctl-links 1\nlink 5\n",
            "qosctl-links 1\nlink 5 a\negress 5 6 256\n", "qosctl-links 1\nlink 5 a\ningress 5 5\n",
            "qosctl-links 1\nlink 99999999999 a\n", "\u{0}\u{1}",
        ])
    func malformedRecords(_ text: String) {
        #expect(LinkRecord(Array(text.utf8)) == nil)
    }
}
