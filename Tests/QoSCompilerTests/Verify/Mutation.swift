import NetlinkModel
import SeededRandom

/// One change to a table, of a kind that somebody might make by hand or by mistake.
struct Mutation: CustomStringConvertible, Sendable {
    typealias Change = @Sendable (inout NFTTableContents, inout SeededGenerator) -> Bool

    var description: String
    /// Changes the table at random; false when there is nothing of the kind in it.
    var change: Change
    /// Whether it makes shapes that the verifier does not claim to follow.
    var isForeign: Bool

    init(_ description: String, isForeign: Bool = false, _ change: @escaping Change) {
        self.description = description
        self.change = change
        self.isForeign = isForeign
    }

    static let all = rules + verdicts + conditions + loads + sets + maps + markings + tables
}

/// Where to change a table.
extension NFTTableContents {
    /// The index of a rule that fits.
    func pickRule(_ random: inout SeededGenerator, where fits: (NFTRule) -> Bool = { _ in true }) -> Int? {
        let indices = rules.indices.filter { fits(rules[$0]) }
        return indices.isEmpty ? nil : random.pick(indices)
    }

    /// A rule and the place of an expression that fits.
    func pickExpression(
        _ random: inout SeededGenerator, where fits: (NFTExpression) -> Bool
    ) -> (rule: Int, place: Int)? {
        let places = rules.indices.flatMap { rule in
            rules[rule].expressions.indices.filter { fits(rules[rule].expressions[$0]) }.map { (rule, $0) }
        }
        return places.isEmpty ? nil : random.pick(places)
    }

    /// Replaces one expression that fits by what is made of it; false when none fits.
    mutating func replace(
        _ random: inout SeededGenerator, _ change: (NFTExpression, inout SeededGenerator) -> NFTExpression?
    ) -> Bool {
        let copy = random
        guard
            let (rule, place) = pickExpression(
                &random,
                where: { expression in
                    var trial = copy
                    return change(expression, &trial).map { $0 != expression } ?? false
                })
        else { return false }
        for _ in 0..<20 {
            if let new = change(rules[rule].expressions[place], &random), new != rules[rule].expressions[place] {
                rules[rule].expressions[place] = new
                return true
            }
        }
        return false
    }

    /// Indices of two neighbours in one chain.
    func pickNeighbours(_ random: inout SeededGenerator) -> (Int, Int)? {
        let pairs = zip(rules.indices, rules.indices.dropFirst()).filter { rules[$0].chain == rules[$1].chain }
        return pairs.isEmpty ? nil : random.pick(pairs.map { ($0, $1) })
    }

    var regularChains: [String] { chains.filter { $0.kind == .regular }.map(\.name) }

    /// A chain that rules lie in, without those that they lead to in the end.
    func pickRulesChain(_ random: inout SeededGenerator) -> String? {
        let names = regularChains.filter { $0.hasPrefix("rules_") || $0.hasPrefix("fragments_") }
        return names.isEmpty ? nil : random.pick(names)
    }

    /// Puts a rule at the beginning of its chain.
    mutating func insertFirst(_ rule: NFTRule) {
        rules.insert(rule, at: rules.firstIndex { $0.chain == rule.chain } ?? rules.count)
    }

    mutating func append(_ rule: NFTRule) {
        rules.insert(rule, at: (rules.lastIndex { $0.chain == rule.chain } ?? rules.count - 1) + 1)
    }

    /// Whether jumps from a chain lead to another.
    func leads(from chain: String, to target: String, depth: Int = 0) -> Bool {
        if chain == target || depth > 20 { return true }
        return targets(of: chain).contains { leads(from: $0, to: target, depth: depth + 1) }
    }

    private func targets(of chain: String) -> [String] {
        rules.filter { $0.chain == chain }.flatMap { rule in
            rule.expressions.flatMap { expression -> [String] in
                switch expression {
                case .verdict(let verdict): [verdict.target].compactMap(\.self)
                case .lookupVerdict(let map, _):
                    sets.first { $0.name == map }?.verdicts?.compactMap(\.target) ?? []
                default: []
                }
            }
        }
    }
}
