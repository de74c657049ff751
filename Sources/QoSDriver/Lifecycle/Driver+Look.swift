import NetlinkKit
import NetlinkModel
import QoSCompiler

extension Driver {
    /// What is live before an apply.
    struct Look {
        /// Nil without a table.
        var frame: TableFrame?
        /// That this is of.
        var generation: UInt32
        /// Whether the table holds something else than the plan.
        var isOther: Bool
        /// What the table holds instead, where that is known.
        var known: KnownTable?
    }

    /// Sets with more elements, and tables of more rules, are not read to be compared with another policy: listing them
    /// takes the kernel longer than loading them, since it looks for its place from the start for each page.
    private static let readElements = 20_000
    private static let readRules = 100_000

    /// Reads the kernel, as little of it as tells whether it holds the plan.
    func look(for plan: Plan, _ digest: PlanDigest) throws(DriverError) -> Look {
        let (frame, generation) = try collectLeftovers()
        guard let frame, frame.active != nil else { return Look(frame: frame, generation: generation, isOther: true) }
        // The jump names the policy that it leads to.
        let isOther = frame.fingerprint.map { $0 != digest.fingerprint } ?? false
        if isUntouched(frame, at: generation) {
            guard isOther else { return Look(frame: frame, generation: generation, isOther: false) }
            if let digests = frame.fingerprint.flatMap(state.digests(of:)) {
                return Look(frame: frame, generation: generation, isOther: true, known: .digests(digests))
            }
        }
        if isOther,
            max(plan.contents.rules.count, frame.raw.chains.count) > Self.readRules
                || plan.contents.sets.contains(where: { $0.elements.count > Self.readElements })
        {
            return Look(frame: frame, generation: generation, isOther: true)
        }
        return try compare(with: plan)
    }

    /// Reads everything.
    private func compare(with plan: Plan) throws(DriverError) -> Look {
        let now = try kernel.read()
        try requireOurs(now.state)
        guard let live = now.state.live, live.frame.active != nil else {
            return Look(frame: now.state.live?.frame, generation: now.generation, isOther: true)
        }
        // What nobody can get to was to be deleted when a command was interrupted.
        let isOther = !Self.isInStep(live, plan) || !live.abandoned(beside: plan.contents).isEmpty
        return Look(
            frame: live.frame, generation: now.generation, isOther: isOther, known: isOther ? .contents(live) : nil)
    }

    /// Reads the kernel, and deletes what an interrupted command has left.
    private func collectLeftovers() throws(DriverError) -> (frame: TableFrame?, generation: UInt32) {
        var now = try kernel.readFrame()
        try requireOurs(now.state)
        if let frame = now.state.live, frame.names.hasLeftovers, frame.active != nil {
            _ = Replacement.delete(
                chains: frame.names.leftoverChains, sets: frame.names.leftoverSets, kernel: kernel,
                generation: now.generation)
            now = try kernel.readFrame()
        }
        return (now.state.live, now.generation)
    }

    /// What of the kernel's table can stay.
    func update(to plan: Plan, _ digest: PlanDigest, over look: Look) -> TableUpdate {
        guard let frame = look.frame, let known = look.known else { return .whole }
        let update = UpdatePlanner.update(to: plan.contents, digest, over: frame, known, limits) { chains, sets in
            guard let parts = try? kernel.client.parts(of: Plan.tableID, chains: chains, sets: sets),
                (try? kernel.client.generation()) == look.generation
            else { return nil }
            return parts
        }
        return update ?? .whole
    }

    /// Says what the table holds to the next command.
    func remember(_ digest: PlanDigest, at generation: UInt32) {
        let seen = SeenTable(
            generation: generation, fingerprint: digest.fingerprint, identity: NamespaceIdentity.current())
        if !state.hasDigests(of: digest.fingerprint) { state.remember(digest) }
        if state.seenTable() != seen { state.remember(seen) }
    }
}
