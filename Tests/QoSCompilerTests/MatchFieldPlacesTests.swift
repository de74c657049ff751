import NetlinkModel
import QoSCompiler
import Testing

/// CONTRIBUTING.md lists the files to touch for a new match field. The list is true: just those files go through all
/// fields, through all kinds of values, or through all keys of the kernel.
@Suite struct MatchFieldPlacesTests {
    private static let heading = "## Adding a match field"

    /// The paths at the beginning of the list's items.
    private static func listed() throws -> [String] {
        let text = try Repository.text("CONTRIBUTING.md")
        let section = text.split(separator: "\n").drop { $0 != heading }.dropFirst().prefix { !$0.hasPrefix("#") }
        return section.compactMap { line in line.firstMatch(of: #/^- `(Sources/[^`]+\.swift)`/#).map { String($0.1) } }
    }

    /// The cases of `MatchValues`, which carry values and so cannot list themselves.
    private static func kindsOfValues() throws -> [String] {
        let text = try Repository.text("Sources/QoSCompiler/Model/MatchField.swift")
        let body = try #require(text.firstMatch(of: #/enum MatchValues[^{]*{([^}]*)}/#)).1
        return body.matches(of: #/case (\w+)\(/#).map { String($0.1) }
    }

    /// Swift text without comments and the contents of strings.
    private static func code(_ path: String) throws -> String {
        try Repository.text(path).replacing(#/\/\/.*/#, with: "").replacing(#/"(\\.|[^"\\\n])*"/#, with: "\"\"")
    }

    /// How many of an enum's cases a text names: as a pattern, a value or a declaration; a property of the same name is
    /// none.
    private static func count(_ cases: [String], in code: String) -> Int {
        let implicit = Set(code.matches(of: #/(?:^|[\s(\[,:!])\.(\w+)/#).map { String($0.1) })
        let declared = Set(code.matches(of: #/\bcase (\w+)/#).map { String($0.1) })
        return cases.count { implicit.contains($0) || declared.contains($0) }
    }

    /// Files that name more than three quarters of the cases: nobody does that who need not go through all of them.
    private static func places() throws -> [String] {
        let enums = [
            MatchField.allCases.map(\.rawValue), try kindsOfValues(),
            NFTMetaKey.allCases.map { String(describing: $0) },
        ]
        return try Repository.files(below: "Sources", ending: ".swift").filter { path in
            // The verifier says everything a second time, so that no mistake of the compiler is one of its own.
            guard !path.contains("QoSVerifier/") else { return false }
            let code = try Self.code(path)
            return enums.contains { count($0, in: code) * 4 > $0.count * 3 }
        }
    }

    @Test func theListIsTrue() throws {
        let (listed, found) = (Set(try Self.listed()), Set(try Self.places()))
        #expect(listed.subtracting(found) == [], "listed, but they do not go through all fields")
        #expect(found.subtracting(listed) == [], "not listed, but they do")
    }

    @Test func atMostNine() throws {
        #expect(try (1...9).contains(Self.listed().count))
    }

    /// The search itself: it finds who goes through the fields, and not who knows some.
    @Test func search() throws {
        #expect(try Self.kindsOfValues().count >= 9)
        let fields = ["family", "proto", "mark"]
        #expect(Self.count(fields, in: "switch field { case .family: 1\n case .proto, .mark: packet.mark }") == 3)
        #expect(Self.count(fields, in: "packet.proto = packet.mark; a.family") == 0)
        #expect(Self.count(fields, in: "enum E { case family\n case proto }; f(.mark)") == 3)
    }
}
