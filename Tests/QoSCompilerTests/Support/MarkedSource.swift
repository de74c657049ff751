import QoSCompiler
import Testing

/// A policy with the findings that it must have written below the places:
///
/// ```
/// rule a dport 65536 keep
///              ^~~~~ error out-of-range: port '65536' is out of range
/// ```
///
/// A marker line begins with blanks and `^`, as long as the place; or with `|` for an empty place, such as the end of a
/// line. Several lines may follow one line of the policy. Marker lines are no part of the policy.
struct MarkedSource: CustomStringConvertible {
    struct Finding: Hashable, CustomStringConvertible {
        var line: Int
        var column: Int
        var endColumn: Int
        /// `error out-of-range: text`
        var text: String

        var description: String { "\(line):\(column)-\(endColumn) \(text)" }
    }

    let text: String
    let findings: [Finding]

    init(_ marked: String) {
        var lines: [Substring] = []
        var findings: [Finding] = []
        for line in marked.split(separator: "\n", omittingEmptySubsequences: false) {
            let blanks = line.utf8.prefix { $0 == UInt8(ascii: " ") }.count
            let rest = line.dropFirst(blanks)
            guard rest.hasPrefix("^") || rest.hasPrefix("|") else {
                lines.append(line)
                continue
            }
            let length = rest.hasPrefix("|") ? 0 : rest.prefix { $0 == "^" || $0 == "~" }.count
            let message = rest.dropFirst(max(1, length)).drop { $0 == " " }
            findings.append(
                Finding(line: lines.count, column: blanks + 1, endColumn: blanks + 1 + length, text: String(message)))
        }
        text = lines.joined(separator: "\n")
        self.findings = findings
    }

    var description: String { text }

    /// What reading the policy finds, in the form of the markers.
    static func findings(in loaded: LoadedPolicy) -> [Finding] {
        loaded.diagnostics.map { diagnostic in
            let text = "\(diagnostic.severity.rawValue) \(diagnostic.code.rawValue): \(diagnostic.message)"
            guard let span = diagnostic.span else { return Finding(line: 0, column: 0, endColumn: 0, text: text) }
            let place = loaded.sources.position(of: span)
            return Finding(line: place.line, column: place.column, endColumn: place.endColumn, text: text)
        }
    }
}

extension MarkedSource {
    /// Reads the policy and compares what it finds with the markers: all of them, in order, and nothing else. Nil when
    /// that is so.
    func mismatch(in loaded: LoadedPolicy) -> String? {
        let found = Self.findings(in: loaded)
        guard found != findings else { return nil }
        func lines(_ findings: [Finding]) -> String { findings.map { "\n  \($0)" }.joined() }
        return "expected:\(lines(findings))\nfound:\(lines(found))\nin:\n\(text)"
    }
}

/// Reads a marked policy, and records an issue where the findings are not the marked ones.
@discardableResult
func check(_ marked: String, files: [String: String] = [:], _ location: SourceLocation = #_sourceLocation)
    -> LoadedPolicy
{
    let source = MarkedSource(marked)
    let loaded = load(source.text, files: files)
    if let mismatch = source.mismatch(in: loaded) {
        Issue.record("\(mismatch)", sourceLocation: location)
    }
    return loaded
}
