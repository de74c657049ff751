import NetlinkModel
import QoSCompiler

/// What is true of every plan, whatever the policy: so that the kernel takes it as a whole, and nothing in it is for
/// nothing.
public struct PlanInvariants {
    /// What is wrong with a plan; empty for a good one.
    public static func problems(_ plan: Plan, _ policy: Policy) -> [String] {
        var invariants = PlanInvariants(plan)
        invariants.checkNames()
        invariants.checkRules(policy)
        invariants.checkSets()
        invariants.checkUse()
        return invariants.problems
    }

    private let plan: Plan
    private let contents: NFTTableContents
    /// The places of the chains: each stands before what refers to it.
    private let order: [String: Int]
    private let sets: [String: NFTSet]
    private var usedSets: Set<String> = []
    private var usedCounters: Set<String> = []
    private var usedChains: Set<String> = []
    private var problems: [String] = []

    private init(_ plan: Plan) {
        self.plan = plan
        contents = plan.contents
        order = Dictionary(contents.chains.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
        sets = Dictionary(contents.sets.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    private mutating func expect(_ condition: Bool, _ problem: @autoclosure () -> String) {
        guard !condition, problems.count < 20 else { return }
        let problem = problem()
        problems.append(problem)
    }

    private mutating func checkNames() {
        expect(order.count == contents.chains.count, "a chain twice")
        expect(Set(contents.counters.map(\.name)).count == contents.counters.count, "a counter twice")
        expect(sets.count == contents.sets.count, "a set twice")
        expect(plan.origins.count == contents.rules.count, "origins")
        expect(
            contents.table == NFTTable(id: NFTTableID(family: .inet, name: "qosctl"), comment: "qosctl schema 1"),
            "table")
        expect(contents.unknownObjects.isEmpty, "unknown objects")
        // NFT_NAME_MAXLEN is 256 with the zero at the end, and the driver adds a generation.
        let names = contents.chains.map(\.name) + contents.sets.map(\.name) + contents.counters.map(\.name)
        expect(names.allSatisfy { $0.utf8.count <= 240 }, "a name that is too long")
    }

    private mutating func checkRules(_ policy: Policy) {
        var last = ""
        var finished: Set<String> = []
        for (rule, origin) in zip(contents.rules, plan.origins) {
            expect(order[rule.chain] != nil, "no chain \(rule.chain)")
            if rule.chain != last {
                let isFirst = finished.insert(rule.chain).inserted
                expect(isFirst, "the rules of \(rule.chain) do not stand together")
                last = rule.chain
            }
            expect((rule.comment?.utf8.count ?? 0) <= 128, "a comment that is too long")
            expect(rule.expressions.count <= 128, "a rule that is too long")
            if let origin {
                expect(rule.comment == policy.rules[origin].name && policy.rules[origin].isEnabled, "origin of \(rule)")
            }
            for expression in rule.expressions { check(expression, in: rule) }
            // Only a marking's priority goes on to the next rule.
            switch rule.expressions.last {
            case .verdict, .lookupVerdict: continue
            case .setMeta(.priority, _) where rule.chain.hasPrefix("class_") || rule.chain.hasPrefix("set_"): continue
            case .countOn where rule.chain.hasPrefix("class_") && rule.expressions.count == 1: continue
            default: expect(false, "a rule without a verdict: \(rule)")
            }
        }
    }

    private mutating func check(_ expression: NFTExpression, in rule: NFTRule) {
        switch expression {
        case .verdict(let verdict): refer(to: verdict, from: rule.chain)
        case .lookup(.named(let name), _, _):
            usedSets.insert(name)
            expect(sets[name]?.isMap == false, "no set \(name)")
        case .lookupVerdict(let name, _):
            let isFirst = usedSets.insert(name).inserted
            expect(isFirst, "map \(name) is used twice")
            let map = sets[name]
            expect(map?.verdicts?.count == map?.elements.count, "no map \(name), or a key without a verdict")
            for verdict in map?.verdicts ?? [] { refer(to: verdict, from: rule.chain) }
        case .lookup(.anonymous(let set), _, _):
            expect(set.name.isEmpty && set.isConstant, "an anonymous set with a name")
            expect(Self.isCanonical(set), "elements of an anonymous set: \(set)")
            expect(set.elements.count > 1, "a set for one value")
        case .countOn(let name): usedCounters.insert(name)
        case .compare(_, _, .bytes(let bytes)):
            expect(!bytes.isEmpty && bytes.count <= 16, "a comparison of \(bytes)")
        default: break
        }
    }

    private mutating func refer(to verdict: NFTVerdict, from chain: String) {
        guard let target = verdict.target else { return }
        usedChains.insert(target)
        expect((order[target] ?? .max) < (order[chain] ?? 0), "\(chain) refers to \(target)")
    }

    private mutating func checkSets() {
        for set in contents.sets {
            expect((set.isInterval || set.isMap) && !set.isConstant, "the kind of \(set.name)")
            expect(Self.isCanonical(set), "elements of \(set.name)")
            guard let verdicts = set.verdicts, set.isInterval else { continue }
            for place in set.elements.indices.dropFirst() where verdicts[place] == verdicts[place - 1] {
                let (before, after) = (set.elements[place - 1], set.elements[place])
                expect(before.upper + 1 != after.lower, "\(set.name) has two elements for one: \(before) and \(after)")
            }
        }
    }

    private mutating func checkUse() {
        let names = Set(contents.sets.map(\.name))
        let wrong = usedSets.symmetricDifference(names).sorted()
        expect(wrong.isEmpty, "sets that are not used, or not there: \(wrong.prefix(5))")
        expect(usedCounters.isSubset(of: contents.counters.map(\.name)), "counters that are not there")
        for chain in contents.chains where chain.kind == .regular {
            expect(usedChains.contains(chain.name), "nothing leads to \(chain.name)")
        }
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
