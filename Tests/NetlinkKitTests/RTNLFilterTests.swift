import NetlinkModel
import Testing

@testable import NetlinkKit

/// What the kernel lists of traffic control, and what it tells of changes.
struct RTNLFilterTests {
    private func message(_ type: UInt16, _ text: String) -> NetlinkMessage {
        NetlinkMessage(type: type, flags: 2, sequence: 1, payload: GoldenMessageTests.bytes(text)[...])
    }

    @Test("filters", arguments: KernelFilterMessage.all)
    func filters(_ golden: KernelFilterMessage) throws {
        #expect(try TCFilter(message(44, golden.bytes)) == golden.filter)
        #expect(try TCFilter(message(36, golden.bytes)) == nil)
        let news = try RTNLEvent(message(44, golden.bytes))
        let event = try RTNLEvent(message(45, golden.bytes))
        guard case .filterRemoved(let identity) = event else {
            Issue.record("\(String(describing: event))")
            return
        }
        if let filter = golden.filter {
            #expect(identity == filter.identity)
            #expect(news == .filter(filter))
        } else {
            #expect(news == .filtersChanged(identity) && identity.handle == 0)
        }
    }

    /// What the kernel changes by itself is not in the value: numbers of actions, counts, times.
    @Test("counters and numbers make no difference", arguments: KernelFilterMessage.all)
    func volatile(_ golden: KernelFilterMessage) throws {
        var lines = golden.bytes.split(separator: "\n").map(String.init)
        for (index, line) in lines.enumerated() {
            let isHeader = ["_TM", "_PCNT", "STATS_", "IN_HW_COUNT"].contains { line.contains($0) }
            // The value stands in the same line, or in those below.
            if isHeader, index + 1 < lines.count, !line.contains("  0") {
                var next = index + 1
                while next < lines.count, !lines[next].contains("#") {
                    lines[next] = String(lines[next].map { $0.isHexDigit ? "7" : $0 })
                    next += 1
                }
            }
            if line.contains("_PARMS index") { lines[index + 1] = replaceCounts(lines[index + 1]) }
        }
        let changed = lines.joined(separator: "\n")
        #expect(changed != golden.bytes || golden.filter == nil)
        #expect(try TCFilter(message(44, changed)) == golden.filter)
    }

    /// Index, reference count and bind count of a `tc_gen`.
    private func replaceCounts(_ line: String) -> String {
        let indent = line.prefix { $0 == " " }
        var bytes = line.split(separator: " ")
        for place in [0, 12, 16] where place < bytes.count { bytes[place] = "63" }
        return indent + bytes.joined(separator: " ")
    }

    /// Filters that several qdiscs share have no place of their own: TCM_IFINDEX_MAGIC_BLOCK and the block's number.
    @Test func sharedBlock() throws {
        var bytes = GoldenMessageTests.bytes(try #require(KernelFilterMessage.all.dropFirst().first).bytes)
        bytes.replaceSubrange(4..<8, with: [0xff, 0xff, 0xff, 0xff])
        bytes.replaceSubrange(12..<16, with: [0, 0, 0, 0])
        let shared = NetlinkMessage(type: 44, flags: 2, sequence: 1, payload: bytes[...])
        #expect(try TCFilter(shared) == nil)
        let filter = try TCFilter(shared, asked: (9, .egress))
        #expect(filter?.identity.interfaceIndex == 9 && filter?.identity.hook == .egress)
    }

    @Test func qdiscs() throws {
        for golden in KernelQdiscMessage.all {
            #expect(try TCQdisc(message(36, golden.bytes)) == golden.qdisc)
            #expect(try TCQdisc(message(44, golden.bytes)) == nil)
            #expect(try RTNLEvent(message(36, golden.bytes)) == .qdisc(golden.qdisc))
            #expect(try RTNLEvent(message(37, golden.bytes)) == .qdiscRemoved(golden.qdisc))
        }
    }

    @Test func features() throws {
        let on = LinkFeatures.State(isActive: true, isChangeable: true)
        #expect(
            try LinkFeatures(message(20, KernelFeatureMessage.veth))
                == LinkFeatures(insertsTag: on, takesTag: on, insertsServiceTag: on, takesServiceTag: on))
        // Not in the set of what can be switched, and not active.
        let header = "0b 01 00 00\n"
        let fixed = """
            2c 00 02 80  # ETHTOOL_A_FEATURES_HW
              28 00 03 80  # ETHTOOL_A_BITSET_BITS
                24 00 01 80
                  08 00 01 00 07 00 00 00
                  16 00 02 00 74 78 2d 76 6c 61 6e 2d 68 77 2d 69 6e 73 65 72 74 00 00 00
            """
        #expect(
            try LinkFeatures(message(20, header + fixed))
                == LinkFeatures(insertsTag: LinkFeatures.State(isActive: false, isChangeable: false)))
        #expect(try LinkFeatures(message(20, header)) == LinkFeatures())
    }

    @Test("links that come and go", arguments: LinkMessage.all.filter { $0.link.mtu != nil })
    func links(_ golden: LinkMessage) throws {
        #expect(try RTNLEvent(message(16, golden.bytes)) == .link(golden.link))
        #expect(try RTNLEvent(message(17, golden.bytes)) == .linkRemoved(golden.link))
        // A port that leaves a bridge is not gone: AF_BRIDGE.
        #expect(try RTNLEvent(message(17, "07" + golden.bytes.trimmingPrefix { $0 == " " }.dropFirst(2))) == nil)
    }

    /// Several messages in a datagram, and one about something else.
    @Test func events() throws {
        func datagram(_ type: UInt16, _ text: String) -> [UInt8] {
            let payload = GoldenMessageTests.bytes(text)
            return UInt32(payload.count + 16).hostBytes + type.hostBytes + [UInt8](repeating: 0, count: 10) + payload
        }
        let qdisc = KernelQdiscMessage.all[1]
        let bytes = datagram(36, qdisc.bytes) + datagram(100, qdisc.bytes) + datagram(37, qdisc.bytes)
        #expect(try RTNLMonitor.events(in: bytes[...]) == [.qdisc(qdisc.qdisc), .qdiscRemoved(qdisc.qdisc)])
    }
}
