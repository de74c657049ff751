import QoSCompiler
import Testing

/// Moving and removing rules in the text of a policy.
@Suite struct PolicyEditTests {
    /// The texts of the edited files, by path; nil when nothing changes.
    static func move(_ rule: String, _ place: RulePlace, in text: String, files: [String: String] = [:]) throws
        -> [String: String]?
    {
        let loaded = load(text, files: files, expectations: false)
        let edit = PolicyEdit(try policy(text, files: files), sources: loaded.sources)
        return try edit.moving(rule, to: place).map { Self.texts($0, loaded) }
    }

    static func texts(_ edited: EditedFiles, _ loaded: LoadedPolicy) -> [String: String] {
        Dictionary(
            uniqueKeysWithValues: edited.bytes.map {
                (loaded.sources.files[$0].path, String(decoding: $1, as: UTF8.self))
            })
    }

    private static let policy5 = """
        policy "five"

        # about a
        # more about a
        rule a proto tcp keep   # trailing a

        rule b keep
        rule c daddr {
          10.0.0.1   # one

          10.0.0.2
        } keep  # trailing c
        # stands alone

        class x dscp ef
          # about d, indented
          rule d class x
        default keep
        # about e
        rule e keep
        # the end

        """

    @Test(
        "every place that there is",
        arguments: [
            ("e", RulePlace.first, "eabcd"), ("a", .last, "bcdea"), ("e", .position(2), "aebcd"),
            ("a", .position(4), "bcdae"),
            ("c", .position(5), "abdec"), ("c", .position(1), "cabde"), ("d", .before("b"), "adbce"),
            ("b", .before("e"), "acdbe"),
            ("d", .after("a"), "adbce"), ("a", .after("e"), "bcdea"), ("b", .after("c"), "acbde"),
            ("c", .before("b"), "acbde"),
        ])
    func places(_ rule: String, _ place: RulePlace, _ expected: String) throws {
        let edited = try #require(try Self.move(rule, place, in: Self.policy5))
        #expect(edited.keys.sorted() == [policyPath])
        let text = try #require(edited[policyPath])
        #expect(try policy(text).rules.map(\.name).joined() == expected, "\(text)")
        #expect(
            text.split(separator: "\n", omittingEmptySubsequences: false).sorted()
                == Self.policy5.split(separator: "\n", omittingEmptySubsequences: false).sorted(),
            "no line is lost, changed or made")
    }

    @Test(
        "a rule that is there already stays",
        arguments: [
            ("a", RulePlace.first), ("e", .last), ("c", .position(3)), ("a", .before("b")), ("b", .after("a")),
            ("d", .before("e")), ("e", .after("d")),
        ])
    func alreadyThere(_ rule: String, _ place: RulePlace) throws {
        #expect(try Self.move(rule, place, in: Self.policy5) == nil)
    }

    @Test("a rule takes its comments, its lines and its trailing comment along")
    func comments() throws {
        let edited = try #require(try Self.move("a", .after("c"), in: Self.policy5)?[policyPath])
        #expect(
            edited.hasPrefix(
                """
                policy "five"


                rule b keep
                rule c daddr {
                  10.0.0.1   # one

                  10.0.0.2
                } keep  # trailing c
                # about a
                # more about a
                rule a proto tcp keep   # trailing a
                # stands alone

                class x dscp ef
                """))
        let multi = try #require(try Self.move("c", .first, in: Self.policy5)?[policyPath])
        #expect(
            multi.hasPrefix(
                """
                policy "five"

                rule c daddr {
                  10.0.0.1   # one

                  10.0.0.2
                } keep  # trailing c
                # about a
                # more about a
                rule a
                """
            ))
        #expect(multi.contains("rule b keep\n# stands alone\n"))
    }

    @Test("a move of neighbours is one hunk of a diff")
    func oneHunk() throws {
        let edited = try #require(try Self.move("a", .after("b"), in: Self.policy5)?[policyPath])
        func lines(_ text: String) -> [String] {
            text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        }
        let diff = UnifiedDiff.text(lines(Self.policy5), lines(edited), oldName: "a", newName: "b")
        #expect(lines(diff).count { $0.hasPrefix("@@") } == 1)
        #expect(lines(diff).count { $0.hasPrefix("+") || $0.hasPrefix("-") } <= 2 + 2 * 4)
    }

    @Test("a file without a newline at its end gets one where a line comes after it")
    func noNewline() throws {
        #expect(try Self.move("b", .first, in: "rule a keep\nrule b keep")?[policyPath] == "rule b keep\nrule a keep\n")
        #expect(try Self.move("a", .last, in: "rule a keep\nrule b keep")?[policyPath] == "rule b keep\nrule a keep\n")
        #expect(
            try Self.move("a", .last, in: "rule a keep\nrule b keep\n# end")?[policyPath]
                == "rule b keep\nrule a keep\n# end")
    }

    @Test("files with CRLF keep it, also where a line end has to be made")
    func carriageReturns() throws {
        #expect(
            try Self.move("b", .first, in: "rule a keep\r\nrule b keep\r\n")?[policyPath]
                == "rule b keep\r\nrule a keep\r\n")
        let made = try Self.move("b", .first, in: "rule a keep\r\nrule b keep")?[policyPath]
        #expect(made == "rule b keep\r\nrule a keep\r\n")
    }

    @Test("includes stay includes: a rule goes into the file of its new neighbour")
    func includes() throws {
        let top = "rule a keep\ninclude \"d/*.qos\"\n# about z\nrule z keep\n"
        let files = ["d/1.qos": "# about b\nrule b keep\nrule c keep\n", "d/2.qos": "rule d keep"]
        func move(_ rule: String, _ place: RulePlace) throws -> [String: String] {
            try #require(try Self.move(rule, place, in: top, files: files))
        }
        #expect(
            try move("z", .before("c")) == [
                policyPath: "rule a keep\ninclude \"d/*.qos\"\n",
                "d/1.qos": "# about b\nrule b keep\n# about z\nrule z keep\nrule c keep\n",
            ])
        #expect(
            try move("b", .position(1)) == [
                policyPath: "# about b\nrule b keep\nrule a keep\ninclude \"d/*.qos\"\n# about z\nrule z keep\n",
                "d/1.qos": "rule c keep\n",
            ])
        #expect(
            try move("a", .position(4)) == [
                policyPath: "include \"d/*.qos\"\n# about z\nrule z keep\n", "d/2.qos": "rule d keep\nrule a keep\n",
            ])
        #expect(try move("b", .after("c")) == ["d/1.qos": "rule c keep\n# about b\nrule b keep\n"])
        #expect(try move("d", .last) == [policyPath: top + "rule d keep\n", "d/2.qos": ""])
    }

    @Test("disabled rules count as positions, and move too")
    func disabled() throws {
        let text = "rule a keep\nrule off keep disabled\nrule b keep\n"
        #expect(
            try Self.move("b", .position(2), in: text)?[policyPath]
                == "rule a keep\nrule b keep\nrule off keep disabled\n")
        #expect(
            try Self.move("off", .last, in: text)?[policyPath] == "rule a keep\nrule b keep\nrule off keep disabled\n")
    }

    @Test(
        "what cannot be done",
        arguments: [
            ("x", RulePlace.first, "there is no rule 'x'"),
            ("alpa", .first, "there is no rule 'alpa'; did you mean 'alpha'?"),
            ("alpha", .before("nope"), "there is no rule 'nope'"),
            ("alpha", .before("alpha"), "a rule cannot go before itself"),
            ("alpha", .after("alpha"), "a rule cannot go after itself"),
            ("alpha", .position(0), "there is no position 0: the policy has 2 rules"),
            ("alpha", .position(3), "there is no position 3: the policy has 2 rules"),
            ("alpha", .position(-1), "there is no position -1: the policy has 2 rules"),
        ])
    func errors(_ rule: String, _ place: RulePlace, _ message: String) throws {
        let error = #expect(throws: EditError.self) {
            try Self.move(rule, place, in: "rule alpha keep\nrule beta keep\n")
        }
        #expect(error?.message == message)
    }

    @Test("the only rule is everywhere already")
    func onlyRule() throws {
        for place in [RulePlace.first, .last, .position(1)] {
            #expect(try Self.move("a", place, in: "rule a keep\n") == nil)
        }
    }

    @Test(
        "what cannot be done cannot be done with the only rule either",
        arguments: [
            RulePlace.position(2), .position(0), .before("a"), .after("a"), .before("nope"), .after("nope"),
        ])
    func onlyRuleErrors(_ place: RulePlace) {
        #expect(throws: EditError.self) { try Self.move("a", place, in: "rule a keep\n") }
    }

    @Test(
        "removing takes a rule out with its comments, and nothing else",
        arguments: [
            ("a", "# about a\n# more about a\nrule a proto tcp keep   # trailing a\n"), ("b", "rule b keep\n"),
            ("c", "rule c daddr {\n  10.0.0.1   # one\n\n  10.0.0.2\n} keep  # trailing c\n"),
            ("d", "  # about d, indented\n  rule d class x\n"), ("e", "# about e\nrule e keep\n"),
        ])
    func removing(_ rule: String, _ block: String) throws {
        let loaded = load(Self.policy5)
        let edited = try PolicyEdit(try policy(Self.policy5), sources: loaded.sources).removing(rule)
        #expect(Self.texts(edited, loaded)[policyPath] == Self.policy5.replacing(block, with: ""))
    }

    @Test func removingErrors() throws {
        let loaded = load("rule a keep")
        let edit = PolicyEdit(try policy("rule a keep"), sources: loaded.sources)
        let error = #expect(throws: EditError.self) { try edit.removing("b") }
        #expect(error?.message == "there is no rule 'b'; did you mean 'a'?")
        #expect(try Self.texts(edit.removing("a"), loaded) == [policyPath: ""])
    }
}
