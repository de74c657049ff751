import NetlinkKit
import NetlinkModel
import QoSCompiler

/// The links' part of an apply: what has to change, done in two steps around the table's flip, and taken back.
struct LinkWork {
    private let state: StateDirectory
    /// What the state directory said before.
    let record: LinkRecord
    let targets: [Int32: LinkTarget]
    let live: [Int32: LiveLink]
    private(set) var steps: LinkSteps
    private var early = LinkChange()
    private var late = LinkChange()

    /// Reads what the interfaces of `planned` and of the record hold.
    init(
        _ planned: [PlannedLink], _ host: HostLinks, _ state: StateDirectory, also indexes: Set<Int32> = []
    ) throws(DriverError) {
        self.state = state
        record = state.linkRecord()
        targets = LinkTarget.all(planned, on: host)
        do throws(NetlinkError) {
            live = try LiveLink.read(Set(targets.keys).union(record.interfaces.keys).union(indexes), on: host)
        } catch {
            throw .refused("\(error)")
        }
        steps = LinkSteps(recordMeanwhile: record, recordAfter: record)
        plan { _ in }
    }

    /// Given steps, for a change that no policy asks for.
    init(_ steps: LinkSteps, _ state: StateDirectory) {
        self.state = state
        self.steps = steps
        record = state.linkRecord()
        targets = [:]
        live = [:]
    }

    /// Finds the steps; `setUp` tells the planner what it cannot know.
    mutating func plan(_ setUp: (inout LinkPlanner) -> Void) {
        var planner = LinkPlanner(targets: targets, live: live, record: record)
        setUp(&planner)
        steps = planner.steps()
    }

    var isNeeded: Bool { !steps.isEmpty || steps.recordAfter != record }
    var hasChanged: Bool { early.hasChanged || late.hasChanged }

    /// Filters at our preferences that are not ours.
    func obstacles(in policy: Policy) -> [Diagnostic] {
        targets.keys.sorted().compactMap { index in
            guard let first = targets[index]?.filters.first, let now = live[index], let stranger = now.strangers.first
            else { return nil }
            let isKnown = policy.links.indices.contains(first.statement)
            return Diagnostic(
                .error, .link,
                "\(now.link.name?.description ?? "interface \(index)") has a filter at preference "
                    + "\(stranger.identity.preference) that qosctl did not make; it is left as it is",
                at: isKnown ? policy.links[first.statement].interface.span : nil,
                hint: "qosctl needs preferences \(LinkFilters.preferences.lowerBound) and "
                    + "\(LinkFilters.preferences.upperBound): move it to another one")
        }
    }

    // MARK: Doing it

    /// What has to be there before the flip. On a throw everything is as it was.
    mutating func prepare() throws(LinkFailure) {
        if !record.covers(steps.recordMeanwhile) {
            do throws(StateError) { try state.remember(steps.recordMeanwhile) } catch {
                throw LinkFailure(
                    error: NetlinkError(operation: "note what links were like", code: error.code), statement: nil)
            }
        }
        try early.make(steps.prepare)
    }

    /// What is changed and taken away when no packet comes from the old rules any more.
    mutating func finish() throws(LinkFailure) {
        try late.make(steps.finish)
    }

    /// After everything else went well. What cannot be written is a warning: the record says more than is needed then.
    func keep() -> [String] {
        guard steps.recordAfter != steps.recordMeanwhile else { return [] }
        do throws(StateError) {
            try state.remember(steps.recordAfter)
            return []
        } catch {
            return ["\(error)"]
        }
    }

    /// Takes `finish` back; what failed, in words.
    mutating func undoFinish() -> [String] { late.undo() }

    /// Takes the rest back, when no packet comes from the new rules any more.
    mutating func undoPrepare() -> [String] {
        let failures = early.undo()
        if failures.isEmpty, !record.covers(steps.recordMeanwhile) { try? state.remember(record) }
        return failures
    }
}
