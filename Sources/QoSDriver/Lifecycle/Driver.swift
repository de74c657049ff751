import CLinux
import NetlinkKit
import NetlinkModel
public import QoSCompiler

/// The lifecycle of a policy in the network namespace of the calling thread: load, apply, list, status, unload.
///
/// One state directory serves one network namespace. Calls block; the kernel keeps marking whatever becomes of us.
public struct Driver: Sendable {
    let state: StateDirectory
    let kernel = KernelTable()
    let compilerOptions: Compiler.Options
    /// When an apply makes everything anew.
    var limits = UpdatePlanner.Limits()

    /// `stateDirectory` is where the active policy is kept; `compiler` says what policies become in the kernel.
    public init(
        stateDirectory: String = Driver.defaultStateDirectory, compiler: Compiler.Options = Compiler.Options()
    ) {
        state = StateDirectory(path: stateDirectory)
        compilerOptions = compiler
    }

    public static let defaultStateDirectory = StateDirectory.defaultPath

    /// The active policy: its record, and what it says. Nil when nothing was ever applied.
    func keptPolicy() throws(DriverError) -> (record: KeptPolicy, loaded: LoadedPolicy)? {
        guard let record = try state.active() else { return nil }
        let loaded = PolicySource(path: state.mainPath(record)).load()
        if let error = loaded.unreadable { throw .unusable("the kept policy cannot be read: \(error)") }
        return (record, loaded)
    }

    /// The active policy, which has to be there and be good.
    func requireKeptPolicy() throws(DriverError) -> (record: KeptPolicy, loaded: LoadedPolicy, policy: Policy) {
        guard let (record, loaded) = try keptPolicy() else {
            throw .refused(
                "no policy is active", hint: "qosctl init writes one to start from, qosctl apply loads it", code: .file)
        }
        guard let policy = loaded.policy else { throw .policy(loaded) }
        return (record, loaded, policy)
    }

    /// Refuses when the state directory belongs to another network namespace of this boot.
    func requireThisNamespace(_ record: KeptPolicy?) throws(DriverError) {
        guard let record else { return }
        let now = NamespaceIdentity.current()
        guard record.identity.boot == now.boot, !now.boot.isEmpty, record.identity.namespace != now.namespace else {
            return
        }
        throw .refused(
            "the state directory \(state.path) serves another network namespace",
            hint: "use --state-dir, one directory for each namespace", code: .file)
    }

    func requirePrivilege() throws(DriverError) {
        guard qosctl_has_net_admin() == 1 else {
            throw .refused(
                "no privilege: CAP_NET_ADMIN is needed to change nf_tables",
                hint: "run it as root, or give the program the capability")
        }
    }

    /// Refuses a table of our name that is not ours.
    func requireOurs<Table>(_ kernelState: KernelState<Table>) throws(DriverError) {
        guard case .foreign(let id) = kernelState else { return }
        throw .refused(
            "there is a table '\(id.family.keyword) \(id.name)' that qosctl did not make; it is left as it is",
            hint: "rename or delete it: nft delete table \(id.family.keyword) \(id.name)")
    }

    /// The plan of a policy with this host's users, groups and links.
    func plan(_ loaded: LoadedPolicy, _ policy: Policy) throws(DriverError) -> Plan {
        try plan(loaded, policy, options(for: policy))
    }

    func plan(
        _ loaded: LoadedPolicy, _ policy: Policy, _ options: Compiler.Options
    ) throws(DriverError) -> Plan {
        let (plan, unknown) = OwnerLookup.resolve(Compiler.compile(policy, options), of: policy)
        guard unknown.isEmpty else { throw .refused(loaded, unknown) }
        return plan
    }

    /// The plan, and the users and groups that this host does not have, at their rules.
    func resolvedPlan(_ policy: Policy) -> (plan: Plan, unknown: [Diagnostic]) {
        OwnerLookup.resolve(Compiler.compile(policy, options(for: policy)), of: policy)
    }

    /// Where a policy's packets have to carry tokens to on this host.
    private func options(for policy: Policy) -> Compiler.Options {
        options((try? LinkContext(policy)) ?? LinkContext())
    }

    func options(_ context: LinkContext) -> Compiler.Options {
        var options = compilerOptions
        options.tokenInterfaces = context.tokenInterfaces
        return options
    }

    /// Whether nobody has committed anything since the table was known to hold the policy that its jump names.
    func isUntouched(_ frame: TableFrame, at generation: UInt32) -> Bool {
        guard let seen = state.seenTable() else { return false }
        return seen.generation == generation && seen.fingerprint == frame.fingerprint && frame.active != nil
            && !frame.names.hasLeftovers
    }

    /// The live table. `kept` is what the kept policy says today: where the kernel is known to hold just that, no
    /// more than the table's frame is read.
    func liveTable(_ kept: Plan?) throws(DriverError) -> KernelState<LiveTable> {
        let now = try kernel.readFrame()
        if let kept, let frame = now.state.live, isUntouched(frame, at: now.generation),
            kept.fingerprint == frame.fingerprint
        {
            return .ours(LiveTable(frame, holding: kept.contents))
        }
        return try kernel.read().state
    }

    /// What differs between a plan and our live table, as generated lines; empty when they are in step.
    static func difference(_ live: LiveTable?, _ plan: Plan, oldName: String, newName: String) -> String {
        let old =
            live.map { live -> [String] in
                var contents = live.contents(inOrderOf: plan.contents)
                // What apply leaves alone is no difference to it.
                contents.unknownObjects = []
                return NFTScript.lines(of: contents)
            } ?? []
        return UnifiedDiff.text(old, NFTScript.lines(of: plan.contents), oldName: oldName, newName: newName)
    }

    static func isInStep(_ live: LiveTable, _ plan: Plan) -> Bool {
        var contents = live.contents(inOrderOf: plan.contents)
        contents.unknownObjects = []
        return contents == plan.contents
    }
}
