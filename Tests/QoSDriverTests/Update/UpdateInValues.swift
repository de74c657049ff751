import NetlinkModel
import QoSCompiler
import Testing

@testable import QoSDriver

/// An update of a table without a kernel: what is there before, while it happens, and after.
struct UpdateInValues {
    let plan: Plan
    let frame: TableFrame
    let update: TableUpdate
    /// Under the kernel's names.
    let old: NFTTableContents
    let new: NFTTableContents

    /// A table that was loaded whole.
    static func loaded(_ plan: Plan) -> NFTTableContents {
        stamped(plan, .whole, Generation(number: 1))
    }

    /// Nil where everything would be made anew.
    init?(from old: NFTTableContents, _ oldDigest: PlanDigest, to plan: Plan, _ limits: UpdatePlanner.Limits) {
        let frame = TableFrame(old)
        let update = UpdatePlanner.update(
            to: plan.contents, plan.digest, over: frame, .digests(oldDigest), limits
        ) { chains, sets in
            (old.rules.filter { chains.contains($0.chain) }, old.sets.filter { sets.contains($0.name) })
        }
        guard let update else { return nil }
        self.plan = plan
        self.frame = frame
        self.update = update
        self.old = old
        new = Self.stamped(plan, update, frame.next)
    }

    /// The plan under the kernel's names, its base chains pointing to it.
    private static func stamped(_ plan: Plan, _ update: TableUpdate, _ generation: Generation) -> NFTTableContents {
        var contents = plan.contents.renamed(
            chain: { (update.chains[$0] ?? generation).stamp($0) }, set: { (update.sets[$0] ?? generation).stamp($0) })
        let bases = Replacement.baseNames(contents)
        for index in contents.rules.indices where bases.contains(contents.rules[index].chain) {
            contents.rules[index].comment = TableFrame.jumpComment(plan.fingerprint, generation)
        }
        return contents
    }

    /// The chains whose rules change with the flip: base chains, and those that are rewritten.
    var changing: [String] {
        Replacement.baseNames(old).sorted() + update.rewritten.compactMap { name in update.chains[name]?.stamp(name) }
    }

    /// What a packet can see that is under way while the flip happens: of chains that change, those in `isNew` as they
    /// will be, the others as they were.
    func view(_ isNew: Set<String>) -> NFTTableContents {
        var view = old
        let chains = Set(old.chains.map(\.name))
        view.chains += new.chains.filter { !chains.contains($0.name) }
        let sets = Set(old.sets.map(\.name))
        view.sets += new.sets.filter { !sets.contains($0.name) }
        view.rules.removeAll { isNew.contains($0.chain) }
        view.rules += new.rules.filter { isNew.contains($0.chain) || !chains.contains($0.chain) }
        return view
    }
}
