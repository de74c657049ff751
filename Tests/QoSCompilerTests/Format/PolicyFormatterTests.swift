import PlanTesting
import QoSCompiler
import SeededRandom
import Testing

/// `fmt`: the layout changes, nothing else.
@Suite struct PolicyFormatterTests {
    private static func format(_ text: String) throws -> String {
        let result = PolicyFormatter.format(SourceFile(path: policyPath, bytes: Array(text.utf8)))
        return String(decoding: try #require(result.bytes, "\(result.diagnostics)"), as: UTF8.self)
    }

    @Test func golden() throws {
        let text = """


            #first
            policy   "x"   #  a   name
            scope output# short


            class a dscp ef   pcp 5
            # between
            class longer-name pcp 1 priority 1   dscp le # c
            class b priority 1:10
            set s {10.0.0.1,10.0.0.2 , }
            set t file "t.txt"
            rule one proto tcp dport!=22 class a   # one
            rule two-two proto {udp,tcp} dport { 53 } class a disabled # two

            rule three daddr { # here
              10.0.0.1 10.0.0.2,
              # own line

              10.0.0.3 } keep # last
            default keep\t
            expect one proto tcp dport 80
            expect default proto icmp
            include "a.qos"


            """
        let expected = """
            #first
            policy "x"    #  a   name
            scope output  # short

            class a            dscp ef                 pcp 5
            # between
            class longer-name  dscp le  priority 1     pcp 1  # c
            class b                     priority 1:10
            set s  { 10.0.0.1 10.0.0.2 }
            set t  file "t.txt"
            rule one      proto tcp          dport != 22   class a           # one
            rule two-two  proto { udp tcp }  dport { 53 }  class a disabled  # two

            rule three daddr {  # here
                10.0.0.1 10.0.0.2
                # own line
                10.0.0.3
            } keep  # last
            default keep
            expect one      proto tcp dport 80
            expect default  proto icmp
            include "a.qos"

            """
        #expect(try Self.format(text) == expected)
        #expect(try Self.format(expected) == expected)
    }

    @Test("a long set is broken, a rule that is too wide does not push the others")
    func width() throws {
        let addresses = (0..<40).map { "10.0.\($0).0/24" }
        let set = try Self.format("set s { \(addresses.joined(separator: " ")) }\n")
        #expect(set.split(separator: "\n").allSatisfy { $0.utf8.count <= 120 })
        #expect(set.hasPrefix("set s {\n    10.0.0.0/24 ") && set.hasSuffix(" 10.0.39.0/24\n}\n"))
        #expect(try Self.format(set) == set)
        let wide = "rule w  daddr { \(addresses.prefix(8).joined(separator: " ")) }  keep\n"
        #expect(try Self.format("rule n dport 80 keep\n" + wide) == "rule n  dport 80  keep\n" + wide)
    }

    @Test(
        "carriage returns go, a last line end comes",
        arguments: ["rule a keep\r\n\r\nrule b keep", "rule a keep\n\nrule b keep\n"])
    func lineEnds(_ text: String) throws {
        #expect(try Self.format(text) == "rule a  keep\n\nrule b  keep\n")
    }

    @Test("statements that are not supported yet stay as they are")
    func reserved() throws {
        let text = "when link eth0 up {\n   rule   a keep  \n}\nrule b when fact x \"y\"   keep\n"
        #expect(try Self.format(text) == "when link eth0 up {\n   rule   a keep\n}\nrule b when fact x \"y\" keep\n")
    }

    @Test("a file with errors is not touched")
    func errors() {
        let result = PolicyFormatter.format(SourceFile(path: policyPath, bytes: Array("rule a\n".utf8)))
        #expect(result.bytes == nil && result.diagnostics.hasErrors)
    }

    @Test("JSON gets one statement a line and keeps its $schema")
    func json() throws {
        let text = #"{"$schema":"x.json","schema":1,"statements":[{"comment":"c","rule":"a","action":"keep"}]}"#
        let result = PolicyFormatter.format(SourceFile(path: "p.json", bytes: Array(text.utf8)))
        #expect(
            String(decoding: try #require(result.bytes), as: UTF8.self) == """
                {
                  "$schema": "x.json",
                  "schema": 1,
                  "statements": [
                    {"rule": "a", "action": "keep", "comment": "c"}
                  ]
                }

                """)
    }

    @Test("formatting twice is formatting once; policy, comments and words stay", arguments: 0..<20)
    func randomPolicies(_ index: Int) throws {
        var random = SeededGenerator("PolicyFormatter", index)
        for _ in 0..<10 {
            let text = Self.disturbed(
                RandomPolicy.text(&random, rules: 1...10, scope: random.pick(Scope.allCases)), &random)
            let once = try Self.format(text)
            #expect(try Self.format(once) == once, "\(random)\n\(text)")
            #expect(Self.words(once) == Self.words(text), "\(random)\n\(text)")
            #expect(Set(Self.comments(once)) == Set(Self.comments(text)), "\(random)\n\(text)")
            let (before, after) = (load(text).policy, load(once).policy)
            #expect((before == nil) == (after == nil))
            if let before, let after {
                #expect(RuleDiff.between(before, after, includesText: true).isEmpty, "\(random)\n\(text)")
            }
        }
    }

    /// Blanks, line breaks in lists, blank lines and comments wherever they may stand.
    private static func disturbed(_ text: String, _ random: inout SeededGenerator) -> String {
        var result = ""
        var depth = 0
        var number = 0
        func comment() -> String {
            number += 1
            return "#c\(number) { } , \" x"
        }
        for character in text {
            switch character {
            case "{": depth += 1
            case "}": depth -= 1
            default: break
            }
            result.append(character)
            if character == " ", random.chance(oneIn: 12) {
                result += depth > 0 ? random.pick(["\n", "\t", "\n\n", comment() + "\n"]) : random.pick(["  ", "\t"])
            }
            if character == "\n", depth == 0 {
                result += random.pick(["", "", "", "\n", "\n\n\n", comment() + "\n", "  " + comment() + "\n\n"])
            }
        }
        return result
    }

    private static func words(_ text: String) -> [Substring] {
        text.split(separator: "\n").flatMap { line in
            (line.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).first ?? "")
                .replacing("{", with: " { ").replacing("}", with: " } ").split { " ,\t".contains($0) }
        }
    }

    private static func comments(_ text: String) -> [Substring] {
        text.split(separator: "\n").compactMap { line in line.firstIndex(of: "#").map { line[$0...] } }
    }
}
