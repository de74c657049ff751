import SeededRandom
import Testing

@testable import QoSCompiler

/// DSCP, priority and PCP: what they take, and what they print.
@Suite struct MarkingValueTests {
    private func text(_ string: String) -> ArraySlice<UInt8> { Array(string.utf8)[...] }

    /// RFC 2474, 2597, 3246, 5865, 8622.
    @Test func namesOfCodePoints() {
        var expected: [String: UInt8] = ["be": 0, "le": 1, "ef": 46, "va": 44, "voice-admit": 44]
        for n in 0...7 { expected["cs\(n)"] = UInt8(n * 8) }
        for n in 1...4 { for drop in 1...3 { expected["af\(n)\(drop)"] = UInt8(n * 8 + drop * 2) } }
        #expect(Dictionary(uniqueKeysWithValues: DSCP.names.map { ($0.name, $0.value.value) }) == expected)
    }

    @Test(arguments: 0...255 as ClosedRange<UInt8>)
    func codePoints(_ value: UInt8) throws {
        guard value < 64 else {
            #expect(DSCP(value) == nil)
            #expect(throws: ValueError.self) { try ValueParser.dscp(text(String(value))) }
            return
        }
        let dscp = try #require(DSCP(value))
        #expect(try ValueParser.dscp(text(dscp.description)) == dscp)
        #expect(try ValueParser.dscp(text(String(value))) == dscp)
        #expect(try ValueParser.dscp(text("0x" + String(value, radix: 16))) == dscp)
        #expect(dscp.name.map { DSCP(name: $0) } ?? dscp == dscp)
        #expect(dscp.description == dscp.name ?? String(value))
    }

    @Test func firstNameIsPrinted() {
        #expect(DSCP(0)?.description == "cs0")
        #expect(DSCP(44)?.description == "va")
        #expect(DSCP(63)?.description == "63")
    }

    @Test(
        "a priority is a small decimal, or a class id in hexadecimal",
        arguments: [
            ("0", 0, "0"), ("15", 15, "15"), ("0:f", 15, "15"), ("0:10", 16, "0:10"), ("1:10", 0x1_0010, "1:10"),
            ("ffff:ffff", UInt32.max, "ffff:ffff"), ("FFFF:0", 0xffff_0000, "ffff:0"), ("0:0", 0, "0"),
            ("a:B", 0xa_000b, "a:b"),
            ("0001:00ff", 0x1_00ff, "1:ff"),
        ] as [(String, UInt32, String)])
    func priorities(_ written: String, _ value: UInt32, _ printed: String) throws {
        let priority = try ValueParser.priority(text(written))
        #expect(priority.value == value)
        #expect(priority.description == printed)
        #expect(try ValueParser.priority(text(printed)) == priority)
        #expect(try ValueParser.priority(text(priority.classID)) == priority)
    }

    @Test func prioritiesRoundTrip() throws {
        var random = SeededGenerator("prioritiesRoundTrip")
        for _ in 0..<500 {
            let priority = PacketPriority(UInt32.random(in: 0...(.max), using: &random) >> UInt32(random.int(0...31)))
            #expect(try ValueParser.priority(text(priority.description)) == priority)
        }
    }

    @Test(arguments: ["", "16", ":", "1:", ":1", "1:2:3", "1:10000", "g:1", "-1", "1 ", "0x1", "01", "1:0x1"])
    func noPriority(_ written: String) {
        #expect(throws: ValueError.self) { try ValueParser.priority(text(written)) }
    }

    @Test(arguments: 0...255 as ClosedRange<UInt8>)
    func pcps(_ value: UInt8) throws {
        let pcp = PriorityCodePoint(value)
        #expect((pcp == nil) == (value > 7))
        if let pcp {
            #expect(try ValueParser.pcp(text(pcp.description)) == pcp)
        } else {
            #expect(throws: ValueError.self) { try ValueParser.pcp(text(String(value))) }
        }
    }

    @Test("a marking with a PCP and no priority uses the PCP as priority")
    func priorityFromPCP() throws {
        let five = try #require(PriorityCodePoint(5))
        #expect(Marking(pcp: five).priority?.value == 5)
        #expect(Marking(statedPriority: PacketPriority(9), pcp: five).priority?.value == 9)
        #expect(Marking.none.priority == nil)
        #expect(Marking(pcp: five).marksLike(Marking(statedPriority: PacketPriority(5), pcp: five)))
        #expect(!Marking(pcp: five).marksLike(Marking(statedPriority: PacketPriority(5))))
    }

    @Test func markingsPrintInTheOrderOfAPolicy() throws {
        let marking = try #require(policy("class c pcp 5 priority 0:6 dscp 46\n").classes.first).marking
        #expect(marking.description == "dscp ef priority 6 pcp 5")
        #expect(Marking.none.description == "")
    }
}
