import NetlinkModel
import QoSCompiler

/// Finds what has to change on links so that they hold what a policy wants, and when.
struct LinkPlanner {
    let targets: [Int32: LinkTarget]
    let live: [Int32: LiveLink]
    /// What of it is ours to change back.
    let record: LinkRecord
    /// The priorities that the rules in force give, and those of the new rules. Nil: not known, so any.
    var oldPriorities: Set<UInt32>?
    var newPriorities: Set<UInt32>?
    /// Whether the rules change too; if not, no packet can get marks of two policies.
    var isTableChanging = true

    func steps() -> LinkSteps {
        var steps = LinkSteps(recordMeanwhile: record, recordAfter: record)
        let known = Set(record.interfaces.keys)
        for index in known.subtracting(live.keys) {
            steps.recordMeanwhile.interfaces[index] = nil
            steps.recordAfter.interfaces[index] = nil
        }
        for index in Set(targets.keys).union(live.keys).sorted() {
            guard let now = live[index] else { continue }
            addMaps(index, now, &steps)
            addFilters(index, now, &steps)
            dropUnused(index, &steps)
        }
        return steps
    }

    private func isOurs(_ index: Int32) -> Bool { record.interfaces[index] != nil }

    /// Makes sure that there is an entry.
    private func note(_ now: LiveLink, _ steps: inout LinkSteps, _ change: (inout LinkRecord.Interface) -> Void) {
        guard let name = now.link.name else { return }
        for path in [\LinkSteps.recordMeanwhile, \.recordAfter] {
            change(&steps[keyPath: path].interfaces[now.link.index, default: LinkRecord.Interface(name: name)])
        }
    }

    // MARK: Maps

    private func addMaps(_ index: Int32, _ now: LiveLink, _ steps: inout LinkSteps) {
        guard now.link.vlan != nil else { return }
        let target = targets[index]
        let before = record.interfaces[index]
        var early = MapEdit()
        var late = MapEdit()
        for priority in Set(target?.egress.keys.map(\.self) ?? []).union(before?.egressBefore.keys.map(\.self) ?? []) {
            let old = now.egress[priority] ?? 0
            let new = target?.egress[priority] ?? before?.egressBefore[priority] ?? 0
            if target?.egress[priority] == nil {
                steps.recordAfter.interfaces[index]?.egressBefore[priority] = nil
            } else if old != new, before?.egressBefore[priority] == nil {
                note(now, &steps) { $0.egressBefore[priority] = old }
            }
            guard old != new else { continue }
            let isLate = isTableChanging && (oldPriorities?.contains(priority) ?? true)
            if isLate {
                late.set(egress: priority, from: old, to: new)
                if newPriorities?.contains(priority) ?? true, let name = now.link.name {
                    steps.conflicts.append(MapChange(interface: name, priority: priority, old: old, new: new))
                }
            } else {
                early.set(egress: priority, from: old, to: new)
            }
        }
        for pcp in Set(target?.ingress.keys.map(\.self) ?? []).union(before?.ingressBefore.keys.map(\.self) ?? []) {
            let old = now.ingress[pcp] ?? 0
            let new = target?.ingress[pcp] ?? before?.ingressBefore[pcp] ?? 0
            if target?.ingress[pcp] == nil {
                steps.recordAfter.interfaces[index]?.ingressBefore[pcp] = nil
            } else if old != new, before?.ingressBefore[pcp] == nil {
                note(now, &steps) { $0.ingressBefore[pcp] = old }
            }
            if old != new { early.set(ingress: pcp, from: old, to: new) }
        }
        steps.conflicts.sort { ($0.interface.description, $0.priority) < ($1.interface.description, $1.priority) }
        steps.prepare += early.steps(index, target)
        steps.finish += late.steps(index, target)
    }

    /// Entries that change together.
    private struct MapEdit {
        var egress: [(old: VLANMapping, new: VLANMapping)] = []
        var ingress: [(old: VLANMapping, new: VLANMapping)] = []

        mutating func set(egress priority: UInt32, from old: UInt8, to new: UInt8) {
            egress.append((VLANMapping(priority: priority, pcp: old), VLANMapping(priority: priority, pcp: new)))
        }

        mutating func set(ingress pcp: UInt8, from old: UInt32, to new: UInt32) {
            ingress.append((VLANMapping(priority: old, pcp: pcp), VLANMapping(priority: new, pcp: pcp)))
        }

