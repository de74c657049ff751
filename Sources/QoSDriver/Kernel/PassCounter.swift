import NetlinkModel

/// How many chains that change in place a packet can pass at most while they change.
///
/// A packet that passes one of them gets what it says before the change or after it, and everything else it meets is the
/// same either way or belongs to the version that it got: so it fits the one policy or the other. Through two of them
/// it could take one as it was and one as it is: when somebody else commits right after us, a packet that is still under
/// way sees the newest rules of each chain that it has not entered yet.
struct PassCounter {
    private typealias Version = TableVersions.Version

    struct Passes {
        /// On any way from here; counted up to 2.
        var most = 0
        /// On those that come back to the rule behind the jump; nil where none does.
        var returning: Int?
        /// On any way from a chain that this one leads to.
        var below = 0
    }

    private let versions: TableVersions
    /// By number in the plan: whether the chain stays, and whether its rules change. All other chains of the plan are new.
    private let kept: [Bool]
    private let rewritten: [Bool]
    /// From which a chain that changes in place can be reached, in the plan.
    private let affected: [Bool]
    /// Chains that are only in the kernel, by number from the end of the plan's on.
    private var oldNames: [String] = []
    private var oldNumbers: [String: Int] = [:]
    private var known: [Int: Passes] = [:]
    /// What changes in place below the chains from which a packet can pass two such, each as far down as there is one.
    private(set) var inConflict: Set<Int> = []
    private(set) var hasConflict = false

    init(_ versions: TableVersions, kept: [Bool], rewritten: [Bool], affected: [Bool]) {
        self.versions = versions
        self.kept = kept
        self.rewritten = rewritten
        self.affected = affected
    }

    /// Counts from a base chain with these rules now and then; `isChanging` when it will lead elsewhere.
    mutating func count(old: some Sequence<NFTRule>, new: some Sequence<NFTRule>, isChanging: Bool) {
        let found = [passes(old, .old), passes(new, .new)]
        guard found.contains(where: { $0.most + (isChanging ? 1 : 0) > 1 }) else { return }
        hasConflict = true
        // Else it begins further down.
        if found.allSatisfy({ $0.below < 2 }) { addBelow(targets(of: old, .old) + targets(of: new, .new)) }
    }

    /// Adds what changes in place at or below these chains.
    private mutating func addBelow(_ chains: [Int]) {
        var seen = Set(chains)
        var pending = chains
        while let chain = pending.popLast() {
            if isRewritten(chain) { inConflict.insert(chain) }
            for (rules, version) in rules(of: chain) {
                for target in targets(of: rules, version) where seen.insert(target).inserted { pending.append(target) }
            }
        }
    }

    private mutating func targets(of rules: some Sequence<NFTRule>, _ version: Version) -> [Int] {
        var targets: [Int] = []
        for rule in rules {
            switch RuleEnd(rule).kind {
            case .none: break
            case .verdict(let verdict): if let target = verdict.target { targets.append(chain(target, version)) }
            case .map(let map):
                for verdict in versions.verdicts(of: map, version) ?? [] {
                    if let target = verdict.target { targets.append(chain(target, version)) }
                }
            }
        }
        return targets
    }

    // MARK: Chains

    private var planned: Int { kept.count }

    private func isRewritten(_ chain: Int) -> Bool { chain < planned && rewritten[chain] }

    private mutating func chain(_ name: String, _ version: Version) -> Int {
        if let number = versions.graph.chainNumbers[name], version == .new || kept[number] { return number }
        if let known = oldNumbers[name] { return known }
        let number = planned + oldNames.count
        oldNumbers[name] = number
        oldNames.append(name)
        return number
    }

    /// What a packet can find in a chain; nothing where that makes no difference.
    private func rules(of chain: Int) -> [(rules: ArraySlice<NFTRule>, version: Version)] {
        guard chain < planned else { return [(versions.oldRules(of: oldNames[chain - planned]), .old)] }
        guard affected[chain] else { return [] }
        let new = (versions.graph.rules(of: chain), Version.new)
        guard rewritten[chain] else { return [new] }
        return [(versions.oldRules(of: versions.graph.contents.chains[chain].name), .old), new]
    }

    // MARK: Counting

    private mutating func passes(_ chain: Int) -> Passes {
        if chain < planned, !affected[chain] { return Passes(most: 0, returning: 0) }
        if let known = known[chain] { return known }
        // Until it is known: versions that lead to each other in a circle.
        known[chain] = Passes(most: 2, returning: 2, below: 2)
        var result = Passes()
        for (rules, version) in rules(of: chain) {
            let found = passes(rules, version)
            result.most = max(result.most, found.most)
            result.below = max(result.below, found.below)
            if let returning = found.returning { result.returning = max(result.returning ?? 0, returning) }
        }
        if isRewritten(chain) {
            result.most = min(result.most + 1, 2)
            result.returning = result.returning.map { min($0 + 1, 2) }
        }
        if result.most > 1, result.below < 2 {
            for (rules, version) in rules(of: chain) { addBelow(targets(of: rules, version)) }
        }
        known[chain] = result
        return result
    }

    /// Through the rules of a chain, from the first on.
    private mutating func passes(_ rules: some Sequence<NFTRule>, _ version: Version) -> Passes {
        var result = Passes()
        // On the ways to the next rule, and for which packets there is one.
        var here = 0
        var open = RuleEnd.Families.all
        func end(_ passed: Int) { result.most = min(max(result.most, passed), 2) }
        func leave(_ passed: Int) {
            end(passed)
            result.returning = min(max(result.returning ?? 0, passed), 2)
        }
        func enter(_ below: Passes) {
            end(here + below.most)
            result.below = max(result.below, below.most)
        }
        for rule in rules {
            let rule = RuleEnd(rule)
            switch rule.kind {
            case .none, .verdict(.continue): continue
            case .verdict(.accept), .verdict(.drop): end(here)
            case .verdict(.return): leave(here)
            case .verdict(.goto(let target)):
                let below = passes(chain(target, version))
                enter(below)
                if let returning = below.returning { leave(here + returning) }
            case .verdict(.jump(let target)):
                let below = passes(chain(target, version))
                enter(below)
                if let returning = below.returning {
                    here += returning
                    continue
                }
            case .map(let map):
                var behind = here
                for verdict in versions.verdicts(of: map, version) ?? [] {
                    switch verdict {
                    case .accept, .drop: end(here)
                    case .return: leave(here)
                    case .continue: break
                    case .goto(let target):
                        let below = passes(chain(target, version))
                        enter(below)
                        if let returning = below.returning { leave(here + returning) }
                    case .jump(let target):
                        let below = passes(chain(target, version))
                        enter(below)
                        if let returning = below.returning { behind = max(behind, here + returning) }
                    }
                }
                here = behind
                continue
            }
            open.subtract(rule.always)
            if open.isEmpty { return result }
        }
        leave(here)
        return result
    }
}
