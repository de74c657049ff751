import NetlinkKit
import NetlinkModel
import QoSCompiler

extension Driver {
    /// Prepare, flip and keep, the table and the links together. On return all is done; on a throw nothing is. Returns warnings, and the
    /// generation of the rule set that the last commit made; nil where that is not sure.
    func replace(
        _ replacement: inout Replacement, _ links: inout LinkWork?, _ loaded: LoadedPolicy, _ policy: Policy,
        from generation: UInt32,
        _ timings: inout Timings, keep: () throws(StateError) -> [String]
    ) throws(DriverError) -> (warnings: [String], generation: UInt32?) {
        let (commands, origins) = timings.measure("encode") { replacement.preparation() }
        var report = NFTPageReport()
        do throws(NFTBatchError) {
            try timings.measure("kernel") { () throws(NFTBatchError) in try replacement.makeTable() }
        } catch {
            throw Self.refusal(loaded, policy, error, [])
        }
        let start = ContinuousClock.now
        do throws(NFTBatchError) {
            report = try replacement.prepare(commands)
        } catch {
            // Whatever came of it, nothing refers to it.
            replacement.discard()
            throw Self.refusal(loaded, policy, error, origins)
        }
        timings.add("encode", ContinuousClock.now - start - report.kernelTime)
        timings.add("kernel", report.kernelTime)
        // A packet from before the preparation would find the new chains empty, and may yet see chains that change in place
        // with their new rules, which lead there.
        if !replacement.update.rewritten.isEmpty { timings.measure("wait") { replacement.wait() } }
        do throws(LinkFailure) {
            try timings.measure("links") { () throws(LinkFailure) in try links?.prepare() }
        } catch {
            replacement.discard()
            throw Self.undo(&links, after: Self.refusal(loaded, policy, error))
        }
        let flipStart = ContinuousClock.now
        var made: UInt32?
        do throws(ReplacementFailure) {
            // Every page counted the generation up once, the table too, and nothing else should have.
            let pages = report.pages + (replacement.live == nil ? 1 : 0)
            made = try replacement.flip(expecting: generation &+ UInt32(truncatingIfNeeded: pages))
        } catch {
            guard error.error.isOutcomeUnknown else {
                replacement.discard()
                throw Self.undo(&links, after: Self.refusal(loaded, policy, error.error, []))
            }
            guard let now = try? kernel.readFrame().state else {
                throw .notRestored("\(error.error); whether the new policy is live cannot be read: see qosctl status")
            }
            if now.live?.active != replacement.generation {
                replacement.discard()
                throw Self.undo(&links, after: Self.refusal(loaded, policy, error.error, []))
            }
        }
        timings.add("kernel", ContinuousClock.now - flipStart)
        do throws(ReplacementFailure) {
            if try replacement.wake() { made = made.map { $0 &+ 1 } }
        } catch let wakeError {
            throw undo(&replacement, &links, "our table is dormant and cannot be woken: \(wakeError.error)")
        }
        if let steps = links?.steps, !steps.finish.isEmpty {
            // Until the last packet with marks of the old policy has left.
            if replacement.live != nil { timings.measure("wait") { replacement.wait() } }
            do throws(LinkFailure) {
                try timings.measure("links") { () throws(LinkFailure) in try links?.finish() }
            } catch {
                throw undo(&replacement, &links, Self.refusal(loaded, policy, error).summary)
            }
        }
        do throws(StateError) {
            return (try keep(), made)
        } catch let keepError {
            throw undo(&replacement, &links, "\(keepError)")
        }
    }

    /// Puts back what was before the flip; the error to throw.
    private func undo(_ replacement: inout Replacement, _ links: inout LinkWork?, _ reason: String) -> DriverError {
        var failures = links?.undoFinish() ?? []
        do throws(ReplacementFailure) {
            try replacement.flipBack()
        } catch {
            return .notRestored(
                "\(reason); the new policy is live in the kernel but not kept, because the old one could not be put back: "
                    + "\(error.error)")
        }
        replacement.wait()
        failures += links?.undoPrepare() ?? []
        replacement.discard()
        guard failures.isEmpty else {
            return .notRestored(
                "\(reason); the old policy is in force again, but not all links are as before: "
                    + failures.joined(separator: "; "))
        }
        return .restored("\(reason); the policy from before is in force again")
    }

    /// Takes back what was prepared on links; the error to throw.
    static func undo(_ links: inout LinkWork?, after error: DriverError) -> DriverError {
        let failures = (links?.undoFinish() ?? []) + (links?.undoPrepare() ?? [])
        guard !failures.isEmpty else { return error }
        return .notRestored(
            "\(error.summary); the rules are as before, but not all links: \(failures.joined(separator: "; "))")
    }

    /// Every command that the kernel refused, at the rule that it comes from.
    private static func refusal(
        _ loaded: LoadedPolicy, _ policy: Policy, _ error: NFTBatchError, _ origins: [Int?]
    ) -> DriverError {
        var diagnostics: [Diagnostic] = []
        for failure in error.failures {
            let index = failure.commandIndex.flatMap { origins.indices.contains($0) ? origins[$0] : nil }
            let rule = index.flatMap { policy.rules.indices.contains($0) ? policy.rules[$0] : nil }
            let text = rule.map { "the kernel refuses rule '\($0.name)': \(failure.error)" } ?? "\(failure.error)"
            let diagnostic = Diagnostic(.error, .kernel, text, at: rule?.nameSpan)
            if !diagnostics.contains(diagnostic) { diagnostics.append(diagnostic) }
        }
        return .refused(loaded, diagnostics)
    }
}