        /// One for each map.
        func steps(_ index: Int32, _ target: LinkTarget?) -> [LinkStep] {
            let egress = egress.sorted { $0.new.priority < $1.new.priority }
            let ingress = ingress.sorted { $0.new.pcp < $1.new.pcp }
            var steps: [LinkStep] = []
            if !egress.isEmpty {
                steps.append(
                    LinkStep(
                        command: .setVLANMaps(interfaceIndex: index, egress: egress.map(\.new), ingress: []),
                        undo: .setVLANMaps(interfaceIndex: index, egress: egress.map(\.old), ingress: []),
                        statement: target?.egressStatement))
            }
            if !ingress.isEmpty {
                steps.append(
                    LinkStep(
                        command: .setVLANMaps(interfaceIndex: index, egress: [], ingress: ingress.map(\.new)),
                        undo: .setVLANMaps(interfaceIndex: index, egress: [], ingress: ingress.map(\.old)),
                        statement: target?.ingressStatement))
            }
            return steps
        }
    }

    // MARK: Filters

    private func addFilters(_ index: Int32, _ now: LiveLink, _ steps: inout LinkSteps) {
        let wanted = targets[index]?.filters ?? []
        var surplus = now.ours
        var missing: [LinkTarget.Filter] = []
        for filter in wanted {
            if let place = surplus.firstIndex(where: { filter.filter.isSame(as: $0) }) {
                surplus.remove(at: place)
            } else {
                missing.append(filter)
            }
        }
        if !wanted.isEmpty {
            note(now, &steps) { _ in }
            if now.qdisc == nil {
                note(now, &steps) { $0.madeClsact = true }
                steps.prepare.append(
                    LinkStep(
                        command: .addClsact(interfaceIndex: index), undo: .deleteClsact(interfaceIndex: index),
                        statement: wanted.first?.statement))
            }
        }
        var taken = Set(now.ours.map(\.identity))
        for filter in missing {
            var new = filter.filter
            if let place = surplus.firstIndex(where: { new.takesSameFrames(as: $0) }) {
                let old = surplus.remove(at: place)
                new.identity = old.identity
                // The one kind that the kernel does not replace.
                if case .matchAll = new.classifier {
                    add(.delete(old), late: true, &steps)
                    add(.add(new, for: filter.statement), late: true, &steps)
                    continue
                }
                add(
                    LinkStep(
                        command: .replaceFilter(new), undo: .replaceFilter(old), statement: filter.statement),
                    late: true, &steps)
                continue
            }
            while !taken.insert(new.identity).inserted { new.identity.handle += 1 }
            add(.add(new, for: filter.statement), late: false, &steps)
        }
        for old in surplus { add(.delete(old), late: true, &steps) }
        if wanted.isEmpty, record.interfaces[index]?.madeClsact == true {
            if now.qdisc == "clsact", now.others + now.strangers.count == 0 {
                steps.finish.append(
                    LinkStep(
                        command: .deleteClsact(interfaceIndex: index), undo: .addClsact(interfaceIndex: index),
                        statement: nil))
            }
            steps.recordAfter.interfaces[index]?.madeClsact = false
        }
    }

    private func add(_ step: LinkStep, late: Bool, _ steps: inout LinkSteps) {
        if late { steps.finish.append(step) } else { steps.prepare.append(step) }
    }

    /// Forgets an interface on which nothing of ours is wanted any more.
    private func dropUnused(_ index: Int32, _ steps: inout LinkSteps) {
        if targets[index] == nil { steps.recordAfter.interfaces[index] = nil }
    }
}

extension LinkStep {
    fileprivate static func add(_ filter: TCFilter, for statement: Int) -> LinkStep {
        LinkStep(
            command: .addFilter(filter), undo: .deleteFilter(filter.identity, kind: filter.classifier.kind),
            statement: statement)
    }

    fileprivate static func delete(_ filter: TCFilter) -> LinkStep {
        LinkStep(
            command: .deleteFilter(filter.identity, kind: filter.classifier.kind), undo: .addFilter(filter),
            statement: nil
        )
    }
}

extension TCFilter {
    /// Whether two filters do the same, whatever their numbers.
    func isSame(as other: TCFilter) -> Bool {
        takesSameFrames(as: other) && actions == other.actions
    }

    /// Whether two filters take the same frames at the same place.
    func takesSameFrames(as other: TCFilter) -> Bool {
        var identity = identity
        identity.handle = other.identity.handle
        return identity == other.identity && classifier == other.classifier
    }
}
