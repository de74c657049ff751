import NetworkLab
import PolicyTesting
import QoSCompiler
import QoSDriver
import QoSVerifier
import RandomPolicies
import SeededRandom
import Testing

/// Updates leave the same table behind as whole loads do.
@Suite(.serialized)
struct UpdateTests {
    /// Rules come, go, change and move; after each edit the table is read and compared.
    @Test func randomEdits() throws {
        var seed = SeededGenerator("random edits")
        let policies = max(2, Settings.policies / 20)
        print("\(policies) policies, \(seed)")
        let laboratory = try PolicyLab.pair(interfaces: ["eth0", "wg0"])
        let driver = laboratory.updatingDriver()
        var updates = 0
        for _ in 0..<policies {
            try laboratory.inPlace { _ = try $0.stop() }
            var generator = PolicyGenerator(seed)
            func lines(_ rules: Int) -> [Substring] {
                generator.policy(rules: rules, scope: .both).split(separator: "\n")
            }
            var text = lines(Int.random(in: 10...20, using: &seed))
            try laboratory.apply(text.joined(separator: "\n") + "\n", with: driver)
            for _ in 0..<12 {
                Self.edit(&text, lines(1).first { $0.hasPrefix("rule ") }, &seed)
                let policy = text.joined(separator: "\n") + "\n"
                let result = try laboratory.apply(policy, with: driver)
                try #require(result.warnings.isEmpty, "\(seed): \(result.warnings)\n\(policy)")
                if result.sent.isUpdate { updates += 1 }
                try laboratory.expectJust(policy, with: driver, "\(seed)\n\(policy)")
                #expect(try laboratory.lab.policyPlace.perform { try driver.status() }.isInStep)
            }
            _ = seed.next()
        }
        print("\(updates) updates")
        #expect(updates > policies)
    }

    /// The table is read by code that shares nothing with what loads it, and proved to do what the policy says.
    @Test("what many edits leave is proved", arguments: 0..<3)
    func proof(_ shape: Int) throws {
        var seed = SeededGenerator("proof", shape)
        let laboratory = try PolicyLab.pair()
        let driver = laboratory.updatingDriver()
        var text = ManyRules.shapes[shape](300, [:]).split(separator: "\n")
        try laboratory.apply(text.joined(separator: "\n") + "\n", with: driver)
        var (edits, updates) = (0, 0)
        // Some edits change nothing in the kernel.
        while edits < 10 || updates < 3 && edits < 100 {
            edits += 1
            let rules = text.filter { $0.hasPrefix("rule ") }
            Self.edit(&text, rules.randomElement(using: &seed), &seed)
            let result = try laboratory.apply(text.joined(separator: "\n") + "\n", with: driver)
            if result.sent.isUpdate { updates += 1 }
        }
        #expect(updates >= 3)
        let verification = try laboratory.lab.policyPlace.perform { try driver.verify() }.result
        guard case .proved = verification else {
            Issue.record("\(seed): \(verification)\n\(text.joined(separator: "\n"))")
            return
        }
    }

    private static func edit(_ text: inout [Substring], _ other: Substring?, _ random: inout SeededGenerator) {
        let rules = text.indices.filter { text[$0].hasPrefix("rule ") }
        guard let place = rules.randomElement(using: &random), let first = rules.first, let last = rules.last else {
            return
        }
        let name = text[place].split(separator: " ")[1]
        switch Int.random(in: 0..<5, using: &random) {
        case 0: if rules.count > 2 { text.remove(at: place) }
        case 1: text.insert(text.remove(at: place), at: Int.random(in: first...last, using: &random))
        case 2:
            if let other { text.insert("rule n\(random.next() % 1_000_000) " + Self.body(other), at: place) }
        case 3: if let other { text[place] = "rule \(name) " + Self.body(other) }
        default:
            let words = text[place].split(separator: " ").filter { $0 != "disabled" }
            guard words.count > 4, words[words.count - 2] == "class" else { return }
            let classes = text.filter { $0.hasPrefix("class ") }.map { $0.split(separator: " ")[1] }
            let other = classes.randomElement(using: &random) ?? "a"
            text[place] = words.dropLast().joined(separator: " ")[...] + " " + other
        }
    }

    private static func body(_ rule: Substring) -> String {
        rule.split(separator: " ").dropFirst(2).joined(separator: " ")
    }

    @Test("one edit of ten thousand rules is a twentieth of a whole load, or less", arguments: 0..<3)
    func bytes(_ shape: Int) throws {
        let laboratory = try PolicyLab.pair()
        let make = ManyRules.shapes[shape]
        let count = 10_000
        let text = make(count, [:])
        let whole = try laboratory.apply(text).sent
        #expect(!whole.isUpdate)
        let body = try #require(text.split(separator: "\n").first { $0.hasPrefix("rule r2500 ") })
            .split(separator: " ").dropFirst(2).dropLast().joined(separator: " ")
        for edit in [RuleEdit.set(rule: "r2500", body: body + " c2"), .disable(rule: "r5000")] {
            let result = try laboratory.inPlace { try $0.edit(edit, dryRun: false) }
            let sent = try #require(result.apply).sent
            print("shape \(shape): \(sent.bytes) bytes of \(whole.bytes)")
            #expect(sent.isUpdate && sent.bytes * 20 <= whole.bytes, "\(edit)")
        }
        #expect(try laboratory.inPlace { try $0.status() }.isInStep)
        let edited = make(count, [2500: "class c2", 5000: "class c0 disabled"])
        try laboratory.expectJust(edited, with: laboratory.driver)
    }

    @Test("everything that reads the table reads one of several applies")
    func commands() throws {
        let laboratory = try PolicyLab.pair()
        let driver = laboratory.updatingDriver()
        try laboratory.apply(ManyRules.networks(600), with: driver)
        let changed = ManyRules.networks(600, changed: [300: "class c2"])
        let update = try laboratory.apply(changed, with: driver)
        #expect(update.sent.isUpdate)
        #expect(try laboratory.apply(changed).changedKernel == false)
        #expect(try laboratory.inPlace { try $0.status() }.isInStep)
        #expect(try laboratory.inPlace { try $0.list() }?.rules.count == 600)
        #expect(try laboratory.inPlace { try $0.counters() }?.problems == [])
        #expect(try laboratory.qosctl("status").status == 0)
        #expect(try laboratory.qosctl("verify").status == 0)
        #expect(try laboratory.inPlace { try $0.stop() })
        #expect(!(try laboratory.nft("list", "tables")).contains("qosctl"))
        #expect(try !laboratory.inPlace { try $0.start() }.sent.isUpdate)
        try laboratory.expectJust(changed, with: laboratory.driver)
    }
}
