import NetlinkModel

/// A plan's chains and sets by number, and what leads to what: which of them change together.
struct TableGraph {
    let contents: NFTTableContents
    /// By name; a number is a place in `contents`.
    let chainNumbers: [String: Int]
    let setNumbers: [String: Int]
    /// Where a chain's rules stand.
    let runs: [Range<Int>]
    /// The chains that a chain's rules name, and the sets that they look up.
    let targets: [[Int32]]
    let lookups: [[Int32]]
    /// The chains that a map leads to.
    let mapTargets: [[Int32]]

    /// Nil for what is no plan: rules of a chain apart, a name twice, a jump to nowhere.
    init?(_ contents: NFTTableContents) {
        self.contents = contents
        guard let chainNumbers = Self.numbers(contents.chains.lazy.map(\.name)),
            let setNumbers = Self.numbers(contents.sets.lazy.map(\.name)),
            let runs = Self.runs(contents, chainNumbers)
        else { return nil }
        self.chainNumbers = chainNumbers
        self.setNumbers = setNumbers
        self.runs = runs
        var targets = [[Int32]](repeating: [], count: contents.chains.count)
        var lookups = targets
        for chain in contents.chains.indices {
            for rule in contents.rules[runs[chain]] {
                for expression in rule.expressions {
                    switch expression {
                    case .verdict(let verdict):
                        guard let name = verdict.target else { continue }
                        guard let target = chainNumbers[name] else { return nil }
                        Self.add(target, to: &targets[chain])
                    case .lookup(.named(let name), _, _), .lookupVerdict(let name, _):
                        guard let set = setNumbers[name] else { return nil }
                        Self.add(set, to: &lookups[chain])
                    default: break
                    }
                }
            }
        }
        var mapTargets = [[Int32]](repeating: [], count: contents.sets.count)
        // The last map that was seen to lead to a chain.
        var seen = [Int](repeating: -1, count: contents.chains.count)
        for set in contents.sets.indices {
            for verdict in contents.sets[set].verdicts ?? [] {
                guard let name = verdict.target else { continue }
                guard let target = chainNumbers[name] else { return nil }
                if seen[target] != set { mapTargets[set].append(Int32(target)) }
                seen[target] = set
            }
        }
        self.targets = targets
        self.lookups = lookups
        self.mapTargets = mapTargets
    }

    private static func add(_ number: Int, to numbers: inout [Int32]) {
        if !numbers.contains(Int32(number)) { numbers.append(Int32(number)) }
    }

    private static func numbers(_ names: some Collection<String>) -> [String: Int]? {
        var numbers: [String: Int] = [:]
        numbers.reserveCapacity(names.count)
        for (number, name) in names.enumerated() {
            guard numbers.updateValue(number, forKey: name) == nil else { return nil }
        }
        return numbers
    }

    private static func runs(_ contents: NFTTableContents, _ numbers: [String: Int]) -> [Range<Int>]? {
        var runs = [Range<Int>](repeating: 0..<0, count: contents.chains.count)
        var start = 0
        while start < contents.rules.count {
            let name = contents.rules[start].chain
            var end = start + 1
            while end < contents.rules.count, contents.rules[end].chain == name { end += 1 }
            guard let chain = numbers[name], runs[chain].isEmpty else { return nil }
            runs[chain] = start..<end
            start = end
        }
        return runs
    }

    func rules(of chain: Int) -> ArraySlice<NFTRule> { contents.rules[runs[chain]] }

    // MARK: Backwards

    /// For each number in the lists, whose lists it is in.
    static func reversed(_ lists: [[Int32]], count: Int) -> [[Int32]] {
        var reversed = [[Int32]](repeating: [], count: count)
        for (owner, list) in lists.enumerated() {
            for number in list { reversed[Int(number)].append(Int32(owner)) }
        }
        return reversed
    }
}
