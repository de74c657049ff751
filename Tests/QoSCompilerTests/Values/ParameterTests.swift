import Testing

@testable import QoSCompiler

/// What `values` lists is what the language takes.
@Suite struct ParameterTests {
    private func errors(_ text: String) -> [String] {
        let loaded = PolicyLoader.load("test.qos", from: MemoryPolicyFiles(["test.qos": Array(text.utf8)]))
        return loaded.diagnostics.filter { $0.severity == .error }.map(\.message)
    }

    @Test func wellFormed() {
        let names = Parameter.all.map(\.name)
        #expect(Set(names).count == names.count)
        for parameter in Parameter.all {
            #expect(!parameter.summary.isEmpty && !parameter.form.isEmpty, "\(parameter.name)")
            #expect(parameter.rows.allSatisfy { $0.count == parameter.columns.count }, "\(parameter.name)")
            #expect(Set(parameter.columns).count == parameter.columns.count, "\(parameter.name)")
        }
        #expect(Parameter.named("dscp")?.name == "dscp")
        #expect(Parameter.named("dcsp") == nil)
        #expect(Parameter.suggestion(for: "dcsp") == "did you mean 'dscp'?")
        #expect(Parameter.suggestion(for: "completely-else") == nil)
    }

    @Test(arguments: MatchField.allCases)
    func everyMatchFieldIsThere(field: MatchField) throws {
        let parameter = try #require(Parameter.named(field.rawValue))
        #expect(parameter.notes.contains { $0.contains("not supported yet") } == !field.isSupported)
        #expect(Parameter.named("match")?.rows.contains { $0.first == .text(field.rawValue) } == true)
    }

    /// Each first value of a row, in a policy.
    @Test(arguments: [
        ("dscp", "rule x set dscp VALUE"), ("dscp", "rule x dscp VALUE keep"),
        ("priority", "rule x set priority VALUE"),
        ("pcp", "rule x set pcp VALUE"), ("proto", "rule x proto VALUE keep"), ("family", "rule x family VALUE keep"),
        ("service", "rule x dport VALUE keep"), ("scope", "scope VALUE"), ("counters", "counters VALUE"),
        ("hook-priority", "hook-priority VALUE"),
    ])
    func valuesAreTaken(name: String, statement: String) throws {
        let parameter = try #require(Parameter.named(name))
        #expect(!parameter.rows.isEmpty)
        for row in parameter.rows {
            let value = try #require(row.first).description
            #expect(errors(statement.replacing("VALUE", with: value) + "\n") == [], "\(name) \(value)")
        }
    }

    @Test func namesAndNumbersAgree() throws {
        for row in try #require(Parameter.named("dscp")).rows {
            let dscp = try #require(DSCP(name: row[0].description))
            #expect(row[1] == .number(Int(dscp.value)))
            #expect(row[2].description == "0x" + (dscp.value < 16 ? "0" : "") + String(dscp.value, radix: 16))
            #expect(UInt8(row[3].description, radix: 2) == dscp.value && row[3].description.count == 6)
            #expect(UInt8(row[4].description.dropFirst(2), radix: 16) == dscp.value * 4)
        }
        // 802.1Q: background comes below best effort.
        #expect(try #require(Parameter.named("pcp")).rows.map(\.[0]) == [1, 0, 2, 3, 4, 5, 6, 7].map { .number($0) })
        #expect(try #require(Parameter.named("priority")).rows.map(\.[0]) == (0...15).map { .number($0) })
    }

    @Test(arguments: ["user", "group", "match"])
    func ownershipIsNotMembership(name: String) throws {
        #expect(try #require(Parameter.named(name)).notes.contains { $0.contains("not membership") })
    }
}
