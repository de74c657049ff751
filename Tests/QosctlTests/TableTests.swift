import Testing

@testable import qosctl

@Suite struct TableTests {
    private var table: Table {
        var table = Table([.number("#"), .text("RULE"), .number("PACKETS"), .flexible("MATCH")])
        table.add(["1", "rtp", "50", "proto udp dport 16384-32767"])
        table.add(["10", "電話", "1234567890", ""], style: .dim)
        return table
    }

    @Test func numbersStandToTheRight() {
        #expect(
            table.lines() == [
                " #  RULE     PACKETS  MATCH",
                " 1  rtp           50  proto udp dport 16384-32767",
                "10  電話  1234567890",
            ])
    }

    @Test(arguments: [(49, 49), (40, 40), (30, 30), (10, 30)])
    func itIsCutToTheTerminal(width: Int, longest: Int) {
        let lines = table.lines(width: width)
        #expect(lines.map(TextWidth.of).max() == longest)
        #expect(lines[1].hasSuffix("…") == (width < 49))
        #expect(lines[2] == "10  電話  1234567890")
    }

    @Test func styleSurroundsTheLine() {
        let lines = table.lines(isColoured: true)
        #expect(lines[0] == "\u{1b}[1m #  RULE     PACKETS  MATCH\u{1b}[0m")
        #expect(lines[1].hasPrefix(" 1  rtp"))
        #expect(lines[2].hasPrefix("\u{1b}[2m10  ") && lines[2].hasSuffix("\u{1b}[0m"))
    }

    @Test func columnsHaveNoHeadings() {
        #expect(Columns.text([["a", "bbb"], ["cc", ""]], indent: "  ") == "  a   bbb\n  cc")
        #expect(Columns.text([]) == "")
    }

    @Test func diffsInColour() {
        let diff = "--- a\n+++ b\n@@ -1 +1 @@\n-x\r\n+y\n z\n"
        #expect(DiffStyle.text(diff, isColoured: false) == diff)
        #expect(
            DiffStyle.text(diff, isColoured: true)
                == "\u{1b}[1m--- a\u{1b}[0m\n\u{1b}[1m+++ b\u{1b}[0m\n\u{1b}[36m@@ -1 +1 @@\u{1b}[0m\n\u{1b}[31m-x\r\u{1b}[0m\n"
                + "\u{1b}[32m+y\u{1b}[0m\n z\n")
    }
}
