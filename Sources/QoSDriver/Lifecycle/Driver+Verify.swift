import NetlinkModel
public import QoSCompiler
public import QoSVerifier

/// What `verify` found.
public struct PolicyVerification: Sendable {
    public var result: Verification
    /// Rules of the policy, disabled ones too.
    public var ruleCount: Int
    /// What is counted by: `rule`, `class` or `none`.
    public var counted: CountersMode
    /// Whether there is a table at all.
    public var isLoaded: Bool
}

extension Driver {
    /// Proves that the kernel's table does with every packet what the active policy says, or finds one for which it
    /// does not. The table is always read anew, all of it.
    public func verify() throws(DriverError) -> PolicyVerification {
        let (record, loaded, policy) = try requireKeptPolicy()
        try requireThisNamespace(record)
        var contents = try kernel.contents().contents
        if let contents, contents.table.comment != Plan.tableTag {
            try requireOurs(KernelState<TableFrame>.foreign(contents.table.id))
        }
        let options = options(try LinkContext(policy))
        if options.tokenInterfaces?.isEmpty == false, let table = contents {
            var plain = options
            plain.tokenInterfaces = []
            contents = TokenView.plain(
                table, plan: Compiler.compile(policy, options), plain: Compiler.compile(policy, plain))
        }
        var verification = try Self.verify(
            loaded, policy, contents ?? NFTTableContents(table: NFTTable(id: Plan.tableID)))
        verification.isLoaded = contents != nil
        return verification
    }

    /// The same for what a policy compiles to; needs neither kernel nor privilege.
    public static func verify(compiled loaded: LoadedPolicy) throws(DriverError) -> PolicyVerification {
        guard let policy = loaded.policy else { throw .policy(loaded) }
        return try verify(loaded, policy, nil)
    }

    /// `contents` is nil for what the policy compiles to.
    private static func verify(
        _ loaded: LoadedPolicy, _ policy: Policy, _ contents: NFTTableContents?
    ) throws(DriverError) -> PolicyVerification {
        var options = Compiler.Options()
        options.tokenInterfaces = []
        let (plan, unknown) = OwnerLookup.resolve(Compiler.compile(policy, options), of: policy)
        guard unknown.isEmpty else { throw .refused(loaded, unknown) }
        let verifier = Verifier(
            OwnerLookup.resolve(policy), contents ?? plan.contents, counters: plan.counters,
            hint: ProofHint(plan.shape))
        return PolicyVerification(
            result: verifier.run(), ruleCount: policy.rules.count, counted: plan.counters, isLoaded: true)
    }
}
