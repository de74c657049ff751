import PlanTesting
import QoSCompiler
import SeededRandom
import Testing

/// The published JSON Schema, the reader and the tables of the language agree.
@Suite struct PolicySchemaTests {
    private static func schema() throws -> JSONSchema { try JSONSchema(try Repository.text("docs/policy.schema.json")) }

    private static func document(_ statements: String) -> String { "{\"schema\": 1, \"statements\": [\(statements)]}" }

    private static func load(_ text: String) -> LoadedPolicy {
        PolicyLoader.load("p.json", from: MemoryPolicyFiles(["p.json": Array(text.utf8)]))
    }

    private static func json(_ policy: String) throws -> String {
        let file = SourceFile(path: "p.qos", bytes: Array(policy.utf8))
        return try #require(PolicyConversion.convert(file, to: .json).text)
    }

    @Test("its lists are those of the program")
    func tables() throws {
        let schema = try Self.schema()
        let dscp = try #require(schema.definitions["dscp"]?["anyOf"] as? [[String: Any]])
        #expect(dscp.first?["enum"] as? [String] == DSCP.names.map(\.name))
        func properties(_ statement: String, _ member: String) throws -> Set<String> {
            let found = schema.statements.first { ($0["required"] as? [String])?.first == statement }
            let node = try #require((found?["properties"] as? [String: [String: Any]])?[member])
            return Set(try #require(node["properties"] as? [String: Any]).keys)
        }
        let fields = Set(MatchField.allCases.map(\.rawValue))
        #expect(try properties("rule", "match") == fields)
        #expect(try properties("expect", "packet") == fields.union(["fragment"]))
    }

    @Test("accepts every policy that ships", arguments: Repository.files(below: "policies", ending: ".qos"))
    func shipped(_ path: String) throws {
        #expect(try Self.schema().problem(try Self.json(try Repository.text(path))) == nil)
    }

    @Test("accepts random policies", arguments: 0..<20)
    func randomPolicies(_ index: Int) throws {
        let schema = try Self.schema()
        var random = SeededGenerator("PolicySchema", index)
        for _ in 0..<5 {
            let text = RandomPolicy.text(&random, rules: 1...8, scope: random.pick(Scope.allCases))
            #expect(try schema.problem(try Self.json(text)) == nil, "\(random)\n\(text)")
        }
    }

    @Test("accepts names of digits and empty names", arguments: ["policy \"\"\n", "rule r oif \"10\" iif 20 keep\n"])
    func oddNames(_ text: String) throws {
        #expect(try Self.schema().problem(try Self.json(text)) == nil)
    }

    /// What both refuse: the shape of the document.
    @Test(
        "refuses what the program refuses",
        arguments: [
            #"{"rul": "a", "action": "keep"}"#, #"{"rule": "a"}"#, #"{"rule": "default", "action": "keep"}"#,
            #"{"rule": "a", "action": "kep"}"#, #"{"rule": "a", "action": {"class": "x", "set": {"dscp": 1}}}"#,
            #"{"rule": "a b", "action": "keep"}"#, #"{"rule": "a", "action": "keep", "disabled": "yes"}"#,
            #"{"rule": "a", "match": {"dprt": 5}, "action": "keep"}"#,
            #"{"rule": "a", "match": {"dport": []}, "action": "keep"}"#,
            #"{"rule": "a", "match": {"dport": 65536}, "action": "keep"}"#,
            #"{"rule": "a", "match": {"dport": -1}, "action": "keep"}"#,
            #"{"rule": "a", "match": {"dport": {"nor": 5}}, "action": "keep"}"#,
            #"{"rule": "a", "match": [{"dport": 5}], "action": "keep"}"#,
            #"{"class": "a"}"#, #"{"class": "a", "pcp": 8}"#, #"{"class": "a", "dscp": 64}"#,
            #"{"class": "a", "priority": 16}"#, #"{"class": "a", "dscp": "eff"}"#, #"{"set": "a"}"#,
            #"{"set": "a", "elements": []}"#, #"{"set": "a", "elements": ["10.0.0.1"], "file": "x"}"#,
            #"{"scope": "input"}"#, #"{"counters": true}"#, #"{"hook-priority": "-140"}"#,
            #"{"link": "eth0"}"#, #"{"link": "eth0", "retag": true, "tag": "priority"}"#,
            #"{"link": "eth0", "tag": "pcp"}"#,
            #"{"expect": "default", "packet": {"fragment": 1}}"#, #"{"include": 5}"#, #"{}"#, "5",
            #"{"policy": "say \"x\""}"#, #"{"policy": "x", "coment": "y"}"#,
        ])
    func refuses(_ statement: String) throws {
        let document = Self.document(statement)
        #expect(Self.load(document).policy == nil)
        #expect(try Self.schema().problem(document) != nil)
    }
}
