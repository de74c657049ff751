import NetlinkModel
import QoSCompiler
import QoSDriver
import Testing

@testable import qosctl

@Suite struct TopTests {
    private func sample(rules: Int = 3) throws -> TopSample {
        let text = "class voice dscp ef\n" + (1...rules).map { "rule r\($0) dport \($0) class voice\n" }.joined()
        var old: [String: UInt64] = ["default": 0]
        var new: [String: UInt64] = ["default": 1]
        for index in 1...rules {
            old["rule_r\(index)"] = 0
            new["rule_r\(index)"] = index == 2 ? 50 : UInt64(index)
        }
        let listing = try listing(text, new)
        return TopSample(
            listing: listing, rates: CounterRates(from: try counted(text, old), to: listing, elapsed: .seconds(1)),
            elapsed: .seconds(1))
    }

    private func counted(_ text: String, _ packets: [String: UInt64]) throws -> PolicyListing {
        try listing(text, packets)
    }

    @Test func batch() throws {
        #expect(
            TopText.batch(try sample(), TopView()) == [
                "policy (no name)  revision 1  counted by rule  over 1.00 s",
                "total  55 packets/s  550 bytes/s",
                "#  RULE     PACKETS/S  BYTES/S  PACKETS  BYTES  DOES",
                "1  r1               1       10        1     10  class voice",
                "2  r2              50      500       50    500  class voice",
                "3  r3               3       30        3     30  class voice",
                "   default          1       10        1     10  keep",
            ])
        #expect(TopText.batch(TopSample(), TopView()).first == "nothing is active")
    }

    @Test(arguments: [
        (TopView.Order.policy, ["r1", "r2", "r3", "default"]), (.packets, ["r2", "r3", "r1", "default"]),
        (.bytes, ["r2", "r3", "r1", "default"]),
    ])
    func order(order: TopView.Order, names: [String]) throws {
        let lines = TopText.batch(try sample(), TopView(order: order)).dropFirst(3)
        #expect(lines.map { line in names.first { line.contains($0 + " ") } } == names)
    }

    @Test func classesInsteadOfRules() throws {
        let lines = TopText.batch(try sample(), TopView(showsClasses: true))
        #expect(lines[2] == "CLASS  PACKETS/S  BYTES/S  PACKETS  BYTES  MARKS")
        #expect(lines[3] == "voice         54      540       54    540  dscp ef")
        #expect(lines.count == 4)
    }

    @Test(arguments: [(24, 80), (10, 40), (5, 20), (1, 1), (3, 200)])
    func aScreenFits(rows: Int, columns: Int) throws {
        var view = TopView()
        let lines = TopText.screen(try sample(rules: 50), &view, columns: columns, rows: rows, isColoured: false)
        #expect(lines.count == rows)
        #expect(lines.allSatisfy { TextWidth.of($0) <= columns })
    }

    @Test func scrollingEndsAtTheEnds() throws {
        let sample = try sample(rules: 50)
        var view = TopView(offset: 1000)
        // 51 lines, 20 of them at once.
        let lines = TopText.screen(sample, &view, columns: 120, rows: 24, isColoured: false)
        #expect(view.offset == 31)
        #expect(lines[3].hasPrefix("32  r32 ") && lines[22].hasPrefix("    default "))
        #expect(lines[23].hasSuffix("(32-51 of 51)"))
        #expect(view.press(.scroll(lines: -5), page: 20) == .draw)
        #expect(view.offset == 26)
        #expect(view.press(.scrollPage(-3), page: 20) == .draw)
        #expect(view.offset == 0)
    }

    @Test func keys() {
        #expect(
            TopView.keys(Array("xpboc q".utf8)) == [
                .order(.packets), .order(.bytes), .order(.policy), .toggleClasses, .refresh, .quit,
            ])
        #expect(
            TopView.keys(Array("\u{1b}[A\u{1b}[B\u{1b}OA\u{1b}[5~\u{1b}[6~jk".utf8)) == [
                .scroll(lines: -1), .scroll(lines: 1), .scroll(lines: -1), .scrollPage(-1), .scrollPage(1),
                .scroll(lines: 1),
                .scroll(lines: -1),
            ])
        #expect(TopView.keys([3, 0xff, 0x1b]) == [.quit])
        var view = TopView(offset: 7)
        #expect(view.press(.toggleClasses, page: 1) == .draw)
        #expect(view.showsClasses && view.offset == 0)
        #expect(view.press(.order(.bytes), page: 1) == .draw && view.order == .bytes)
        #expect(view.press(.refresh, page: 1) == .sample)
        #expect(view.press(.quit, page: 1) == .quit)
    }
}
