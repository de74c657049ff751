import Testing

@testable import qosctl

@Suite struct TextWidthTests {
    @Test(arguments: [
        ("", 0), ("rtp", 3), ("größe", 5), ("gro\u{308}ße", 5), ("電話", 4), ("ｆ", 2), ("한", 2), ("☎", 1),
        ("☎\u{fe0f}", 2),
        ("😀", 2), ("a\u{200b}b", 2), ("Ελλάς", 5), ("\u{7f}", 0),
    ])
    func width(text: String, cells: Int) {
        #expect(TextWidth.of(text) == cells)
    }

    @Test(arguments: [
        ("proto udp", 20, "proto udp"), ("proto udp", 9, "proto udp"), ("proto udp", 6, "proto…"), ("電話番号", 6, "電話…"),
        ("電話番号", 5, "電話…"), ("電話番号", 4, "電…"), ("gro\u{308}ße", 4, "gro\u{308}…"), ("abc", 1, "…"), ("abc", 0, ""),
    ])
    func cut(text: String, width: Int, result: String) {
        #expect(TextWidth.cut(text, to: width) == result)
        #expect(TextWidth.of(TextWidth.cut(text, to: width)) <= max(width, 0))
    }
}
