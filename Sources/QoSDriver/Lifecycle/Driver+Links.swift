import NetlinkKit
import NetlinkModel
import QoSCompiler

extension Driver {
    /// What an apply has to change on links; nil for nothing. Refuses what stands in the way.
    func linkWork(
        _ loaded: LoadedPolicy, _ policy: Policy, _ context: LinkContext, over look: Look, _ record: KeptPolicy?
    ) throws(DriverError) -> LinkWork? {
        guard !context.planned.isEmpty || !state.linkRecord().interfaces.isEmpty else { return nil }
        let host = context.host.links.isEmpty ? try HostLinks.read() : context.host
        var work = try LinkWork(context.planned, host, state)
        let obstacles = work.obstacles(in: policy)
        guard obstacles.isEmpty else { throw .refused(loaded, obstacles) }
        let old = look.isOther && work.steps.hasMapEntries ? oldPriorities(look, record) : nil
        work.plan {
            $0.isTableChanging = look.isOther && look.frame?.active != nil
            $0.oldPriorities = old
            $0.newPriorities = policy.prioritiesGiven
        }
        return work.isNeeded ? work : nil
    }

    /// What the links of a policy hold beside what they should; nil where there are none, and were none.
    func linkState(_ context: LinkContext) throws(DriverError) -> LinkWork? {
        guard !context.planned.isEmpty || !context.waiting.isEmpty || !state.linkRecord().interfaces.isEmpty else {
            return nil
        }
        var work = try LinkWork(
            context.planned, context.host.links.isEmpty ? try HostLinks.read() : context.host, state)
        work.plan { $0.isTableChanging = false }
        return work
    }

    /// What differs between links and the kernel, as lines of tc and ip; empty when they are in step.
    static func difference(_ work: LinkWork, oldName: String, newName: String, reversed: Bool) -> String {
        let (wanted, live) = (LinkLines.wanted(work.targets), LinkLines.live(work))
        return UnifiedDiff.text(
            reversed ? wanted : live, reversed ? live : wanted, oldName: oldName, newName: newName)
    }

    /// What the rules in force give; nil where they are not those of the kept policy.
    private func oldPriorities(_ look: Look, _ record: KeptPolicy?) -> Set<UInt32>? {
        guard let record, look.frame?.fingerprint == record.fingerprint, let kept = try? keptPolicy() else {
            return nil
        }
        return kept.loaded.policy?.prioritiesGiven
    }

    /// Says what cannot be done unnoticed; refuses it if asked to be strict.
    func crossingWarnings(
        _ loaded: LoadedPolicy, _ policy: Policy, _ transition: MapTransition, isStrict: Bool
    ) throws(DriverError) -> [String] {
        let obstacles = transition.obstacles
        guard isStrict, !obstacles.isEmpty else { return obstacles }
        let place = policy.links.first { $0.interface.value == transition.changes.first?.interface }?.interface.span
        throw .refused(
            loaded,
            obstacles.map {
                Diagnostic(
                    .error, .link, $0, at: place,
                    hint: "without --strict it is done nevertheless; a priority of its own for the new PCP avoids it")
            })
    }

    /// The first half of a change of VLAN maps: the new policy is in force, its packets carry tokens to the devices whose
    /// entries change, and the devices know these. Not kept; the second half, or `undo`, has to follow.
    func cross(
        _ transition: MapTransition, _ loaded: LoadedPolicy, _ policy: Policy, _ context: LinkContext,
        over look: Look, _ work: LinkWork, _ timings: inout Timings
    ) throws(DriverError) -> (crossing: MapCrossing, look: Look, work: LinkWork) {
        var options = compilerOptions
        options.tokenInterfaces = context.tokenInterfaces + transition.interfaces
        options.changingPriorities = transition.priorities
        let plan = try self.plan(loaded, policy, options)
        let digest = plan.digest
        let tokens = policy.tokens(changing: transition.priorities)
        var links: LinkWork? = LinkWork(transition.steps(tokens, work), state)
        var replacement = Replacement(
            plan, digest.fingerprint, over: look.frame, update(to: plan, digest, over: look), kernel: kernel)
        _ = try replace(&replacement, &links, loaded, policy, from: look.generation, &timings) { () in [] }
        var crossing = MapCrossing(replacement: replacement, links: links)
        do throws(DriverError) {
            replacement.wait()
            let now = try kernel.readFrame()
            let host = try HostLinks.read()
            var rest = try LinkWork(context.planned, host, state)
            rest.plan {
                $0.oldPriorities = policy.prioritiesGiven.subtracting(transition.priorities)
                    .union(tokens.map(\.value))
                $0.newPriorities = policy.prioritiesGiven
            }
            let look = Look(
                frame: now.state.live, generation: now.generation, isOther: true, known: .digests(digest))
            return (crossing, look, rest)
        } catch {
            throw crossing.undo(after: error)
        }
    }

    /// A failure of links, at the statement that asks for them.
    static func refusal(_ loaded: LoadedPolicy, _ policy: Policy, _ failure: LinkFailure) -> DriverError {
        guard let index = failure.statement, policy.links.indices.contains(index) else {
            return .refused("\(failure.error)", code: .link)
        }
        let statement = policy.links[index]
        return .refused(
            loaded,
            [
                Diagnostic(
                    .error, .link,
                    "link \(statement.interface.value) \(statement.form.keyword): \(failure.error)",
                    at: statement.interface.span)
            ])
    }
}

/// A policy in force whose packets carry tokens to VLAN devices, while the one before is still there to go back to.
struct MapCrossing {
    var replacement: Replacement
    var links: LinkWork?

    /// Goes back; the error to throw instead of the one that made it necessary.
    mutating func undo(after error: DriverError) -> DriverError {
        if case .notRestored = error { return error }
        do throws(ReplacementFailure) {
            try replacement.flipBack()
        } catch let back {
            return .notRestored(
                "\(error.summary); the new policy is live in the kernel but not kept, because the old one could not be put "
                    + "back: \(back.error)")
        }
        replacement.wait()
        let failures = links?.undoPrepare() ?? []
        replacement.discard()
        guard failures.isEmpty else { return .notRestored("\(error.summary); \(failures.joined(separator: "; "))") }
        return error
    }
}
