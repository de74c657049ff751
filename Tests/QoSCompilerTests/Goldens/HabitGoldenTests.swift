import Foundation
import QoSCompiler
import Testing

extension DiagnosticGolden {
    /// Wrong policies that people write who come from elsewhere. The part of the title before the colon is where from.
    static let habits: [DiagnosticGolden] = [
        nftHabits, nftVerdictHabits, nftFileHabits, iptablesHabits, iptablesFileHabits, pfHabits, tcHabits,
        switchHabits, yamlHabits, programmingHabits, proseHabits, valueHabits, markHabits, windowsHabits,
    ].flatMap { $0 }
}

/// What the hints of the habits say is itself put to the test: it is a policy, and it is what was wrong no longer.
@Suite struct HabitGoldenTests {
    @Test func thereAreEnough() {
        #expect(DiagnosticGolden.habits.count >= 60)
        let origins = Set(DiagnosticGolden.habits.map { $0.title.prefix { $0 != ":" } })
        #expect(
            origins.isSuperset(of: ["nft", "iptables", "pf", "tc", "YAML", "JSON", "TOML", "PowerShell", "registry"]))
    }

    @Test("each is refused with an error, and told what to write", arguments: DiagnosticGolden.habits)
    func isTold(_ golden: DiagnosticGolden) {
        let loaded = load(golden.source)
        #expect(loaded.policy == nil)
        #expect(loaded.diagnostics.allSatisfy { $0.severity == .error })
        #expect(loaded.diagnostics.allSatisfy { $0.hint != nil })
    }

    @Test("whole statements of hints load", arguments: DiagnosticGolden.habits)
    func statementsLoad(_ golden: DiagnosticGolden) {
        for hint in load(golden.source).diagnostics.compactMap(\.hint) {
            for statement in Self.statements(in: hint) {
                let loaded = load(Self.withDefinitions(statement))
                let errors = loaded.diagnostics.filter { $0.severity == .error && $0.code != .unsupported }
                #expect(errors.isEmpty, "\(statement)\n\(rendered(loaded))")
            }
        }
    }

    @Test("values of hints can stand in the place of the wrong ones", arguments: DiagnosticGolden.habits)
    func valuesLoad(_ golden: DiagnosticGolden) throws {
        let loaded = load(golden.source)
        for diagnostic in loaded.diagnostics {
            guard let value = Self.value(in: diagnostic.hint ?? ""), let span = diagnostic.span else { continue }
            var bytes = Array(golden.source.utf8)
            var start = Int(span.start)
            if let field = value.split(separator: " ").first, MatchField(rawValue: String(field)) != nil {
                // The hint replaces the field as well.
                start = bytes[..<(start - 1)].lastIndex(of: UInt8(ascii: " ")).map { $0 + 1 } ?? 0
            }
            bytes.replaceSubrange(start..<Int(span.end), with: Array(value.utf8))
            let repaired = load(bytes)
            let place = repaired.diagnostics.first { $0.span?.start == Int32(start) && $0.severity == .error }
            #expect(place == nil, "\(value)\n\(rendered(repaired))")
        }
    }

    /// Both tests would pass if nothing were found in the hints.
    @Test func hintsAreReadByTheTests() {
        let hints = DiagnosticGolden.habits.flatMap { load($0.source).diagnostics.compactMap(\.hint) }
        #expect(hints.flatMap(Self.statements).count >= 80)
        #expect(hints.compactMap(Self.value).count >= 25)
    }

    // MARK: Reading hints

    private static func statements(in hint: String) -> [String] {
        for lead in ["write: ", "the first rule: "] {
            guard let range = hint.range(of: lead) else { continue }
            let text = String(hint[range.upperBound...])
            // An action alone.
            let isAction = ["set dscp", "set priority", "set pcp"].contains { text.hasPrefix($0) }
            return [isAction ? "rule x \(text)" : text]
        }
        return []
    }

    /// `write VALUE`, up to what the hint says about it.
    private static func value(in hint: String) -> String? {
        guard hint.hasPrefix("write "), !hint.hasPrefix("write it ") else { return nil }
        let value = hint.dropFirst("write ".count)
        return String(value.range(of: ", ").map { value[..<$0.lowerBound] } ?? value)
    }

    private static func withDefinitions(_ statement: String) -> String {
        var text = statement.replacing("NAME", with: "x").replacing("ACTION", with: "keep") + "\n"
        for name in ["teams", "phones"] where statement.contains("@\(name)") { text += "set \(name) { 192.0.2.1 }\n" }
        if statement.contains("class voice"), !statement.hasPrefix("class") { text += "class voice dscp ef\n" }
        return text
    }
}
