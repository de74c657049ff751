public import NetlinkModel
public import QoSCompiler

/// Proves, for all packets, that a table does what a policy says, or finds a packet for which it does not.
///
/// It shares nothing with the compiler: it reads the table as nf_tables would run it.
public struct Verifier {
    /// Work that is allowed for the proof, in looks at a rule.
    public static let defaultBudget = 400_000_000

    private let policy: Policy
    private let table: TableIndex
    private let expected: Expected
    private let hint: ProofHint?
    private let budget: Int
    private let unread: [String]

    /// - Parameters:
    ///   - policy: without names of users and groups, which are numbers for the kernel.
    ///   - contents: the whole table, as the kernel lists it.
    ///   - counters: what was counted by, where the policy leaves that open.
    ///   - hint: how the table was made, where the compiler says; it is not believed.
    public init(
        _ policy: Policy, _ contents: NFTTableContents, counters: CountersMode, hint: ProofHint? = nil,
        budget: Int = Verifier.defaultBudget
    ) {
        self.policy = policy
        table = TableIndex(contents)
        expected = Expected(policy, counters: counters)
        self.hint = hint
        self.budget = budget
        unread = contents.unknownObjects.filter { $0.hasPrefix("chain ") }
    }

    public func run() -> Verification {
        var doubt: String?
        for path in PacketPath.allCases {
            let isInScope = policy.scope.paths.contains(path)
            guard isInScope || !table.bases(of: path).isEmpty else { continue }
            for family in IPFamily.allCases {
                switch prove(PacketWorld(path: path, family: family), isInScope: isInScope) {
                case .proved: continue
                case .refuted(let example): return .refuted(example)
                case .misplaced(let reason), .undecided(let reason): doubt = doubt ?? reason
                }
            }
        }
        if let doubt { return .undecided(doubt) }
        if let chain = unread.first { return .undecided("\(chain) cannot be read") }
        return placement()
    }

    private func prove(_ world: PacketWorld, isInScope: Bool) -> Verification {
        var counters = NameTable()
        let model: WorldModel
        do throws(WorldModel.Failure) {
            model = try WorldModel(world, isInScope ? policy : nil, table, counters: &counters)
        } catch {
            return .undecided(error.reason)
        }
        let checker = CandidateChecker(world, policy, expected, TableEvaluator(table))
        var doubt: String?
        // A second time with every traffic class told apart: to write what is there already is to change nothing.
        for keepsTrafficClass in [false, true] {
            let prover = Prover(
                model, wanted: { isInScope ? expected.effects(of: $0, &counters) : .none }, checker: checker,
                hint: hint, keepsTrafficClass: keepsTrafficClass, budget: WorkBudget(budget))
            do throws(ProofEnd) {
                try prover.run()
            } catch {
                switch error {
                case .found(let example): return .refuted(example)
                case .exhausted:
                    return .undecided("the table and the policy differ too much to be compared with reasonable work")
                }
            }
            guard let left = prover.doubt else { return .proved }
            doubt = doubt ?? left
        }
        return .undecided(doubt ?? "")
    }

    /// Whether base chains stand where the policy wants them; others have to do nothing.
    private func placement() -> Verification {
        for base in table.bases where !isInert(base) {
            let path: PacketPath
            switch base.hook {
            case .output: path = .output
            case .forward: path = .forward
            default:
                return .undecided("chain '\(base.name)' is on the \(base.hook.keyword) hook, which no policy looks at")
            }
            guard policy.scope.paths.contains(path) else { continue }
            guard base.type == .filter else {
                return .misplaced("chain '\(base.name)' is of type \(base.type.rawValue), not filter")
            }
            guard base.priority == policy.hookPriority else {
                return .misplaced(
                    "chain '\(base.name)' has priority \(base.priority), not \(policy.hookPriority)")
            }
        }
        return .proved
    }

    /// Whether a base chain has no rule that could do anything.
    private func isInert(_ base: TableIndex.Base) -> Bool {
        guard base.policy == .accept, let number = table.chainNumbers[base.name] else { return false }
        return table.chains[Int(number)].rules.allSatisfy { rule in
            rule.expressions.allSatisfy { expression in
                switch expression {
                case .verdict(.accept), .verdict(.return), .verdict(.continue): true
                case .unknown(let unknown): ["counter", "log"].contains(unknown.name)
                default: false
                }
            }
        }
    }
}
