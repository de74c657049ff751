import NetlinkModel
import QoSCompiler
import SeededRandom
import Testing

/// What is true of every plan, whatever the policy: so that the kernel takes it as a whole.
@Suite struct PlanInvariantTests {
    @Test(arguments: 0..<10)
    func randomPlans(_ batch: Int) throws {
        for index in 0..<12 {
            var random = SeededGenerator("PlanInvariants", batch * 12 + index)
            let text = RandomPolicy.text(&random, rules: 0...15, scope: random.pick(Scope.allCases))
            let policy = try policy(text)
            var options = Compiler.Options()
            options.form = index % 2 == 0 ? .graph : .list
            let plan = Compiler.compile(policy, options)
            for problem in Self.problems(plan, policy) { Issue.record("\(problem)\n\(text)\n\(random)") }
        }
    }

    @Test(arguments: ScriptGolden.all)
    func goldens(_ golden: ScriptGolden) throws {
        let policy = try policy(golden.policy)
        #expect(Self.problems(Compiler.compile(policy), policy) == [])
    }

    /// `NFT_RULE_MAXEXPRS`: what `check` lets through, the kernel takes.
    @Test(arguments: ["user", "mark", "oif", "saddr", "dscp"])
    func lengths(_ field: String) throws {
        var refused = 0
        for count in stride(from: 1, through: 130, by: 3) {
            let values = (0..<count).map { index in
                switch field {
                case "user": "u\(index)"
                case "mark": "\(index)/0xff"
                case "oif": "i\(index)*"
                case "saddr": "10.0.\(index).1"
                default: "\(index % 32 * 2)"
                }
            }
            let text = """
                class c dscp ef
                rule a \(field) != { \(values.joined(separator: " ")) } dport 80 sport 90 proto { tcp udp } family ip class c
                """
            guard let policy = load(text).policy else {
                refused += 1
                continue
            }
            let longest = Compiler.compile(policy).contents.rules.map(\.expressions.count).max() ?? 0
            #expect(longest <= 128, "\(count) values")
        }
        #expect((refused > 0) == ["user", "mark", "oif"].contains(field))
    }

    private static func problems(_ plan: Plan, _ policy: Policy) -> [String] {
        let contents = plan.contents
        var problems: [String] = []
        func expect(_ condition: Bool, _ problem: @autoclosure () -> String) {
            if !condition { problems.append(problem()) }
        }
        let chains = contents.chains.map(\.name)
        let order = Dictionary(chains.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        let sets = Set(contents.sets.map(\.name))
        let counters = contents.counters.map(\.name)
        expect(order.count == chains.count, "a chain twice")
        expect(Set(counters).count == counters.count, "a counter twice")
        expect(sets.count == contents.sets.count, "a set twice")
        expect(plan.origins.count == contents.rules.count, "origins")
        expect(
            contents.table == NFTTable(id: NFTTableID(family: .inet, name: "qosctl"), comment: "qosctl schema 1"),
            "table")
        var usedSets: Set<String> = []
        var usedCounters: Set<String> = []
        var last = ""
        var finished: Set<String> = []
        for (rule, origin) in zip(contents.rules, plan.origins) {
            expect(order[rule.chain] != nil, "no chain \(rule.chain)")
            if rule.chain != last {
                expect(finished.insert(rule.chain).inserted, "the rules of \(rule.chain) do not stand together")
                last = rule.chain
            }
            expect((rule.comment?.utf8.count ?? 0) <= 128, "a comment that is too long")
            expect(rule.expressions.count <= 128, "a rule that is too long")
            if let origin {
                expect(rule.comment == policy.rules[origin].name && policy.rules[origin].isEnabled, "origin of \(rule)")
            }
            for expression in rule.expressions {
                switch expression {
                case .verdict(.goto(let target)), .verdict(.jump(let target)):
                    // Chains are made before what refers to them.
                    expect((order[target] ?? .max) < (order[rule.chain] ?? 0), "\(rule.chain) refers to \(target)")
                case .lookup(.named(let name), _, _): usedSets.insert(name)
                case .lookupVerdict(let name, _):
                    usedSets.insert(name)
                    let map = contents.sets.first { $0.name == name }
                    expect(map?.verdicts?.count == map?.elements.count, "no map \(name), or a key without a verdict")
                    for target in (map?.verdicts ?? []).compactMap(\.target) {
                        expect((order[target] ?? .max) < (order[rule.chain] ?? 0), "\(name) refers to \(target)")
                    }
                case .lookup(.anonymous(let set), _, _):
                    expect(set.name.isEmpty && set.isConstant, "an anonymous set with a name")
                    expect(isCanonical(set), "elements of an anonymous set: \(set)")
                    expect(set.elements.count > 1, "a set for one value")
                case .countOn(let name): usedCounters.insert(name)
                case .compare(_, _, .bytes(let bytes)):
                    expect(!bytes.isEmpty && bytes.count <= 16, "a comparison of \(bytes)")
                default: break
                }
            }
            // Only a marking's priority goes on to the next rule.
            switch rule.expressions.last {
            case .verdict, .lookupVerdict: continue
            case .setMeta(.priority, _) where rule.chain.hasPrefix("class_") || rule.chain.hasPrefix("set_"): continue
            case .countOn where rule.chain.hasPrefix("class_") && rule.expressions.count == 1: continue
            default: break
            }
            problems.append("a rule without a verdict: \(rule)")
        }
        expect(usedSets == sets, "sets that are not used, or not there")
        expect(usedCounters.isSubset(of: counters), "counters that are not there")
        expect(
            contents.sets.allSatisfy { isCanonical($0) && ($0.isInterval || $0.isMap) && !$0.isConstant },
            "elements of a named set")
        expect(contents.unknownObjects.isEmpty, "unknown objects")
        return problems
    }

    /// Sorted and disjoint; intervals not adjacent; single values where there are no intervals.
    private static func isCanonical(_ set: NFTSet) -> Bool {
        let pairs = zip(set.elements, set.elements.dropFirst())
        guard set.isInterval else {
            return set.elements.allSatisfy { $0.lower == $0.upper } && pairs.allSatisfy { $0.lower < $1.lower }
        }
        // A DSCP stays shifted in its bytes, so neighbours are further apart than one; in maps neighbours touch.
        return set.elements.allSatisfy { $0.lower <= $0.upper }
            && pairs.allSatisfy { $0.upper < $1.lower && (set.isMap || $1.lower - $0.upper > 1) }
    }
}
